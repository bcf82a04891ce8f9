import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Random access to the bytes of a file. `at` gives what there is: fewer bytes than asked for at the end of the file, or none where a
 * window does not reach. Nobody who reads through this can run past anything.
 */
export interface Bytes {
  /** bytes of the whole file, however much of it is at hand */
  readonly size: number;
  /** Whether all of it is at hand. */
  readonly whole: boolean;
  at(offset: number, length: number): Buffer;
}

const NOTHING = Buffer.alloc(0);

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function bytesOf(content: Uint8Array): Bytes {
  const all = asBuffer(content);
  const at = (offset: number, length: number): Buffer =>
    all.subarray(Math.max(0, offset), Math.max(0, offset + length));
  return { size: all.length, whole: true, at };
}

/** The start and the end of a file whose middle is not at hand: enough to tell what most files are. */
export function windowOf(head: Uint8Array, tail: Uint8Array, size: number): Bytes {
  if (head.length >= size) return bytesOf(head.subarray(0, size));
  const [start, end] = [asBuffer(head), asBuffer(tail)];
  if (start.length + end.length >= size) {
    return bytesOf(Buffer.concat([start, end.subarray(start.length + end.length - size)]));
  }
  const from = size - end.length;
  return {
    size,
    whole: false,
    at: (offset, length) => {
      if (offset < 0 || offset >= size) return NOTHING;
      if (offset < start.length) return start.subarray(offset, offset + length);
      return offset >= from ? end.subarray(offset - from, offset - from + length) : NOTHING;
    },
  };
}

export interface OpenBytes extends Bytes {
  close(): void;
}

/** A file on the local disk, read where it is asked for. Blocking: for the inspecting process, not for a service. */
export function fileBytes(path: string): OpenBytes {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  return {
    size,
    whole: true,
    at: (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (offset < 0 || wanted === 0) return NOTHING;
      const buffer = Buffer.allocUnsafe(wanted);
      return buffer.subarray(0, readSync(file, buffer, 0, wanted, offset));
    },
    close: () => closeSync(file),
  };
}
