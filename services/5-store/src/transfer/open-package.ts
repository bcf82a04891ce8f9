import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { sha256Hex } from '@guidang/evidence';
import { type ArchiveLimits, type OpenedArchive, openTar, openZip } from '@guidang/formats';

/** A package from elsewhere in memory, or why nothing of it was read. */
export interface ForeignPackage extends OpenedArchive {
  /** folder that everything in it lies in, with its slash, and that names of files are given without; empty where there is none */
  readonly top: string;
  /** of the one file it came as; of a folder, over the digests of its files in the order of their paths */
  readonly digest: string;
  readonly bytes: number;
}

/** standards/1 §1.9 (5): 500 files, 1,000 entries, 200 MiB unpacked; more than 90 % compressed is no document. */
export const TRANSFER_LIMITS: ArchiveLimits = {
  entries: 1_000,
  unpackedBytes: 200 * 1024 ** 2,
  fileBytes: 100 * 1024 ** 2,
  ratio: 10,
};

/** Reads a folder, a zip or a tar. Nothing hostile is unpacked, followed or written anywhere. @throws where the path itself cannot be read, or is too large */
export async function openPackage(path: string, limits: ArchiveLimits = TRANSFER_LIMITS): Promise<ForeignPackage> {
  const found = await lstat(path);
  if (found.isDirectory()) return openFolder(path, limits);
  if (!found.isFile()) return refused('ENTRY_LINK', 'not a file');
  if (found.size > limits.unpackedBytes) return refused('ARCHIVE_BOMB', `${found.size} bytes`);
  return openBytes(await readFile(path), limits);
}

/** The same of bytes at hand: a zip or a tar. */
export async function openBytes(content: Buffer, limits: ArchiveLimits = TRANSFER_LIMITS): Promise<ForeignPackage> {
  const zip = content.length > 4 && content.readUInt32BE(0) === 0x504b0304;
  const opened = zip ? await openZip(content, limits) : openTar(content, limits);
  const top = topOf(opened.files);
  const files = new Map([...opened.files].map(([name, bytes]) => [name.slice(top.length), bytes]));
  return { ...opened, top, files, digest: sha256Hex(content), bytes: content.length };
}

async function openFolder(path: string, limits: ArchiveLimits): Promise<ForeignPackage> {
  const files = new Map<string, Buffer>();
  let bytes = 0;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  if (entries.length > limits.entries) return refused('ARCHIVE_BOMB', `${entries.length} entries`);
  for (const entry of entries.sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
    const at = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    if (!entry.isFile()) return refused('ENTRY_LINK', 'links or devices');
    bytes += (await lstat(at)).size;
    if (bytes > limits.unpackedBytes) return refused('ARCHIVE_BOMB', `more than ${limits.unpackedBytes} bytes`);
    files.set(relative(path, at).split(sep).join('/'), await readFile(at));
  }
  const digest = sha256Hex([...files].map(([name, one]) => `${sha256Hex(one)}  ${name}\n`).join(''));
  return { files, top: '', encrypted: false, problems: [], digest, bytes };
}

/** Some senders put everything into one folder of the package's name. */
function topOf(files: ReadonlyMap<string, Buffer>): string {
  const tops = new Set([...files.keys()].map((name) => (name.includes('/') ? name.split('/', 1)[0]! : '')));
  const [top] = tops;
  return tops.size !== 1 || !top || /^(申报文件|过程文件|结果文件|其他)$/.test(top) ? '' : `${top}/`;
}

const refused = (code: string, detail: string): ForeignPackage => ({
  ...{ files: new Map(), top: '', encrypted: false, problems: [{ code, detail }] },
  ...{ digest: '0'.repeat(64), bytes: 0 },
});
