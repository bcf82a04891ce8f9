import { bytesOf } from '../bytes.ts';
import type { Problem } from '../facts.ts';
import { problem } from '../facts.ts';
import { directoryOf } from './directory.ts';
import { unpack } from './entry.ts';
import { nameProblems } from './names.ts';

/** What a package from elsewhere may cost: beyond this nothing of it is unpacked. */
export interface ArchiveLimits {
  readonly entries: number;
  readonly unpackedBytes: number;
  /** of one file, in memory */
  readonly fileBytes: number;
  /** unpacked to packed, where more than 16 MiB come out */
  readonly ratio: number;
}

/** Files of an archive with what is wrong with it as an archive. Where there is a problem no file is given: nothing hostile is unpacked. */
export interface OpenedArchive {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly encrypted: boolean;
  readonly problems: readonly Problem[];
}

const RATIO_FROM = 16 * 1024 ** 2;

/** Opens a zip that comes from elsewhere. Never throws for what the bytes are. */
export async function openZip(content: Uint8Array, limits: ArchiveLimits): Promise<OpenedArchive> {
  const bytes = bytesOf(content);
  const directory = directoryOf(bytes);
  if (!directory) return refused(problem('ARCHIVE_DAMAGED', 'no directory'));
  const { entries, cut } = directory;
  const files = entries.filter(({ name }) => !name.endsWith('/'));
  const unpacked = files.reduce((sum, one) => sum + one.unpacked, 0);
  const encrypted = files.some((one) => one.encrypted);
  const problems = [
    ...nameProblems(entries),
    ...(files.some(({ symlink }) => symlink) ? [problem('ENTRY_LINK', 'symbolic links')] : []),
    ...(encrypted ? [problem('ENTRY_ENCRYPTED', 'needs a password')] : []),
    ...(cut || entries.length > limits.entries ? [problem('ARCHIVE_BOMB', `${entries.length} entries`)] : []),
    ...(unpacked > limits.unpackedBytes || files.some((one) => one.unpacked > limits.fileBytes)
      ? [problem('ARCHIVE_BOMB', `${unpacked} bytes unpacked`)]
      : []),
    ...(unpacked > RATIO_FROM && unpacked > content.length * limits.ratio
      ? [problem('ARCHIVE_BOMB', `${content.length} bytes become ${unpacked}`)]
      : []),
  ];
  if (problems.length > 0) return { files: new Map(), encrypted, problems };
  const read = new Map<string, Buffer>();
  for (const entry of files) {
    const got = await unpack(bytes, entry);
    if (!got.ok) return refused(problem(got.why.startsWith('compression') ? 'ENTRY_METHOD' : 'ENTRY_DAMAGED', got.why));
    if (got.content === null) return refused(problem('ARCHIVE_BOMB', 'a file larger than memory allows'));
    read.set(entry.name, got.content);
  }
  return { files: read, encrypted: false, problems: [] };
}

const refused = (...problems: Problem[]): OpenedArchive => ({ files: new Map(), encrypted: false, problems });
