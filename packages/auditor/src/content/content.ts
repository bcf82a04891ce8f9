import type { Raised } from '../findings/finding.ts';
import type { ContentTask } from '../lane/sink.ts';
import type { InspectionCount } from './inspections.ts';

/** How much was read back from the stores. */
export interface ContentCount {
  readonly objects: number;
  readonly bytes: number;
  readonly inspections: InspectionCount;
}

/** Looks at objects in the stores: layer 6. */
export type ContentAudit = (
  tasks: readonly ContentTask[],
  found: (finding: Raised) => void,
  progress: (done: number, of: number) => void,
) => Promise<ContentCount>;

/** What lay in a store: digest and length of the bytes as they were read. */
export interface ReadBack {
  readonly sha256: string;
  readonly size: number;
}

/** A lock as a store reports it. */
export interface HeldLock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Date;
}

/** Where an object lies: by its content name, and in a store by key and version. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly content: string;
  readonly key?: string;
  readonly versionId?: string;
}

/** One place of storage, as an auditor reads it. */
export interface ContentStore {
  readonly place: string;
  /** Whether it has this bucket. */
  has(bucket: string): boolean;
  /**
   * Reads an object through to its end; null where it is not there.
   * @param file where its bytes are kept as well
   */
  readThrough(at: ObjectPlace, file?: string): Promise<ReadBack | null>;
  /** The lock of an object; undefined where a store knows no locks, null where it has none. */
  lock(at: ObjectPlace): Promise<HeldLock | null | undefined>;
}
