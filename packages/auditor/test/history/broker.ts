import { CASE_KEYED_TOPICS, CHECKPOINTS, type RawRecord, SCHEMES } from '@guidang/contracts';
import type { LogEntry } from '@guidang/stream';

/** A record before it has a place. */
export interface Draft {
  readonly key: string | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A broker's log in memory: entries of every partition as a reader of committed records would be given them. */
export class MemoryLog {
  readonly partitions: number;
  readonly entries = new Map<string, LogEntry[]>();
  /** Milliseconds since 1970: the broker's clock. */
  now: number;

  constructor(partitions: number, now: number) {
    this.partitions = partitions;
    this.now = now;
    for (const topic of CASE_KEYED_TOPICS)
      for (let partition = 0; partition < partitions; partition++) this.entries.set(`${topic}/${partition}`, []);
    for (const topic of [CHECKPOINTS, SCHEMES]) this.entries.set(`${topic}/0`, []);
  }

  of(topic: string, partition: number): LogEntry[] {
    return this.entries.get(`${topic}/${partition}`)!;
  }

  end(topic: string, partition: number): number {
    const last = this.of(topic, partition).at(-1);
    return last ? last.offset + 1 : 0;
  }

  /** Appends records, and where they are of a transaction the marker that ends it. @returns offset of the first */
  append(topic: string, partition: number, drafts: readonly Draft[], ends?: 'commit' | 'abort'): number {
    const entries = this.of(topic, partition);
    const first = this.end(topic, partition);
    const time = this.#timeOf(topic, partition);
    let offset = first;
    for (const draft of drafts) {
      entries.push(
        ends === 'abort'
          ? { kind: 'aborted', offset, timestamp: time }
          : { kind: 'record', offset, record: recordOf(topic, partition, offset, time, draft) },
      );
      offset += 1;
    }
    if (ends) entries.push({ kind: ends, offset, timestamp: time });
    return first;
  }

  /** Committed records from an offset on. */
  records(topic: string, partition: number, from: number): RawRecord[] {
    const entries = this.of(topic, partition);
    const records: RawRecord[] = [];
    for (let at = firstFrom(entries, from); at < entries.length; at++) {
      const entry = entries[at]!;
      if (entry.kind === 'record') records.push(entry.record);
    }
    return records;
  }

  /** Partitions have leaders on different machines, whose clocks differ a little. */
  #timeOf(topic: string, partition: number): number {
    const skew = ((topic.length * 31 + partition * 17) % 41) - 20;
    const last = this.of(topic, partition).at(-1);
    const before = last?.kind === 'record' ? last.record.timestamp : (last?.timestamp ?? 0);
    return Math.max(this.now + skew, before);
  }
}

function recordOf(
  topic: string,
  partition: number,
  offset: number,
  timestamp: number,
  { key, value, headers }: Draft,
): RawRecord {
  return { topic, partition, offset, timestamp, key: key === null ? null : Buffer.from(key), value, headers };
}

/** Position of the first entry with this offset or a later one. */
export function firstFrom(entries: readonly LogEntry[], offset: number): number {
  let low = 0;
  for (let high = entries.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
