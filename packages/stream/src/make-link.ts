import {
  type Emit,
  isLegalOrder,
  type Link,
  type LinkType,
  linkBytes,
  linkId,
  type PublishedScheme,
  type RawRecord,
  type Rule,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';

/** A step's memory of one case: the fold of its own links of that case (chain.md, "the chain is the state"). Never changed in place. */
export interface CaseMemory<State = unknown> {
  /** Position of the next link; also how many there are. */
  readonly next: number;
  /** SHA-256 of the last link's value bytes; null where there is none. */
  readonly head: string | null;
  /** Type of the last link; null where there is none. */
  readonly last: LinkType | null;
  readonly state: State;
}

/** What a step remembers of a case it has written no link of. */
export const blank = <State>(
  rule: Pick<Rule<State, never, never>, 'initial'>,
  caseNumber: string,
): CaseMemory<State> => ({
  next: 0,
  head: null,
  last: null,
  state: rule.initial(caseNumber),
});

/** All a link is made of. */
export interface Ingredients<Input, Facts> {
  readonly record: RawRecord;
  readonly input: { readonly id: string; readonly case: string; readonly value: Input };
  readonly scheme: PublishedScheme | undefined;
  readonly facts: Facts;
  readonly at: string;
  /** Version of the software that decides. */
  readonly software: string;
}

export interface MadeLink<State> {
  readonly link: Link;
  readonly bytes: Uint8Array;
  readonly hash: string;
  /** What the step remembers of the case once this link stands. */
  readonly after: CaseMemory<State>;
}

/** A rule that writes what may not stand where it would stand (chain.md, legal order): a mistake of ours, never of the input. */
export class IllegalOrder extends Error {
  constructor(caseNumber: string, last: string | null, type: string) {
    super(`case ${caseNumber}: ${type} may not follow ${last ?? 'the beginning'}`);
    this.name = 'IllegalOrder';
  }
}

/** Takes a decision and writes it down as a link: the same ingredients give the same bytes, here, in the notary and in the auditor. */
export function makeLink<State, Input, Facts>(
  rule: Rule<State, Input, Facts>,
  memory: CaseMemory<State>,
  { record, input, scheme, facts, at, software }: Ingredients<Input, Facts>,
): MadeLink<State> {
  const decided: Emit = rule.decide({ state: memory.state, input: input.value, scheme, facts, at });
  if (!isLegalOrder(memory.last, decided.type as LinkType))
    throw new IllegalOrder(input.case, memory.last, decided.type);
  const link: Link<Facts, unknown> = {
    id: linkId(rule.step, input.id),
    case: input.case,
    step: rule.step,
    seq: memory.next,
    previous: memory.head,
    input: {
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
      sha256: sha256Hex(record.value!),
    },
    type: decided.type,
    version: decided.version,
    time: at,
    decider: { software, rules: rule.rules, scheme: scheme?.digest ?? null },
    facts,
    body: decided.body,
  };
  const bytes = linkBytes(link);
  const hash = sha256Hex(bytes);
  return { link, bytes, hash, after: remember(rule, memory, link, hash) };
}

/** What a step remembers after a link of its own. */
export const remember = <State, Facts>(
  rule: Pick<Rule<State, never, Facts>, 'evolve'>,
  memory: CaseMemory<State>,
  link: Link<Facts, unknown>,
  hash: string,
): CaseMemory<State> => ({
  next: link.seq + 1,
  head: hash,
  last: link.type as LinkType,
  state: rule.evolve(memory.state, link, hash),
});
