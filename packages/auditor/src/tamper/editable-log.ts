import { createHash } from 'node:crypto';
import { type AnyLink, ARCHIVE_TOPICS, CHECKPOINTS, CheckpointRecord, type RawRecord } from '@guidang/contracts';
import type { LogEntry } from '@guidang/stream';
import type { Spot } from '../findings/finding.ts';

/** A link where it lies. */
export interface PlacedLink {
  readonly at: Spot;
  readonly record: RawRecord;
  readonly link: AnyLink;
  readonly hash: string;
}

/** Links and records of the log by the bytes they were read from: thousands of forgeries of one history look at the same ones. Nobody changes what is given out. */
const linkIn = new WeakMap<Uint8Array, { readonly link: AnyLink; readonly hash: string }>();
const checkpointIn = new WeakMap<Uint8Array, CheckpointRecord>();

const opened = <T>(known: WeakMap<Uint8Array, T>, value: Uint8Array, open: (text: string) => T): T => {
  const before = known.get(value);
  if (before !== undefined) return before;
  const now = open(Buffer.from(value).toString('utf8'));
  known.set(value, now);
  return now;
};

/** What is audited, as a forger changes it: partitions as lists of entries. For small ones. */
export abstract class EditableLog {
  readonly #entries = new Map<string, LogEntry[]>();
  protected readonly changed = new Set<string>();

  abstract partitionsOf(topic: string): number[];
  /** The entries of a partition as they were before anything was changed. */
  protected abstract load(topic: string, partition: number): LogEntry[];
  abstract logFile(path: string): Buffer | undefined;
  abstract writeLogFile(path: string, bytes: Uint8Array): void;

  /** Entries of a partition, to be looked at. */
  entries(topic: string, partition: number): LogEntry[] {
    const place = `${topic}/${partition}`;
    const known = this.#entries.get(place);
    if (known) return known;
    const entries = this.load(topic, partition);
    this.#entries.set(place, entries);
    return entries;
  }

  /** Entries of a partition, to be changed. */
  edit(topic: string, partition: number): LogEntry[] {
    this.changed.add(`${topic}/${partition}`);
    return this.entries(topic, partition);
  }

  /** Puts another record in the place of the one that is there. */
  replace(
    { topic, partition, offset }: Spot,
    change: Partial<Pick<RawRecord, 'key' | 'value' | 'headers' | 'timestamp'>>,
  ): void {
    const entries = this.edit(topic, partition);
    const at = entries.findIndex((entry) => entry.offset === offset);
    const entry = entries[at];
    if (entry?.kind !== 'record') throw new Error(`no record at ${topic}-${partition}@${offset}`);
    entries[at] = { ...entry, record: { ...entry.record, ...change } };
  }

  /** Links of some topics in the order of their partitions. */
  links(topics: readonly string[] = ARCHIVE_TOPICS): PlacedLink[] {
    return topics.flatMap((topic) =>
      this.partitionsOf(topic).flatMap((partition) =>
        this.entries(topic, partition).flatMap((entry) => {
          if (entry.kind !== 'record' || entry.record.value === null) return [];
          const { value } = entry.record;
          const open = (text: string) => ({
            link: JSON.parse(text) as AnyLink,
            hash: createHash('sha256').update(value).digest('hex'),
          });
          const at = { topic, partition, offset: entry.offset };
          return [{ at, record: entry.record, ...opened(linkIn, value, open) }];
        }),
      ),
    );
  }

  /** Records of the log, with where they lie. */
  checkpoints(): { at: Spot; record: RawRecord; parsed: CheckpointRecord }[] {
    return this.entries(CHECKPOINTS, 0).flatMap((entry) => {
      if (entry.kind !== 'record' || entry.record.value === null) return [];
      const parsed = opened(checkpointIn, entry.record.value, (text) => CheckpointRecord.parse(JSON.parse(text)));
      return [{ at: { topic: CHECKPOINTS, partition: 0, offset: entry.offset }, record: entry.record, parsed }];
    });
  }

  /** How far the log reaches into each partition. */
  logged(): (spot: Spot) => boolean {
    const reach = new Map<string, number>();
    for (const { parsed } of this.checkpoints())
      if (parsed.type === 'checkpoint')
        for (const { topic, partition, to } of parsed.ranges) reach.set(`${topic}/${partition}`, to);
    return ({ topic, partition, offset }) => offset <= (reach.get(`${topic}/${partition}`) ?? -1);
  }
}

/** A record without the buffers it was read from, and without what was found out about it. */
export const plain = ({ topic, partition, offset, timestamp, key, value, headers }: RawRecord): RawRecord => ({
  topic,
  partition,
  offset,
  timestamp,
  key: key && Buffer.from(key),
  value: value && Buffer.from(value),
  headers: { ...headers },
});
