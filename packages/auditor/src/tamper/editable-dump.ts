import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyLink, ARCHIVE_TOPICS, CHECKPOINTS, CheckpointRecord, type RawRecord } from '@guidang/contracts';
import type { LogEntry } from '@guidang/stream';
import { encodeEntry, MAGIC } from '../dump/frame.ts';
import { type DumpedPartition, DumpManifest, MANIFEST_FILE } from '../dump/manifest.ts';
import { PartitionReader } from '../dump/partition-reader.ts';
import { writeManifest } from '../dump/take.ts';
import type { Spot } from '../findings/finding.ts';

/** A link where it lies. */
export interface PlacedLink {
  readonly at: Spot;
  readonly record: RawRecord;
  readonly link: AnyLink;
  readonly hash: string;
}

/** A dump that is changed as a forger would change it: partitions as lists of entries, written back whole. For small dumps. */
export class EditableDump {
  readonly dir: string;
  readonly manifest: DumpManifest;
  readonly #entries = new Map<string, LogEntry[]>();
  readonly #changed = new Set<string>();

  constructor(dir: string) {
    this.dir = dir;
    this.manifest = DumpManifest.parse(JSON.parse(readFileSync(join(dir, MANIFEST_FILE), 'utf8')));
  }

  partitionsOf(topic: string): number[] {
    return this.manifest.partitions.filter((one) => one.topic === topic).map(({ partition }) => partition);
  }

  /** Entries of a partition, to be looked at. */
  entries(topic: string, partition: number): LogEntry[] {
    const place = `${topic}/${partition}`;
    const known = this.#entries.get(place);
    if (known) return known;
    const reader = new PartitionReader(this.dir, topic, partition);
    const entries: LogEntry[] = [];
    for (let piece = reader.next(); piece.length > 0; piece = reader.next())
      for (const entry of piece)
        entries.push(entry.kind === 'record' ? { ...entry, record: plain(entry.record) } : entry);
    reader.close();
    this.#entries.set(place, entries);
    return entries;
  }

  /** Entries of a partition, to be changed. */
  edit(topic: string, partition: number): LogEntry[] {
    this.#changed.add(`${topic}/${partition}`);
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
          const link = JSON.parse(Buffer.from(entry.record.value).toString('utf8')) as AnyLink;
          const hash = createHash('sha256').update(entry.record.value).digest('hex');
          return [{ at: { topic, partition, offset: entry.offset }, record: entry.record, link, hash }];
        }),
      ),
    );
  }

  /** Records of the log, with where they lie. */
  checkpoints(): { at: Spot; record: RawRecord; parsed: CheckpointRecord }[] {
    return this.entries(CHECKPOINTS, 0).flatMap((entry) => {
      if (entry.kind !== 'record' || entry.record.value === null) return [];
      const parsed = CheckpointRecord.parse(JSON.parse(Buffer.from(entry.record.value).toString('utf8')));
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

  logFile(path: string): Buffer | undefined {
    const file = join(this.dir, 'log', path);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  writeLogFile(path: string, bytes: Uint8Array): void {
    writeFileSync(join(this.dir, 'log', path), bytes);
  }

  /**
   * Writes what was changed.
   * @param coverUp dump.json is written again as well, so that it says of every file what it now is
   */
  async save(coverUp: boolean): Promise<void> {
    for (const place of this.#changed) {
      const [topic = '', partition = ''] = place.split('/');
      const listed = this.manifest.partitions.find(
        (one) => one.topic === topic && String(one.partition) === partition,
      )!;
      const bytes = Buffer.concat([MAGIC, ...this.#entries.get(place)!.map(encodeEntry)]);
      writeFileSync(join(this.dir, listed.file), bytes);
      if (coverUp) relist(listed, this.#entries.get(place)!, bytes);
    }
    if (!coverUp) return;
    const log = this.manifest.log?.map((file) => {
      const bytes = readFileSync(join(this.dir, file.file));
      return { ...file, bytes: bytes.length, sha256: sha256Of(bytes) };
    });
    await writeManifest(this.dir, { ...this.manifest, log: log ?? null });
  }
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function relist(listed: DumpedPartition, entries: readonly LogEntry[], bytes: Buffer): void {
  const count = (...kinds: LogEntry['kind'][]): number => entries.filter(({ kind }) => kinds.includes(kind)).length;
  listed.first = entries[0]?.offset ?? null;
  listed.last = entries.at(-1)?.offset ?? null;
  listed.end = entries.length === 0 ? listed.start : entries.at(-1)!.offset + 1;
  listed.records = count('record');
  listed.markers = count('commit', 'abort');
  listed.aborted = count('aborted');
  listed.bytes = bytes.length;
  listed.sha256 = sha256Of(bytes);
}

/** A record without the buffers it was read from. */
const plain = ({ topic, partition, offset, timestamp, key, value, headers }: RawRecord): RawRecord => ({
  topic,
  partition,
  offset,
  timestamp,
  key: key && Buffer.from(key),
  value: value && Buffer.from(value),
  headers: { ...headers },
});
