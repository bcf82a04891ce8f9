import { createGunzip } from 'node:zlib';
import type { Bytes } from '../bytes.ts';
import { type Inspection, notLooked, type Problem, problem, unreadable } from '../facts.ts';
import { nameProblems } from '../zip/names.ts';
import { unpacking } from '../zip/unpacking.ts';
import type { Subject } from './subject.ts';

const STEP = 256 * 1024;
const BLOCK = 512;

function* pieces(bytes: Bytes): Generator<Buffer> {
  for (let at = 0; at < bytes.size; at += STEP) yield bytes.at(at, STEP);
}

/** gzip: unpacked to its end, length and CRC as it says (RFC 1952), within what an archive may come to. What is in it is not looked into. */
export async function inspectGzip({ bytes, limits, deadline }: Subject): Promise<Inspection> {
  let unpacked = 0;
  try {
    for await (const chunk of unpacking(pieces(bytes), createGunzip())) {
      unpacked += chunk.length;
      const ratio = unpacked / Math.max(1, bytes.size);
      if (unpacked > limits.unpackedBytes || (unpacked > 16 * 1024 ** 2 && ratio > limits.ratio))
        return notLooked(problem('ARCHIVE_BOMB', `more than ${unpacked} bytes of ${bytes.size}`));
      if (performance.now() > deadline) return notLooked(problem('TIME', `${unpacked} bytes were unpacked`));
    }
  } catch (error) {
    return unreadable('ENTRY_DAMAGED', (error as NodeJS.ErrnoException).code ?? 'cannot be unpacked');
  }
  const ratio = Math.round((unpacked / Math.max(1, bytes.size)) * 100) / 100;
  return { readable: 'yes', problems: [], container: { entries: 1, unpacked, ratio, depth: 0 } };
}

/** tar (POSIX ustar): header after header by their checksums, every entry's bytes there, an empty one at the end, and nothing but whole blocks. */
export async function inspectTar({ bytes, limits }: Subject): Promise<Inspection> {
  const names: { name: string }[] = [];
  const problems: Problem[] = [];
  let [at, unpacked, ended] = [0, 0, false];
  while (at + BLOCK <= bytes.size) {
    const head = bytes.at(at, BLOCK);
    if (head.every((byte) => byte === 0)) {
      ended = true;
      break;
    }
    const field = (from: number, length: number): string =>
      head.toString('utf8', from, from + length).replace(/\0.*$/s, '');
    const sum = head.reduce((total, byte, n) => total + (n >= 148 && n < 156 ? 0x20 : byte), 0);
    if (Number.parseInt(field(148, 8), 8) !== sum)
      return unreadable('ENTRY_DAMAGED', `header ${names.length + 1}`, ...problems);
    const size = Number.parseInt(field(124, 12).trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0 || at + BLOCK + size > bytes.size)
      return unreadable('TRUNCATED', 'an entry is longer than the file', ...problems);
    const prefix = field(345, 155);
    names.push({ name: prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}` });
    if (['1', '2'].includes(field(156, 1)) && !problems.some(({ code }) => code === 'ENTRY_SYMLINK'))
      problems.push(problem('ENTRY_SYMLINK', 'an entry is a link'));
    unpacked += size;
    if (names.length > limits.entries) return notLooked(problem('ARCHIVE_BOMB', `more than ${limits.entries} entries`));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  problems.push(...nameProblems(names));
  if (!ended || bytes.size % BLOCK !== 0)
    return unreadable('TRUNCATED', 'the end of the archive is missing', ...problems);
  return { readable: 'yes', problems, container: { entries: names.length, unpacked, ratio: 1, depth: 0 } };
}
