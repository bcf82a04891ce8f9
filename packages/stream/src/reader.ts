import type { RawRecord } from '@guidang/contracts';
import { InputCursor } from './judge.ts';
import {
  type DecodedRecord,
  type IHeaders,
  type KafkaOptions,
  openPartitionAccess,
  type PartitionAccess,
} from './kafka.ts';

/**
 * One offset of a partition: a committed record, the marker that ends a transaction, or a record of a transaction that was given up.
 * Together they account for every offset, so a gap in what a reader gives is a gap in the log.
 */
export type LogEntry =
  | { readonly kind: 'record'; readonly offset: number; readonly record: RawRecord }
  | { readonly kind: 'commit' | 'abort' | 'aborted'; readonly offset: number; readonly timestamp: number };

export interface Extent {
  /** First offset that is kept. */
  readonly start: number;
  /** One past the last offset whose transactions are decided. */
  readonly end: number;
}

/** Reads single partitions, committed records only, outside any consumer group: for tails, replays, dumps and the notary. */
export interface LogReader {
  /** Numbers of the topic's partitions. */
  partitions(topic: string): Promise<number[]>;
  extent(topic: string, partition: number): Promise<Extent>;
  /** The `end` of every partition of the topics, by topic, in one question: cheap enough to be asked every second. */
  ends(topics: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
  /**
   * Entries from offset `from` on, as many as the broker gives at once; none where there is nothing new after `waitMs`.
   * `next` is where to go on.
   */
  read(
    topic: string,
    partition: number,
    from: number,
    waitMs?: number,
  ): Promise<{ entries: LogEntry[]; next: number; end: number }>;
  /** Every entry in [from, until), in order of offset. */
  scan(topic: string, partition: number, from: number, until: number): AsyncGenerator<LogEntry>;
  close(): Promise<void>;
}

const FETCH_BYTES = 4 * 1024 * 1024;
const OFFSET_OUT_OF_RANGE = 1;

export async function openReader(options: KafkaOptions): Promise<LogReader> {
  const access = await openPartitionAccess(options);
  return readerOver(access);
}

export function readerOver(access: PartitionAccess): LogReader {
  const read: LogReader['read'] = async (topic, partition, from, waitMs = 0) => {
    const fetched = await access.fetch(topic, partition, from, FETCH_BYTES, waitMs);
    if (fetched.errorCode === OFFSET_OUT_OF_RANGE) {
      const { end } = await access.range(topic, partition);
      if (from >= end) return { entries: [], next: from, end };
      throw new RangeError(`${topic}-${partition} no longer holds offset ${from}`);
    }
    if (fetched.errorCode !== 0)
      throw new Error(`${topic}-${partition}: the broker answered with error ${fetched.errorCode}`);
    const aborted = [...(fetched.abortedTransactions ?? [])].sort(
      (a, b) => Number(a.firstOffset) - Number(b.firstOffset),
    );
    const givenUp = new Set<string>();
    const entries: LogEntry[] = [];
    let next = from;
    for (const message of fetched.messages) {
      const offset = Number(message.offset);
      while (aborted.length > 0 && offset >= Number(aborted[0]!.firstOffset)) givenUp.add(aborted.shift()!.producerId);
      const entry = entryOf(topic, partition, offset, message, givenUp);
      // A batch is given whole, also where it begins before the offset that was asked for.
      if (offset >= from) {
        entries.push(entry);
        next = offset + 1;
      }
    }
    const end = Number(fetched.lastStableOffset);
    // Where compaction left an empty batch there is nothing to give, and the log goes on behind it.
    if (entries.length === 0 && next < end) next += 1;
    return { entries, next, end };
  };
  return {
    partitions: (topic) => access.partitions(topic),
    extent: (topic, partition) => access.range(topic, partition),
    ends: async (topics) =>
      access.ends(
        await Promise.all(topics.map(async (topic) => ({ topic, partitions: await access.partitions(topic) }))),
      ),
    read,
    async *scan(topic, partition, from, until) {
      for (let at = from; at < until; ) {
        const { entries, next } = await read(topic, partition, at, 200);
        for (const entry of entries) if (entry.offset < until) yield entry;
        at = next;
      }
    },
    close: () => access.close(),
  };
}

/** A cursor over an input partition. With `leaps` it goes straight to what is asked for. */
export const cursorOver = (
  reader: LogReader,
  topic: string,
  partition: number,
  options?: { leaps?: boolean },
): InputCursor =>
  new InputCursor(
    async (from) => {
      const { entries, next, end } = await reader.read(topic, partition, from, 200);
      const records = entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
      return { records, next: from >= end ? from : next };
    },
    0,
    options,
  );

function entryOf(
  topic: string,
  partition: number,
  offset: number,
  message: DecodedRecord,
  givenUp: Set<string>,
): LogEntry {
  const { producerId, inTransaction } = message.batchContext;
  const timestamp = Number(message.timestamp);
  if (message.isControlRecord) {
    givenUp.delete(producerId);
    // The key of a marker is its version and its type, 0 for abort and 1 for commit.
    return { kind: message.key?.readInt16BE(2) === 1 ? 'commit' : 'abort', offset, timestamp };
  }
  if (inTransaction && givenUp.has(producerId)) return { kind: 'aborted', offset, timestamp };
  return { kind: 'record', offset, record: rawRecord(topic, partition, message) };
}

/** A record in the one shape in which it enters steps, notary and auditor. */
export function rawRecord(
  topic: string,
  partition: number,
  message: {
    offset: string;
    timestamp: string;
    key: Buffer | null;
    value: Buffer | null;
    headers?: IHeaders | undefined;
  },
): RawRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: textHeaders(message.headers),
  };
}

/** Headers as text; one that came twice counts with its last value, as for any reader of a map. */
function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined && last !== null) text[name] = last.toString();
  }
  return text;
}
