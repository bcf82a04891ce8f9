import type { PublishedScheme, RawRecord, Rule } from '@guidang/contracts';

/** What `gather` is told of the record it looks things up for. */
export interface Gathering<State, Input> {
  readonly state: State;
  readonly input: Input;
  readonly scheme: PublishedScheme | undefined;
  readonly case: string;
  /** The record itself; its SHA-256 will stand in the link. */
  readonly record: RawRecord;
  /** This step's own links of the case so far, value bytes as they lie, in order of `seq`. Only for steps with `keepsLinks`. */
  links(): Promise<readonly Uint8Array[]>;
  /** Raised when the partition is lost or the service stops: what is under way may be given up, it will be asked for again. */
  readonly signal: AbortSignal;
}

/**
 * A step: a pure rule, and the hands that find out what the rule needs. `gather` acts under names derived from content or from the input's id, so
 * doing it twice is harmless. It throws where something cannot be had **now**; it is asked again, with growing pauses, until it answers.
 * What it returns is JSON and becomes the link's `facts`.
 */
export interface Step<State, Input, Facts> {
  readonly rule: Rule<State, Input, Facts>;
  gather(gathering: Gathering<State, Input>): Promise<Facts>;
  /** Whether `gather` asks for the step's own links of the case; then they are kept at hand. */
  readonly keepsLinks?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: the runtime runs steps of any state and facts; each is typed where it is made
export type AnyStep = Step<any, any, any>;

/** The pauses between attempts at what may pass: doubling from `firstMs` to `mostMs`, each shortened by up to half at random. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}
