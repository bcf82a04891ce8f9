import {
  Broken,
  type Directory,
  directoryOf,
  type Line,
  parseDirectory,
  type ZipCode,
  type ZipLimits,
} from './directory.ts';
import { centralHeader, localHeader } from './headers.ts';
import { type DosTime, LOCAL, REGULAR, STORED } from './layout.ts';
import { folded, unsafeName } from './names.ts';
import type { ByteSource } from './source.ts';

export interface ZipMember {
  readonly path: string;
  readonly size: number;
  readonly crc32: number;
  /** Where its bytes begin. */
  readonly from: number;
}

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
