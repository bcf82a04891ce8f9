import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogEntry } from '@guidang/stream';
import { encodeEntry, MAGIC } from './frame.ts';
import { type DumpedPartition, recordsFile } from './manifest.ts';

/** Bytes that are collected before they are written. */
const PIECE_BYTES = 1024 * 1024;

/** Writes one partition, entry by entry, digesting on the way. */
export class PartitionWriter {
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  readonly #partition: Omit<DumpedPartition, 'sha256'>;
  #pieces: Buffer[] = [];
  #held = 0;

  private constructor(file: FileHandle, partition: Omit<DumpedPartition, 'sha256'>) {
    this.#file = file;
    this.#partition = partition;
  }

  /** @param dir folder of the dump; its `records` exists */
  static async open(
    dir: string,
    topic: string,
    partition: number,
    { start, end }: { readonly start: number; readonly end: number },
  ): Promise<PartitionWriter> {
    const file = recordsFile(topic, partition);
    const counts = { first: null, last: null, records: 0, markers: 0, aborted: 0, bytes: 0 };
    const writer = new PartitionWriter(await open(join(dir, file), 'w'), {
      topic,
      partition,
      file,
      start,
      end,
      ...counts,
    });
    writer.#take(MAGIC);
    return writer;
  }

  /** Takes in an entry. Where it answers with a promise, the next has to wait for it. */
  add(entry: LogEntry): Promise<void> | undefined {
    const partition = this.#partition;
    partition.first ??= entry.offset;
    partition.last = entry.offset;
    partition[entry.kind === 'record' ? 'records' : entry.kind === 'aborted' ? 'aborted' : 'markers'] += 1;
    this.#take(encodeEntry(entry));
    return this.#held >= PIECE_BYTES ? this.#write() : undefined;
  }

  async close(): Promise<DumpedPartition> {
    await this.#write();
    await this.#file.close();
    return { ...this.#partition, sha256: this.#hash.digest('hex') };
  }

  #take(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#held += bytes.length;
  }

  async #write(): Promise<void> {
    const bytes = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#held = 0;
    this.#hash.update(bytes);
    this.#partition.bytes += bytes.length;
    for (let at = 0; at < bytes.length; ) at += (await this.#file.write(bytes, at)).bytesWritten;
  }
}
