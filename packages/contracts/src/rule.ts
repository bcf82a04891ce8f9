import type { Feedback } from './feedback.ts';
import type { AnyLink, Link } from './links/link.ts';
import type { Fault } from './malformed.ts';
import type { StepName } from './names.ts';
import type { RawRecord } from './record.ts';
import type { PublishedScheme } from './scheme.ts';

/** The next link: good news or bad. */
export interface Emit<Body = unknown> {
  do: 'emit';
  type: string;
  version: number;
  body: Body;
}
/** Nothing to do for this step, and why. Leaves no trace in the chain; anyone can see again that it was right. */
export interface Skip {
  do: 'skip';
  reason: string;
}
/** We cannot work on this: the bytes are kept with the reason, an operator and the publisher are told. */
export interface Park {
  do: 'park';
  /** Stable code, e.g. CASE_UNKNOWN. */
  reason: string;
  faults: readonly Fault[];
}
/** There is something to find out first. */
export interface Gather {
  do: 'gather';
}

export const emit = <B>(type: string, version: number, body: B): Emit<B> => ({ do: 'emit', type, version, body });
export const skip = (reason: string): Skip => ({ do: 'skip', reason });
export const park = (reason: string, field: string, message: string): Park => ({
  do: 'park',
  reason,
  faults: [{ field, rule: reason, message }],
});
export const GATHER: Gather = { do: 'gather' };

/** An input as a rule sees it: parsed, with the id it is known by. */
export interface ParsedInput<Input> {
  /** Unique within what the step reads; the link's id derives from it. */
  id: string;
  case: string;
  value: Input;
}

/** What a rule may look at before anything is looked up in the world. */
export interface Considered<State, Input> {
  state: State;
  input: Input;
  /** The scheme that `schemeOf` named; undefined where it named none, or where no such scheme is published. */
  scheme: PublishedScheme | undefined;
}

/** Everything `decide` gets. Time is a fact like any other. */
export interface Situation<State, Input, Facts> extends Considered<State, Input> {
  facts: Facts;
  /** RFC 3339 UTC: becomes the link's `time`. */
  at: string;
}

/**
 * The pure half of a step: what it reads, and how it decides. No clock, no chance, no IO. The service, the auditor and the notary run the same one.
 * `State` is JSON: it is the fold of `evolve` over the step's own links of one case, and it may be cached as text. It is never changed in place.
 *
 * An input either has nothing to gather, which `consider` says from state, input and scheme alone, so that anyone can see again that it was right
 * to skip or park it; or it is gathered for, and then `decide` always answers with a link, good news or bad.
 */
export interface Rule<State, Input, Facts> {
  step: StepName;
  /** e.g. `check@1`: stands in every link; a rule that decides differently gets another number. */
  rules: string;
  reads: readonly string[];
  /**
   * Of a rule that reads several topics: that part of a state by which `consider` decides, as a text. Nobody can tell for sure between which links of the case the
   * step met an input that no link answers; states with the same text are the same to it, so an auditor keeps one of them. Left out: any state may be another.
   */
  considersBy?(state: State): string;
  /** Parses a record of one of `reads`. Throws Malformed; whatever it throws is parked. */
  parse(record: RawRecord): ParsedInput<Input>;
  initial(caseNumber: string): State;
  /** Which scheme takes part, by id and version; undefined for none. */
  schemeOf(state: State, input: Input): SchemeRef | undefined;
  consider(considered: Considered<State, Input>): Gather | Skip | Park;
  decide(situation: Situation<State, Input, Facts>): Emit;
  evolve(state: State, link: Link<Facts, unknown>, hash: string): State;
  /** What the publisher is told of a link. */
  feedback(link: Link<Facts, unknown>, input: Input): Feedback[];
}

export interface SchemeRef {
  id: string;
  version: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a table of rules of different steps; each is typed where it is made
export type AnyRule = Rule<any, any, any>;
export type { AnyLink };
