import {
  CHECKPOINTS,
  Checkpoint,
  CheckpointRecord,
  type Cosigned,
  parseJsonRecord,
  parseWith,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { LogReader } from '@guidang/stream';

/** Heads that are kept at hand: where tiles of the last batches were not stored before a crash, they are made again from an earlier one. */
const RECENT = 16;

/** What the notary's own topic says: how long the log is, how far it reaches into each partition, and who has cosigned. */
export interface LogHistory {
  /** Number of the next batch. */
  readonly batch: number;
  readonly size: number;
  /** SHA-256 of the last record; null where there is none. */
  readonly previous: string | null;
  /** By `topic/partition`: the offset after the last one in the log. */
  readonly positions: ReadonlyMap<string, number>;
  /** The last batches, newest last. */
  readonly recent: readonly Checkpoint[];
  readonly cosigned: Cosigned | undefined;
  /** When a checkpoint was last timestamped, milliseconds since 1970; 0 for never. */
  readonly timestampedAt: number;
}

export const EMPTY: LogHistory = {
  batch: 0,
  size: 0,
  previous: null,
  positions: new Map(),
  recent: [],
  cosigned: undefined,
  timestampedAt: 0,
};

export const place = (topic: string, partition: number): string => `${topic}/${partition}`;

/** The history after one more record of `archive.checkpoint`. */
export function after(history: LogHistory, record: CheckpointRecord, hash: string): LogHistory {
  if (record.type === 'cosigned')
    return {
      ...history,
      previous: hash,
      // A witness that was slow may have cosigned an earlier head after others have cosigned this one.
      cosigned: record.batch >= (history.cosigned?.batch ?? 0) ? record : history.cosigned,
      timestampedAt: record.timestamp === null ? history.timestampedAt : Date.parse(record.time),
    };
  const positions = new Map(history.positions);
  for (const { topic, partition, to } of record.ranges) positions.set(place(topic, partition), to + 1);
  return {
    ...history,
    batch: record.batch + 1,
    size: record.size,
    previous: hash,
    positions,
    recent: [...history.recent, record].slice(-RECENT),
  };
}

/** Reads the topic from its beginning. @throws where it holds what is no record of ours, or of another log */
export async function readHistory(reader: LogReader, origin: string): Promise<LogHistory> {
  let history = EMPTY;
  for await (const { record, hash } of recordsOf(reader)) {
    if (record.origin !== origin)
      throw new Error(`${CHECKPOINTS} belongs to the log ${record.origin}, not to ${origin}`);
    history = after(history, record, hash);
  }
  return history;
}

/** Every batch of the log, from the beginning. */
export async function* batchesOf(reader: LogReader): AsyncGenerator<Checkpoint> {
  for await (const { record } of recordsOf(reader)) if (record.type === 'checkpoint') yield record;
}

async function* recordsOf(reader: LogReader): AsyncGenerator<{ record: CheckpointRecord; hash: string }> {
  const { start, end } = await reader.extent(CHECKPOINTS, 0);
  for await (const entry of reader.scan(CHECKPOINTS, 0, start, end)) {
    if (entry.kind !== 'record') continue;
    const record = parseWith(CheckpointRecord, parseJsonRecord(entry.record));
    yield { record, hash: sha256Hex(entry.record.value!) };
  }
}

export { Checkpoint };
