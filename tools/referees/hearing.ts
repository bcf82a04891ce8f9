import type { Parts } from '@guidang/infra-local';
import type { Bench } from './bench.ts';
import type { Holdings } from './holdings.ts';
import type { Judge, Judgement } from './judgement.ts';
import type { Kind } from './kinds.ts';
import { NotBrought, type Room } from './room.ts';

/** What is judged: its kind, and where a reader finds it. */
export interface Exhibit {
  readonly kind: Kind;
  readonly artefact: string;
}

/** A judgement with what it is of. */
export type Sentence = Exhibit & Judgement;

/** What hearings are held with. */
export interface Court {
  readonly parts: Parts;
  readonly holdings: Holdings;
  readonly bench: Bench;
  readonly room: Room;
}

/** Things of one kind before their judges: the judgements on each as they fall, things of no interest to anybody left out. */
export type Hearing = (court: Court) => AsyncGenerator<Sentence[]>;

/** One thing before its judges, one after the other. */
export async function before<Question>(
  exhibit: Exhibit,
  judges: readonly Judge<Question>[],
  question: Question,
): Promise<Sentence[]> {
  const sentences: Sentence[] = [];
  for (const judge of judges) sentences.push({ ...exhibit, ...(await judge.judge(question)) });
  return sentences;
}

/** What `hear` tells; where its object could not be brought, the seat of every judge says so. */
export async function orNotBrought(
  exhibit: Exhibit,
  judges: readonly { readonly name: string }[],
  hear: () => Promise<Sentence[]>,
): Promise<Sentence[]> {
  try {
    return await hear();
  } catch (error) {
    if (!(error instanceof NotBrought)) throw error;
    const { outcome, message: detail } = error;
    return judges.map(({ name }) => ({ ...exhibit, judge: name, outcome, detail }));
  }
}
