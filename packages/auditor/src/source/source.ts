import type { Extent, LogEntry } from '@guidang/stream';
import type { ReadLogFile } from '../dump/log-files.ts';
import type { Raised } from '../findings/finding.ts';

/** The entries of one partition in the order of their offsets, a piece at a time. */
export interface EntryStream {
  /** The next entries, at least one; none at the end. @throws DumpFault where the rest cannot be read */
  next(): readonly LogEntry[] | Promise<readonly LogEntry[]>;
  /** Ends reading. @returns what is wrong with the container the entries came in */
  close(): readonly Raised[] | Promise<readonly Raised[]>;
}

/** What is audited: a dump, or a cluster as it was at one moment. */
export interface Source {
  /** By topic, the extent of each partition in the order of their numbers. A topic that is not there has no entry. */
  readonly extents: ReadonlyMap<string, readonly Extent[]>;
  /**
   * Opens a partition at its beginning, or at an offset that an earlier stream of it has given.
   * Only what is read from the beginning to the end is held against the container.
   */
  open(topic: string, partition: number, from?: number): EntryStream;
  /** Files of the log, where they are at hand. */
  readonly logFile: ReadLogFile | null;
}
