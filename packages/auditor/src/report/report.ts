import type { Completeness } from '../completeness/compare.ts';
import type { InspectionCount } from '../content/inspections.ts';
import type { Fault } from '../findings/causes.ts';
import type { Layer } from '../findings/codes.ts';
import type { Stage } from '../lane/stage.ts';
import type { Wanted } from '../scope/find-cases.ts';

export type LayerVerdict = 'whole' | 'broken' | 'not-run';

/** How many links are how well secured by the log. */
export interface LogState {
  readonly batches: number;
  /** Links in the log. */
  readonly size: number;
  /** Of these, links under a checkpoint that enough witnesses cosigned. */
  readonly cosigned: number;
  /** The last checkpoint that enough witnesses cosigned (C2SP signed note): kept, it is where the next audit may begin to decide. Null where there is none. */
  readonly head: string | null;
  /** Links after the last checkpoint. */
  readonly unlogged: number;
  /** Batches whose root could not be computed because one before them is broken. */
  readonly unverified: number;
}

/** What an audit found. The same audited thing gives the same report on every machine: no clock, no paths, no chance. */
export interface Report {
  readonly format: 'guidang-audit';
  readonly version: 1;
  readonly verdict: 'whole' | 'broken';
  /** What was audited, in the words of whoever took the dump. */
  readonly of: { readonly cluster: string; readonly takenAt: string | null };
  /** Which cases were decided again; null: all. Broker and log are always looked at as a whole. */
  readonly scope: { readonly wanted: Wanted; readonly cases: number } | null;
  /** Links up to here were judged by an earlier audit and not decided again: size of the log under the checkpoint it kept; null: none. */
  readonly since: number | null;
  readonly layers: Readonly<Record<Layer, LayerVerdict>>;
  readonly looked: {
    readonly partitions: number;
    /** Events and decisions by people. */
    readonly inputs: number;
    readonly links: number;
    readonly parked: number;
    readonly schemes: number;
    /** Objects and copies of packages read back from the stores. */
    readonly objects: number;
    readonly objectBytes: number;
  };
  /** Yearly looks at stored packages that were judged again from the bytes, and of how many what could not be; null where contents were not looked at. */
  readonly inspections: InspectionCount | null;
  readonly log: LogState;
  /** How many cases stand where. */
  readonly cases: Readonly<Partial<Record<Stage, number>>>;
  /** Cases that have not ended, the first ones by name: no fault, but whoever published them may want to know. */
  readonly open: readonly { readonly case: string; readonly stage: Stage }[];
  /** Inputs each step has not reached yet. */
  readonly waiting: readonly { readonly step: string; readonly inputs: number }[];
  /** What became of the cases of a publisher's list; null where there was none. */
  readonly completeness: Completeness | null;
  readonly faults: readonly Fault[];
  /** Findings beyond what is kept, counted only. */
  readonly omitted: number;
}

/** Exit code of the command: 0 whole, 1 broken. */
export const exitCodeOf = ({ verdict }: Report): 0 | 1 => (verdict === 'whole' ? 0 : 1);

/** The report as JSON, ending in a line feed. */
export const reportJson = (report: Report): string => `${JSON.stringify(report, undefined, 2)}\n`;
