import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Digested } from '../guidang-1/catalogue.ts';
import { PLACES } from '../guidang-1/names.ts';
import type { DosTime } from '../zip/layout.ts';
import type { ZipMember, ZipReading } from '../zip/read.ts';
import { type ByteSource, stretch } from '../zip/source.ts';
import type { Report } from './report.ts';

/** A package that was read once from end to end. */
export interface Contents {
  /** Name of the one folder at the top; empty where there is none. */
  readonly folder: string;
  /** Every file by its path below the folder, in the order in which they stand. */
  readonly files: ReadonlyMap<string, Digested & { readonly member: ZipMember }>;
  /** Bytes of the files that are looked into, by path. */
  readonly held: ReadonlyMap<string, Buffer>;
  readonly source: ByteSource;
  /** The moment that stands at the entries. */
  readonly at: DosTime | undefined;
}

/** The files that are looked into whole may have this many bytes together; those of a case with 2,000 files, its process record among them, have some 12 MB. */
const HELD_BYTES = 64 * 1024 * 1024;
const TAGS = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'];
const HELD = new Set<string>([...TAGS, ...Object.values(PLACES)]);
HELD.delete(PLACES.chain);

/** Digests every file, in one pass and with flat memory. */
export async function contentsOf(source: ByteSource, { members, at }: ZipReading, report: Report): Promise<Contents> {
  const tops = new Set(members.map(({ path }) => path.split('/', 1)[0]!));
  const [folder = ''] = tops;
  if (members.length > 0) report.looked('BAG_FOLDER', folder);
  if (tops.size > 1) report.fault('BAG_FOLDER', `顶层不止一个文件夹 / ${tops.size} things at the top, not one folder`);
  const files = new Map<string, Digested & { member: ZipMember }>();
  const held = new Map<string, Buffer>();
  let room = HELD_BYTES;
  for (const member of members) {
    if (!member.path.startsWith(`${folder}/`)) {
      report.fault('BAG_FOLDER', `${member.path}: 不在顶层文件夹内 / outside the folder`);
      continue;
    }
    const path = member.path.slice(folder.length + 1);
    const keep = HELD.has(path) && member.size <= room;
    if (keep) room -= member.size;
    const { bytes, crc, ...digested } = await digest(source, member, keep);
    if (crc !== member.crc32) report.fault('ZIP_CONTENT', `${path}: CRC-32 不符 / CRC-32 differs`);
    files.set(path, { ...digested, member });
    if (bytes) held.set(path, bytes);
  }
  if (members.length > 0) report.looked('ZIP_CONTENT', `${members.length} 个文件 / files`);
  const paths = [...files.keys()];
  if (paths.some((path, i) => i > 0 && Buffer.compare(Buffer.from(paths[i - 1]!), Buffer.from(path)) >= 0))
    report.fault('ZIP_STRUCTURE', '条目未按路径字节排序 / the entries are not in the order of their paths');
  return { folder, files, held, source, at };
}

async function digest(source: ByteSource, { from, size }: ZipMember, keep: boolean) {
  const a = createHash('sha256');
  const b = createHash('sm3');
  const chunks: Buffer[] = [];
  let crc = 0;
  for await (const chunk of stretch(source, from, size)) {
    a.update(chunk);
    b.update(chunk);
    crc = crc32(chunk, crc);
    if (keep) chunks.push(chunk);
  }
  return {
    size,
    sha256: a.digest('hex'),
    sm3: b.digest('hex'),
    crc,
    bytes: keep ? Buffer.concat(chunks) : undefined,
  };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A held file as text; undefined where it is not there or not UTF-8. */
export function textOf({ held }: Contents, path: string): string | undefined {
  const bytes = held.get(path);
  if (bytes === undefined) return undefined;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined; // not UTF-8: whoever asked says so under its own code
  }
}

/** A held file as JSON; undefined where it is not there, not UTF-8 or not JSON. */
export function jsonOf(contents: Contents, path: string): unknown {
  const text = textOf(contents, path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON: likewise
  }
}
