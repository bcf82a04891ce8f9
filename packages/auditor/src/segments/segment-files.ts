import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type BatchHeader, batchHeader, HEADER_BYTES } from './batch.ts';

/** A segment of a partition: a file named after the first offset that may stand in it. */
export interface Segment {
  readonly file: string;
  readonly base: number;
}

const PIECE_BYTES = 1024 * 1024;

/** The segments of a partition's folder in the order of their offsets. */
export function segmentsOf(folder: string): Segment[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{20}\.log$/.test(name))
    .sort()
    .map((name) => ({ file: join(folder, name), base: Number(name.slice(0, 20)) }));
}

/** Reads the batches of one segment one after the other. */
export class SegmentReader {
  readonly #descriptor: number;
  readonly #size: number;
  #piece: Buffer = Buffer.alloc(0);
  /** Position of the piece in the file, and of the next batch. */
  #from = 0;
  at: number;

  constructor(file: string, at = 0) {
    this.#descriptor = openSync(file, 'r');
    this.#size = fstatSync(this.#descriptor).size;
    this.at = at;
  }

  /** The header of the next batch without taking it; undefined at the end of the file, `cut` where the file ends inside of a batch. @throws BatchFault */
  peek(): BatchHeader | 'cut' | undefined {
    const left = this.#size - this.at;
    if (left === 0) return undefined;
    if (left < HEADER_BYTES) return 'cut';
    const header = batchHeader(this.#bytes(HEADER_BYTES), 0);
    return header.bytes > left ? 'cut' : header;
  }

  /** The bytes of the next batch. */
  batch({ bytes }: BatchHeader): Buffer {
    return this.#bytes(bytes);
  }

  skip({ bytes }: BatchHeader): void {
    this.at += bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #bytes(count: number): Buffer {
    const start = this.at - this.#from;
    if (start >= 0 && start + count <= this.#piece.length) return this.#piece.subarray(start, start + count);
    const piece = Buffer.allocUnsafeSlow(Math.min(Math.max(count, PIECE_BYTES), this.#size - this.at));
    for (let done = 0; done < piece.length; ) {
      const read = readSync(this.#descriptor, piece, done, piece.length - done, this.at + done);
      if (read === 0) throw new Error('the file became shorter while it was read');
      done += read;
    }
    this.#piece = piece;
    this.#from = this.at;
    return piece.subarray(0, count);
  }
}
