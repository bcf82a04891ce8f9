/** Parked records, refusals, statistics and audits, as they travel. Types alone. */
import type { Beside } from './cases.ts';

export interface ParkedSummary {
  readonly id: string;
  readonly step: string;
  readonly reason: string;
  readonly key: string | null;
  readonly at: string;
  readonly faults: number;
  readonly closing: ParkedClosing | null;
}
export interface ParkedClosing {
  readonly act: 'closed' | 'released' | 'redirected';
  readonly account: string;
  readonly reason: string;
  readonly at: string;
  /** Where it was sent on to; the offset is null while it is on its way. */
  readonly to: { readonly topic: string; readonly partition: number; readonly offset: number | null } | null;
}
/** A topic a parked record may be sent on to, and what it breaks there as it is. */
export interface ReleaseChoice {
  readonly topic: string;
  readonly faults: readonly { readonly field: string; readonly rule: string; readonly message: string }[];
}
export interface ParkedList extends Beside {
  readonly total: number;
  readonly rows: readonly ParkedSummary[];
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}
export interface ParkedRecord extends Omit<ParkedSummary, 'faults'> {
  readonly input: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly sha256: string;
  };
  readonly headers: Readonly<Record<string, string>>;
  readonly faults: readonly { readonly field: string; readonly rule: string; readonly message: string }[];
  /** The value as text, with what looks like a person's number struck out; null where it is too large or not text. */
  readonly value: string | null;
  /** What the contract asks for beside what is there; empty where no contract is known for it. */
  readonly comparison: readonly ComparedField[];
  /** Contract the record is compared with. */
  readonly contract: string | null;
  /** Where it may be sent on to; none where it is a link, or closed already. */
  readonly choices: readonly ReleaseChoice[];
}
export interface ComparedField {
  readonly field: string;
  readonly wanted: string;
  readonly required: boolean;
  readonly describe: string;
  readonly found: string | null;
  readonly faults: readonly string[];
}

export interface RefusalList extends Beside {
  readonly total: number;
  readonly rows: readonly RefusedCase[];
}
export interface RefusedCase {
  readonly case: string;
  readonly matter: string;
  readonly department: string;
  readonly stage: string;
  readonly round: number;
  readonly at: string;
  readonly reasons: readonly {
    readonly step: string;
    readonly code: string;
    readonly item: string | null;
    readonly itemZh: string;
    readonly itemEn: string;
  }[];
}

/** One table of the statistics: named columns, and rows of a label and numbers. */
export interface StatTable {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly columns: readonly StatColumn[];
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}
export interface StatColumn {
  readonly zh: string;
  readonly en: string;
  readonly unit: 'count' | 'bytes' | 'percent';
}

/** The files an audit can be made from anew elsewhere (docs/formats/dump.md). */
export interface AuditDump {
  readonly state: 'making' | 'ready' | 'failed';
  /** Last line of progress while it is made; why it could not be. */
  readonly said: string | null;
  /** Of the whole archive, where it is ready. */
  readonly bytes: number | null;
  readonly takenAt: string | null;
}

export interface AuditRun {
  readonly id: string;
  readonly account: string;
  readonly content: boolean;
  readonly state: 'running' | 'whole' | 'broken' | 'failed';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly exitCode: number | null;
  /** Last line of progress while it runs; why it failed where it did. */
  readonly said: string | null;
  readonly summary: AuditSummary | null;
  /** Null where none was asked for. */
  readonly dump: AuditDump | null;
}
export interface AuditSummary {
  readonly verdict: string;
  readonly layers: Readonly<Record<string, string>>;
  readonly links: number;
  readonly inputs: number;
  readonly objects: number;
  readonly cosigned: number;
  readonly size: number;
  readonly cases: Readonly<Record<string, number>>;
  readonly faults: readonly { readonly code: string; readonly title: string; readonly where: string }[];
  readonly faultCount: number;
}
/** A dry run of a step over a range. */
export interface Replay {
  readonly id: string;
  readonly account: string;
  readonly step: string;
  /** First moment, and first moment no more; RFC 3339, null where open. */
  readonly from: string | null;
  readonly until: string | null;
  readonly state: 'running' | 'same' | 'differs' | 'failed';
  readonly startedAt: string;
  readonly links: number | null;
  readonly differences: number | null;
  /** The differences, one a line; or why it could not run. */
  readonly lines: readonly string[];
}
export interface AuditList {
  readonly mayStart: boolean;
  /** Whether dumps may be made: they hold the records of every department. */
  readonly mayDump: boolean;
  readonly rows: readonly AuditRun[];
}
