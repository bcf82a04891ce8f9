import { type FileHandle, open } from 'node:fs/promises';

/** Bytes that can be read from anywhere: a file, memory, or an object store asked for ranges. */
export interface ByteSource {
  /** bytes */
  readonly size: number;
  /** Exactly these bytes. @throws RangeError where they are not all there */
  read(from: number, length: number): Promise<Buffer>;
}

export const sourceOver = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (from, length) => {
    if (from < 0 || from + length > bytes.length) throw new RangeError(`no bytes ${from}…${from + length}`);
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, length);
  },
});

/** A file on disk; close it after use. */
export async function openFile(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return { size, read: (from, length) => readExactly(file, from, length), close: () => file.close() };
}

/** A file that is open already and may have no path any more. */
export const sourceOfFile = (file: FileHandle, size: number): ByteSource => ({
  size,
  read: (from, length) => readExactly(file, from, length),
});

async function readExactly(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) throw new RangeError(`no bytes ${from}…${from + length}`);
    done += bytesRead;
  }
  return bytes;
}

/** Bytes read on at once. */
const CHUNK = 1024 * 1024;

/** A stretch of a source as a stream. */
export async function* stretch(source: ByteSource, from: number, length: number): AsyncGenerator<Buffer> {
  for (let at = from; at < from + length; at += CHUNK) yield await source.read(at, Math.min(CHUNK, from + length - at));
}
