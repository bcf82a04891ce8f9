import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEntry } from '@guidang/stream';
import { DumpFault, decodeEntries, MAGIC } from './frame.ts';
import { recordsFile } from './manifest.ts';

/** Bytes read at once. Entries are views of what was read, so a piece lives as long as any of its entries. */
const PIECE_BYTES = 256 * 1024;

/** Where to go on reading: the position of an entry in the file. */
export type Position = number;
export const BEGINNING: Position = MAGIC.length;

/** Reads one partition of a dump from the beginning or from a position on, in pieces; digests what it reads. */
export class PartitionReader {
  readonly file: string;
  readonly #origin: { readonly file: string; readonly topic: string; readonly partition: number };
  readonly #descriptor: number;
  readonly #hash: Hash = createHash('sha256');
  /** Position of the next byte to read, and what was read before it and is not an entry yet. */
  #at: number;
  #rest: Buffer = Buffer.alloc(0);
  #bytes = 0;

  /** @throws where there is no such file */
  constructor(dir: string, topic: string, partition: number, from: Position = BEGINNING) {
    this.file = recordsFile(topic, partition);
    this.#origin = { file: this.file, topic, partition };
    this.#descriptor = openSync(join(dir, this.file), 'r');
    this.#at = from === BEGINNING ? 0 : from;
  }

  /** Position behind the last entry that was given. */
  get position(): Position {
    return this.#at - this.#rest.length;
  }

  /** The next entries, at least one; none at the end of the file. @throws DumpFault */
  next(): LogEntry[] {
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, this.#rest.length * 2));
      this.#rest.copy(piece);
      const read = readSync(this.#descriptor, piece, this.#rest.length, piece.length - this.#rest.length, this.#at);
      const base = this.position;
      const held = piece.subarray(0, this.#rest.length + read);
      this.#hash.update(held.subarray(this.#rest.length));
      this.#bytes += read;
      this.#at += read;
      const skip = base === 0 ? this.#magic(held) : 0;
      const { entries, consumed } = decodeEntries(held.subarray(skip), base + skip, this.#origin);
      this.#rest = held.subarray(skip + consumed);
      if (entries.length > 0) return entries;
      if (read === 0) {
        if (this.#rest.length > 0) throw new DumpFault(this.file, this.position, 'the file ends inside an entry');
        return [];
      }
    }
  }

  /** Reads on to the end of the file whatever is there. @returns length and digest of the whole file */
  finish(): { bytes: number; sha256: string } {
    const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (;;) {
      const read = readSync(this.#descriptor, piece, 0, piece.length, this.#at);
      if (read === 0) return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
      this.#hash.update(piece.subarray(0, read));
      this.#at += read;
      this.#bytes += read;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #magic(held: Buffer): number {
    if (held.length >= MAGIC.length && held.subarray(0, MAGIC.length).equals(MAGIC)) return MAGIC.length;
    throw new DumpFault(this.file, 0, 'the file does not begin with GUIDANG1');
  }
}
