import type { Bytes } from '../bytes.ts';
import { type Problem, problem } from '../facts.ts';
import { identify } from '../identify/identify.ts';

const WINDOW = 64 * 1024;
/** Families whose bytes nobody reads as text: markup or a script in them is there for somebody who does. */
const BINARY = new Set([
  'jpeg',
  'png',
  'gif',
  'bmp',
  'tiff',
  'webp',
  'jp2',
  'heic',
  'avif',
  'wav',
  'mp3',
  'mp4',
  'avi',
  'flac',
  'ico',
]);
const ZIPPED = new Set(['zip', 'jar', 'ofd', 'docx', 'docm', 'xlsx', 'xlsm', 'pptx', 'odt', 'ods', 'odp']);
/** Bytes behind the end of a format that mean nothing: padding, line ends. */
const HARMLESS_TAIL = 16;
const MARKUP = ['<script', '<SCRIPT', '<Script', '<html', '<HTML', '<?php', '<%eval', '<hta:'];

export interface Polyglot {
  readonly alsoIs: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Other formats as which the same bytes open: some are told by their start, others by their end or by what stands anywhere, so one file can be two. What is shown to one
 * reader is not what another runs. @param end where the format itself says that the file ends, where that is known
 */
export function polyglotOf(bytes: Bytes, family: string): Polyglot {
  const head = bytes.at(0, WINDOW);
  const tail = bytes.at(Math.max(0, bytes.size - WINDOW - 22), WINDOW + 22);
  const also = new Set<string>();
  if (!ZIPPED.has(family) && opensAsZip(bytes, tail)) also.add('zip');
  if (family !== 'pdf' && family !== 'unknown' && opensAsPdf(head, tail)) also.add('pdf');
  if (BINARY.has(family) && (MARKUP.some((mark) => head.includes(mark) || tail.includes(mark)) || scriptIn(head)))
    also.add('script');
  if (family === 'pdf') for (const other of beforePdf(head)) also.add(other);
  const behind = behindEnd(bytes, family);
  if (behind) {
    const there = identify(bytes.at(behind, bytes.size - behind)).family;
    if (!['unknown', 'txt'].includes(there)) also.add(there);
  }
  const problems = [...also].map((other) => problem('POLYGLOT', `also opens as ${other}`));
  if (behind && also.size === 0) problems.push(problem('TRAILING_DATA', `${bytes.size - behind} bytes behind the end`));
  return { alsoIs: [...also].sort(), problems };
}

/** A zip is found from its end. What stands before its first entry may be anything, and its offsets may or may not count that. */
function opensAsZip(bytes: Bytes, tail: Buffer): boolean {
  for (
    let at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    at >= 0;
    at = at > 0 ? tail.lastIndexOf('PK\x05\x06', at - 1, 'latin1') : -1
  ) {
    if (at + 22 > tail.length) continue;
    const [count, size] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12)];
    const start = bytes.size - tail.length + at - size;
    if (count > 0 && start >= 0 && bytes.at(start, 4).toString('latin1') === 'PK\x01\x02') return true;
  }
  return false;
}

/** Readers of PDF look for the header in the first kilobyte, and for the end in the last. */
const opensAsPdf = (head: Buffer, tail: Buffer): boolean =>
  /%PDF-\d\.\d/.test(head.toString('latin1', 0, 1024)) && tail.includes('startxref');

/** A picture whose first bytes are also the start of a script: GIF89a as a name, and the rest of its header a comment or a value. */
const scriptIn = (head: Buffer): boolean =>
  /^(GIF8[79]a|BM|\xff\xd8\xff\xe0)(\/\*|=)/.test(head.toString('latin1', 0, 10));

function* beforePdf(head: Buffer): Generator<string> {
  const at = head.indexOf('%PDF-', 0, 'latin1');
  if (at <= 0) return;
  const before = head.toString('latin1', 0, at);
  if (/^MZ|\x7fELF/.test(before)) yield 'executable';
  if (/<script|<html|<\?php|^#!/i.test(before)) yield 'script';
  if (/^(GIF8|\xff\xd8\xff|\x89PNG|BM)/.test(before)) yield 'image';
}

/** Where the format itself ends before the file does. null: it ends with the file, or does not say. */
function behindEnd(bytes: Bytes, family: string): number | null {
  const end = ENDS[family]?.(bytes) ?? null;
  if (end === null || end + HARMLESS_TAIL >= bytes.size) return null;
  const rest = bytes.at(end, Math.min(WINDOW, bytes.size - end));
  return rest.every((byte) => byte === 0 || byte === 0x20 || byte === 0x0a || byte === 0x0d) ? null : end;
}

const lastOf = (bytes: Bytes, mark: string, more: number): number | null => {
  const from = Math.max(0, bytes.size - 4 * 1024 ** 2);
  const at = bytes.at(from, bytes.size - from).lastIndexOf(mark, undefined, 'latin1');
  return at === -1 ? null : from + at + mark.length + more;
};

const ENDS: Readonly<Record<string, (bytes: Bytes) => number | null>> = {
  png: (bytes) => lastOf(bytes, 'IEND', 4),
  pdf: (bytes) => lastOf(bytes, '%%EOF', 0),
  gif: gifEnd,
  bmp: (bytes) => bytes.at(2, 4).readUInt32LE(0) || null,
  webp: (bytes) => bytes.at(4, 4).readUInt32LE(0) + 8,
  wav: (bytes) => bytes.at(4, 4).readUInt32LE(0) + 8,
};

/** A GIF is blocks: an image, an extension, and the trailer. */
function gifEnd(bytes: Bytes): number | null {
  const head = bytes.at(0, 13);
  if (head.length < 13) return null;
  const table = (flags: number): number => ((flags & 0x80) !== 0 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + table(head[10]!);
  const blocks = (from: number): number => {
    let here = from;
    for (let size = bytes.at(here, 1)[0]; size; size = bytes.at(here, 1)[0]) here += 1 + size;
    return here + 1;
  };
  for (let seen = 0; seen < 100_000; seen += 1) {
    const kind = bytes.at(at, 1)[0];
    if (kind === 0x3b) return at + 1;
    if (kind === 0x21) at = blocks(at + 2);
    else if (kind === 0x2c) at = blocks(at + 10 + table(bytes.at(at + 9, 1)[0] ?? 0) + 1);
    else return null;
  }
  return null;
}
