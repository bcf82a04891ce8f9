import type { Raised, Spot } from '../findings/finding.ts';

/** A copy of a package, as the link that stored it says where it is and how it is protected. */
export interface PackageTask {
  readonly kind: 'package';
  readonly at: Spot;
  readonly case: string;
  readonly time: number;
  readonly content: string;
  readonly size: number;
  readonly retainUntil: string | null;
  readonly copies: readonly {
    readonly place: string;
    readonly bucket: string;
    readonly key: string;
    readonly versionId: string;
    readonly until: string;
  }[];
}

/** An object that a link names and that should be in a bucket. */
export interface ObjectTask {
  readonly kind: 'object';
  readonly at: Spot;
  readonly case: string;
  readonly time: number;
  readonly bucket: 'prearchive' | 'use';
  readonly content: string;
  readonly size: number;
}
export type ContentTask = PackageTask | ObjectTask;

/** Why no committed record lies at an offset: nothing lies there at all, a record was given up, or a transaction ends. */
export type Vacancy = 'nothing' | 'given-up' | 'marker';

/** Where a lane puts what it finds, while it goes. */
export interface LaneSink {
  found(finding: Raised): void;
  /** A committed record of an archive topic: what the log has as a leaf. `sha256` is that of its value bytes, in hexadecimal. */
  leaf(topic: string, partition: number, offset: number, timestamp: number, sha256: string): void;
  /** An offset of an archive topic at which no committed record lies. */
  vacant(topic: string, partition: number, offset: number, by: Vacancy): void;
  content(task: ContentTask): void;
  /** Entries read since it was last called. */
  progress(entries: number): void;
}
