import { ending, type HeaderOf } from './headers.ts';
import { CENTRAL, type DosTime, END, END64, LOCATOR64, MOST16, MOST32, STORED, ZIP64 } from './layout.ts';
import type { ByteSource } from './source.ts';

export type ZipCode = 'ZIP_STRUCTURE' | 'ZIP_LIMITS' | 'ZIP_NAMES' | 'ZIP_KINDS' | 'ZIP_PLAIN';

/** What no honest package exceeds; reading is given up beyond, before memory is taken. */
export interface ZipLimits {
  readonly entries: number;
  readonly directoryBytes: number;
  readonly nameBytes: number;
  readonly bytes: number;
}

/** A directory that cannot be read, or should not be. */
export class Broken extends Error {
  readonly code: ZipCode;
  constructor(code: ZipCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** Where the directory is. */
export interface Directory {
  readonly at: number;
  readonly bytes: number;
  readonly count: number;
}

/** Finds the directory from the end of the file, and sees that the end says the truth. @throws Broken */
export async function directoryOf(source: ByteSource, limits: ZipLimits): Promise<Directory> {
  if (source.size > limits.bytes)
    throw new Broken('ZIP_LIMITS', `过大 / ${source.size} bytes, at most ${limits.bytes}`);
  if (source.size < END.bytes) throw new Broken('ZIP_STRUCTURE', `不是 ZIP / ${source.size} bytes are no ZIP`);
  const endAt = source.size - END.bytes;
  const end = await source.read(endAt, END.bytes);
  if (end.readUInt32LE(0) !== END.signature)
    throw new Broken(
      'ZIP_STRUCTURE',
      '末尾不是目录结束记录 / no end of directory at the end: cut short, or followed by something',
    );
  let [at, bytes, count] = [end.readUInt32LE(16), end.readUInt32LE(12), end.readUInt16LE(10)];
  let directoryEnd = endAt;
  if (at === MOST32 || bytes === MOST32 || count === MOST16) {
    directoryEnd = endAt - LOCATOR64.bytes - END64.bytes;
    const end64 = await source.read(directoryEnd, END64.bytes);
    [at, bytes, count] = [end64.readBigUInt64LE(48), end64.readBigUInt64LE(40), end64.readBigUInt64LE(32)].map(
      Number,
    ) as [number, number, number];
  }
  if (count > limits.entries) throw new Broken('ZIP_LIMITS', `条目过多 / ${count} entries, at most ${limits.entries}`);
  if (bytes > limits.directoryBytes)
    throw new Broken('ZIP_LIMITS', `目录过大 / a directory of ${bytes} bytes, at most ${limits.directoryBytes}`);
  const expected = ending(count, bytes, at);
  if (at + bytes !== directoryEnd || !(await source.read(directoryEnd, source.size - directoryEnd)).equals(expected))
    throw new Broken(
      'ZIP_STRUCTURE',
      '目录结束记录与内容不符 / the end of the directory does not say where the directory is',
    );
  return { at, bytes, count };
}

/** A line of the directory, with what may be wrong with it. */
export interface Line extends HeaderOf, DosTime {
  readonly flags: number;
  readonly method: number;
  readonly mode: number;
  readonly bytes: Buffer;
}

/** The lines of a directory, in their order. @throws Broken */
export function parseDirectory(directory: Buffer, count: number): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL.bytes > directory.length || directory.readUInt32LE(at) !== CENTRAL.signature)
      throw new Broken('ZIP_STRUCTURE', `目录第 ${i + 1} 行无法读取 / line ${i + 1} of the directory cannot be read`);
    const fixed = directory.subarray(at, at + CENTRAL.bytes);
    const [nameBytes, extraBytes, commentBytes] = [
      fixed.readUInt16LE(28),
      fixed.readUInt16LE(30),
      fixed.readUInt16LE(32),
    ];
    const next = at + CENTRAL.bytes + nameBytes + extraBytes + commentBytes;
    if (next > directory.length) throw new Broken('ZIP_STRUCTURE', '目录不完整 / the directory is cut short');
    const name = directory.subarray(at + CENTRAL.bytes, at + CENTRAL.bytes + nameBytes);
    const extra = directory.subarray(at + CENTRAL.bytes + nameBytes, at + CENTRAL.bytes + nameBytes + extraBytes);
    const wide = wideNumbers(extra);
    const number = (offset: number): number => {
      const short = fixed.readUInt32LE(offset);
      return short === MOST32 ? (wide.shift() ?? short) : short;
    };
    const size = number(24);
    const packed = number(20);
    lines.push({
      name,
      size,
      offset: number(42),
      crc32: fixed.readUInt32LE(16),
      flags: fixed.readUInt16LE(8),
      method: fixed.readUInt16LE(10),
      time: fixed.readUInt16LE(12),
      date: fixed.readUInt16LE(14),
      mode: fixed.readUInt32LE(38) >>> 16,
      bytes: directory.subarray(at, next),
    });
    if (packed !== size && fixed.readUInt16LE(10) === STORED)
      throw new Broken(
        'ZIP_STRUCTURE',
        `目录第 ${i + 1} 行大小自相矛盾 / line ${i + 1} of the directory has two sizes`,
      );
    at = next;
  }
  if (at !== directory.length)
    throw new Broken('ZIP_STRUCTURE', '目录有多余内容 / something stands behind the last line of the directory');
  return lines;
}

function wideNumbers(extra: Buffer): number[] {
  if (extra.length < 4 || extra.readUInt16LE(0) !== ZIP64) return [];
  const numbers: number[] = [];
  for (let at = 4; at + 8 <= extra.length; at += 8) numbers.push(Number(extra.readBigUInt64LE(at)));
  return numbers;
}
