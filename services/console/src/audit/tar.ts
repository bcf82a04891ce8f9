import { createReadStream } from 'node:fs';

/** A file as it will stand in the archive. */
export interface Entry {
  /** Path inside the archive, at most 100 bytes. */
  readonly name: string;
  /** Where it lies. */
  readonly file: string;
  readonly bytes: number;
}

const BLOCK = 512;
const padded = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;
/** Two empty blocks end an archive. */
const END = 2 * BLOCK;

/** How long the archive of these files will be: it is told before the first byte is sent. */
export const tarLength = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { bytes }) => sum + BLOCK + padded(bytes), END);

/** The files as one archive (POSIX ustar), piece by piece: never more of it in memory than what a disk gives at once. @throws where a file is not as long as was said */
export async function* tarOf(entries: readonly Entry[], seconds: number): AsyncGenerator<Uint8Array> {
  for (const { name, file, bytes } of entries) {
    yield headerOf(name, bytes, seconds);
    let read = 0;
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      read += piece.length;
      yield piece;
    }
    if (read !== bytes) throw new Error(`a file has ${read} bytes where ${bytes} were promised`);
    yield Buffer.alloc(padded(bytes) - bytes);
  }
  yield Buffer.alloc(END);
}

/** Whether an archive can hold a file of that name. */
export const fitsName = (name: string): boolean => Buffer.byteLength(name) <= 100;

const MOST_OCTAL = 0o77777777777;

function headerOf(name: string, bytes: number, seconds: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (!fitsName(name)) throw new Error('a name is too long for an archive');
  const octal = (value: number, at: number, length: number): void =>
    void header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  header.write(name, 0, 'utf8');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  // Beyond 8 GiB eleven octal digits are not enough; then the number stands in base 256, as GNU and BSD write and read it.
  if (bytes <= MOST_OCTAL) octal(bytes, 124, 12);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(bytes), 128);
  }
  octal(seconds, 136, 12);
  header.fill(' ', 148, 156); // the sum is taken over blanks in its own place
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return header;
}
