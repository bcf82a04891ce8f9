import { problem } from '../facts.ts';
import { nameProblems } from './names.ts';
import type { ArchiveLimits, OpenedArchive } from './open-archive.ts';

const BLOCK = 512;
const FILE = new Set(['0', '\0']);
const FOLDER = '5';

/** Opens a tar (ustar, without the extensions that carry names of their own) that comes from elsewhere. Never throws for what the bytes are. */
export function openTar(content: Uint8Array, limits: ArchiveLimits): OpenedArchive {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const files: { name: string; bytes: Buffer }[] = [];
  const refuse = (code: string, detail: string): OpenedArchive => ({
    ...{ files: new Map(), encrypted: false, problems: [problem(code, detail)] },
  });
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const header = bytes.subarray(at, at + BLOCK);
    const size = Number.parseInt(textOf(header.subarray(124, 136)) || '0', 8);
    if (!sumHolds(header) || !Number.isSafeInteger(size))
      return refuse('ARCHIVE_DAMAGED', 'a header that does not add up');
    const kind = String.fromCharCode(header[156]!);
    const [prefix, own] = [textOf(header.subarray(345, 500)), textOf(header.subarray(0, 100))];
    const name = prefix && header.toString('latin1', 257, 262) === 'ustar' ? `${prefix}/${own}` : own;
    if (size > limits.fileBytes || files.length >= limits.entries) return refuse('ARCHIVE_BOMB', `${size} bytes`);
    if (kind === '1' || kind === '2') return refuse('ENTRY_LINK', 'links');
    if (!FILE.has(kind) && kind !== FOLDER) return refuse('ENTRY_METHOD', `entries of kind ${kind}`);
    const from = at + BLOCK;
    if (from + size > bytes.length) return refuse('ENTRY_DAMAGED', 'shorter than declared');
    if (kind !== FOLDER) files.push({ name, bytes: bytes.subarray(from, from + size) });
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  const problems = nameProblems(files);
  return {
    files: new Map(problems.length > 0 ? [] : files.map((one) => [one.name, one.bytes])),
    encrypted: false,
    problems: files.length > 0 ? problems : [problem('ARCHIVE_DAMAGED', 'no files')],
  };
}

const textOf = (field: Buffer): string => field.toString('utf8').replace(/\0.*$/s, '').trim();

function sumHolds(header: Buffer): boolean {
  const said = Number.parseInt(textOf(header.subarray(148, 156)), 8);
  let sum = 0;
  for (const [i, byte] of header.entries()) sum += i >= 148 && i < 156 ? 32 : byte;
  return sum === said;
}
