import { crc32 } from 'node:zlib';
import { centralHeader, ending, type HeaderOf, localHeader } from './headers.ts';
import type { DosTime } from './layout.ts';

/** A file to be written: its size and CRC-32 are known before its first byte, so they stand in front of it. */
export interface ZipEntry {
  /** below the root of the archive, with `/` between folders */
  readonly path: string;
  readonly size: number;
  readonly crc32: number;
  /** Bytes at hand are taken at their word; a stream is counted and its CRC-32 compared. */
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
}

/**
 * Writes a ZIP as a stream: one entry after the other, then the directory. The same entries and time give the same bytes on every machine.
 * @throws RangeError where a body is not what was said of it
 */
export async function* zip(entries: AsyncIterable<ZipEntry>, at: DosTime): AsyncGenerator<Uint8Array> {
  const written: HeaderOf[] = [];
  let offset = 0;
  for await (const { path, size, crc32: crc, body } of entries) {
    const entry = { name: Buffer.from(path), size, crc32: crc, offset };
    const header = localHeader(entry, at);
    yield header;
    if (body instanceof Uint8Array) {
      if (body.length !== size) throw differs(path, body.length, size);
      yield body;
    } else yield* counted(body, entry, path);
    written.push(entry);
    offset += header.length + size;
  }
  const directory = Buffer.concat(written.map((entry) => centralHeader(entry, at)));
  yield directory;
  yield ending(written.length, directory.length, offset);
}

async function* counted(
  body: AsyncIterable<Uint8Array>,
  { size, crc32: expected }: HeaderOf,
  path: string,
): AsyncGenerator<Uint8Array> {
  let found = 0;
  let crc = 0;
  for await (const chunk of body) {
    found += chunk.length;
    crc = crc32(chunk, crc);
    if (found > size) break;
    yield chunk;
  }
  if (found !== size || crc !== expected) throw differs(path, found, size);
}

const differs = (path: string, found: number, size: number): RangeError =>
  new RangeError(`文件与登记不符 / ${path} is not what was said of it: ${found} of ${size} bytes, or another CRC-32`);
