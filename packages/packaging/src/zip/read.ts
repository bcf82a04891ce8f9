import { centralHeader, ending, type HeaderOf, localHeader } from './headers.ts';
import {
  CENTRAL,
  type DosTime,
  END,
  END64,
  LOCAL,
  LOCATOR64,
  MOST16,
  MOST32,
  REGULAR,
  STORED,
  ZIP64,
} from './layout.ts';
import { folded, unsafeName } from './names.ts';
import type { ByteSource } from './source.ts';

export interface ZipMember {
  readonly path: string;
  readonly size: number;
  readonly crc32: number;
  /** Where its bytes begin. */
  readonly from: number;
}

export type ZipCode = 'ZIP_STRUCTURE' | 'ZIP_LIMITS' | 'ZIP_NAMES' | 'ZIP_KINDS' | 'ZIP_PLAIN';
export interface ZipFinding {
  readonly code: ZipCode;
  readonly detail: string;
}
export interface ZipReading {
  readonly members: readonly ZipMember[];
  readonly findings: readonly ZipFinding[];
  /** The one moment that stands at every entry. */
  readonly at: DosTime | undefined;
}

/** What no honest package exceeds; reading is given up beyond, before memory is taken. */
export interface ZipLimits {
  readonly entries: number;
  readonly directoryBytes: number;
  readonly nameBytes: number;
  readonly bytes: number;
}

class Broken extends Error {
  readonly code: ZipCode;
  constructor(code: ZipCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * Reads the directory of a ZIP as strictly as it is written: every byte that is not content must be the one this profile prescribes, so there is no place for
 * anything hidden before, between or behind the entries, and directory and local headers cannot tell two stories. Never throws for what the bytes are;
 * where the directory itself cannot be read there are no members.
 */
export async function readZip(source: ByteSource, limits: ZipLimits): Promise<ZipReading> {
  const findings: ZipFinding[] = [];
  try {
    const where = await directoryOf(source, limits);
    const lines = parseDirectory(await source.read(where.at, where.bytes), where.count);
    const members = await membersOf(source, lines, where, limits, findings);
    return { members, findings, at: lines[0] && { date: lines[0].date, time: lines[0].time } };
  } catch (error) {
    if (error instanceof Broken) return nothing([...findings, { code: error.code, detail: error.message }]);
    if (error instanceof RangeError)
      return nothing([...findings, { code: 'ZIP_STRUCTURE', detail: `压缩包不完整 / cut short: ${error.message}` }]);
    throw error;
  }
}

const nothing = (findings: readonly ZipFinding[]): ZipReading => ({ members: [], findings, at: undefined });

interface Directory {
  readonly at: number;
  readonly bytes: number;
  readonly count: number;
}

async function directoryOf(source: ByteSource, limits: ZipLimits): Promise<Directory> {
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
interface Line extends HeaderOf, DosTime {
  readonly flags: number;
  readonly method: number;
  readonly mode: number;
  readonly bytes: Buffer;
}

function parseDirectory(directory: Buffer, count: number): Line[] {
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

async function membersOf(
  source: ByteSource,
  lines: readonly Line[],
  directory: Directory,
  limits: ZipLimits,
  findings: ZipFinding[],
): Promise<ZipMember[]> {
  const members: ZipMember[] = [];
  const seen = new Set<string>();
  const found = (code: ZipCode, detail: string): void => void findings.push({ code, detail });
  let next = 0;
  for (const line of lines) {
    const path = line.name.toString('utf8');
    if (line.name.length > limits.nameBytes) found('ZIP_LIMITS', `路径过长 / a name of ${line.name.length} bytes`);
    if (!Buffer.from(path).equals(line.name)) found('ZIP_NAMES', '路径不是 UTF-8 / a name that is not UTF-8');
    const unsafe = unsafeName(path);
    if (unsafe !== undefined) found('ZIP_NAMES', `${printable(path)}: ${unsafe}`);
    if (seen.has(folded(path))) found('ZIP_NAMES', `${printable(path)}: 重复 / twice`);
    seen.add(folded(path));
    if ((line.flags & 0x2041) !== 0) found('ZIP_PLAIN', `${printable(path)}: 已加密 / encrypted`);
    else if (line.method !== STORED)
      found('ZIP_PLAIN', `${printable(path)}: 压缩方法 / method ${line.method}, not stored`);
    if (line.mode !== REGULAR)
      found('ZIP_KINDS', `${printable(path)}: 不是普通文件 / mode ${line.mode.toString(8)}, not a regular file`);
    const from = await dataOf(source, line, lines[0]!, next, found);
    if (from === undefined) return [];
    next = from + line.size;
    members.push({ path, size: line.size, crc32: line.crc32, from });
  }
  if (next !== directory.at)
    found('ZIP_STRUCTURE', '最后条目与目录之间有空隙 / the directory does not follow the last entry');
  return members;
}

/** Where the bytes of an entry begin; undefined where directory and local header do not lead there. */
async function dataOf(
  source: ByteSource,
  line: Line,
  first: DosTime,
  next: number,
  found: (code: ZipCode, detail: string) => void,
): Promise<number | undefined> {
  const path = printable(line.name.toString('utf8'));
  if (line.offset !== next) {
    found('ZIP_STRUCTURE', `${path}: 条目不相连 / begins at ${line.offset}, not at ${next}`);
    return undefined;
  }
  if (!centralHeader(line, first).equals(line.bytes))
    found('ZIP_STRUCTURE', `${path}: 目录行不合规 / its line in the directory is not as prescribed`);
  const expected = localHeader(line, first);
  const local = await source.read(line.offset, expected.length);
  if (local.readUInt32LE(0) !== LOCAL.signature) {
    found('ZIP_STRUCTURE', `${path}: 缺本地头 / no local header`);
    return undefined;
  }
  if (!local.equals(expected))
    found('ZIP_STRUCTURE', `${path}: 本地头与目录不一致 / local header and directory differ`);
  return line.offset + expected.length;
}

/** A name as it can be shown: short, without control characters. */
const printable = (path: string): string => path.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 120);
