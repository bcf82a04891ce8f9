import type { Installs } from './installs.ts';
import { javaJudge } from './java-tools.ts';
import { absent, type Judge, sitting, type Word } from './judgement.ts';

const ERS = 'Bouncy Castle ERS 1.87';

/** Files: an evidence record, and the object it should be about. */
export interface RecordQuestion {
  readonly record: string;
  readonly over: string;
}

/** Judges evidence records (RFC 4998): the signature of every token, that each renewal covers what it renews, and that the object is in it. */
export async function openErs(installs: Installs): Promise<Judge<RecordQuestion>> {
  const program = await javaJudge(installs, 'ers', 'Ers');
  if (typeof program === 'string') return absent(ERS, program);
  const asked = async ({ record, over }: RecordQuestion): Promise<Word> => (await program.ask(record, over)) as Word;
  return sitting(ERS, asked, () => program.end());
}
