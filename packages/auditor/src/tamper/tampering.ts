import type { KeyObject } from 'node:crypto';
import type { Spot } from '../findings/finding.ts';
import type { Chance } from './chance.ts';
import type { EditableLog } from './editable-log.ts';

/** What a forger has beside the dump. */
export interface Forger {
  readonly chance: Chance;
  /** Covers up: writes dump.json again and takes care that nothing is missing that is counted. */
  readonly insider: boolean;
  /** The key of the log, where even that was stolen. */
  readonly logKey?: KeyObject | undefined;
}

/** What was done: the records that were touched, any of which a good auditor may name. */
export interface Touched {
  readonly places: readonly Spot[];
  readonly what: string;
}

/** One way of changing a dump. Undefined where this dump has nothing it could be done to. */
export interface Tampering {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  apply(dump: EditableLog, forger: Forger): Touched | undefined;
}
