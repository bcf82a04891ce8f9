import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEntry } from '@guidang/stream';
import { encodeEntry, MAGIC } from '../dump/frame.ts';
import { type DumpedPartition, DumpManifest, MANIFEST_FILE } from '../dump/manifest.ts';
import { PartitionReader } from '../dump/partition-reader.ts';
import { writeManifest } from '../dump/take.ts';
import { EditableLog, plain } from './editable-log.ts';

/** A dump in its folder, written back whole. */
export class EditableDump extends EditableLog {
  readonly dir: string;
  readonly manifest: DumpManifest;

  constructor(dir: string) {
    super();
    this.dir = dir;
    this.manifest = DumpManifest.parse(JSON.parse(readFileSync(join(dir, MANIFEST_FILE), 'utf8')));
  }

  partitionsOf(topic: string): number[] {
    return this.manifest.partitions.filter((one) => one.topic === topic).map(({ partition }) => partition);
  }

  protected load(topic: string, partition: number): LogEntry[] {
    const reader = new PartitionReader(this.dir, topic, partition);
    const entries: LogEntry[] = [];
    for (let piece = reader.next(); piece.length > 0; piece = reader.next())
      for (const entry of piece)
        entries.push(entry.kind === 'record' ? { ...entry, record: plain(entry.record) } : entry);
    reader.close();
    return entries;
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
    for (const place of this.changed) {
      const [topic = '', partition = ''] = place.split('/');
      const listed = this.manifest.partitions.find(
        (one) => one.topic === topic && String(one.partition) === partition,
      )!;
      const bytes = Buffer.concat([MAGIC, ...this.entries(topic, Number(partition)).map(encodeEntry)]);
      writeFileSync(join(this.dir, listed.file), bytes);
      if (coverUp) relist(listed, this.entries(topic, Number(partition)), bytes);
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
