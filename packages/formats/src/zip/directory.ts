import type { Bytes } from '../bytes.ts';

export interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  /** of the local header */
  readonly offset: number;
  readonly encrypted: boolean;
  readonly symlink: boolean;
}

export interface Directory {
  readonly entries: readonly Entry[];
  /** The directory names more entries than we read. */
  readonly cut: boolean;
}

/** Entries beyond this are not read: nobody archives a file like that, and the directory alone would be a bomb. */
const MOST_ENTRIES = 100_000;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCATOR_64 = 0x07064b50;
const END_64 = 0x06064b50;

const gb18030 = new TextDecoder('gb18030');

/** The central directory of a zip (APPNOTE 6.3), or null where there is none that can be read. Never throws, whatever the bytes. */
export function directoryOf(bytes: Bytes): Directory | null {
  const end = endOf(bytes);
  if (!end) return null;
  const list = bytes.at(end.offset, end.size);
  if (list.length < end.size) return null;
  const entries: Entry[] = [];
  let at = 0;
  while (at + 46 <= list.length && list.readUInt32LE(at) === CENTRAL && entries.length < MOST_ENTRIES) {
    const [name, extra, comment] = [list.readUInt16LE(at + 28), list.readUInt16LE(at + 30), list.readUInt16LE(at + 32)];
    const next = at + 46 + name + extra + comment;
    if (next > list.length) return null;
    entries.push(entryAt(list, at, name, extra));
    at = next;
  }
  const cut = entries.length >= MOST_ENTRIES && at < list.length;
  return !cut && entries.length !== end.count ? null : { entries, cut };
}

interface End {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

/** The record at the end, looked for backwards over the longest comment there may be. */
function endOf(bytes: Bytes): End | null {
  const from = Math.max(0, bytes.size - 22 - 65_535);
  const tail = bytes.at(from, bytes.size - from);
  if (tail.length < Math.min(bytes.size, 22)) return lastOf(bytes);
  return searched(bytes, tail, bytes.size - tail.length);
}

/** A window may be shorter than the longest comment: what there is of it is searched. */
function lastOf(bytes: Bytes): End | null {
  for (const length of [65_557, 16_384, 4_096, 1_024, 22]) {
    const tail = bytes.at(bytes.size - length, length);
    if (tail.length === length) return searched(bytes, tail, bytes.size - length);
  }
  return null;
}

function searched(bytes: Bytes, tail: Buffer, from: number): End | null {
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END || at + 22 + tail.readUInt16LE(at + 20) > tail.length) continue;
    const short = {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    const end = short.offset === 0xffffffff || short.count === 0xffff ? (zip64(bytes, from + at) ?? short) : short;
    return end.offset + end.size <= from + at ? end : null;
  }
  return null;
}

function zip64(bytes: Bytes, end: number): End | null {
  const locator = bytes.at(end - 20, 20);
  if (locator.length < 20 || locator.readUInt32LE(0) !== LOCATOR_64) return null;
  const record = bytes.at(Number(locator.readBigUInt64LE(8)), 56);
  if (record.length < 56 || record.readUInt32LE(0) !== END_64) return null;
  const [count, size, offset] = [32, 40, 48].map((at) => Number(record.readBigUInt64LE(at)));
  return { count: count!, size: size!, offset: offset! };
}

function entryAt(list: Buffer, at: number, nameLength: number, extraLength: number): Entry {
  const flags = list.readUInt16LE(at + 8);
  const raw = list.subarray(at + 46, at + 46 + nameLength);
  const extra = list.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const madeOnUnix = list.readUInt8(at + 5) === 3;
  const mode = list.readUInt32LE(at + 38) >>> 16;
  const sizes = {
    unpacked: list.readUInt32LE(at + 24),
    packed: list.readUInt32LE(at + 20),
    offset: list.readUInt32LE(at + 42),
  };
  return {
    // Names without the UTF-8 flag come from Chinese Windows more often than from anywhere else.
    name: (flags & 0x800) !== 0 ? raw.toString('utf8') : gb18030.decode(raw),
    method: list.readUInt16LE(at + 10),
    crc: list.readUInt32LE(at + 16),
    ...widened(sizes, extra),
    encrypted: (flags & 1) !== 0,
    symlink: madeOnUnix && (mode & 0xf000) === 0xa000,
  };
}

type Sizes = Pick<Entry, 'unpacked' | 'packed' | 'offset'>;

/** Values that do not fit into 32 bits stand in the zip64 field, in this order, and only those. */
function widened(sizes: Sizes, extra: Buffer): Sizes {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    const wide = (value: number): number => {
      if (value !== 0xffffffff || from + 8 > extra.length) return value;
      from += 8;
      return Number(extra.readBigUInt64LE(from - 8));
    };
    return { unpacked: wide(sizes.unpacked), packed: wide(sizes.packed), offset: wide(sizes.offset) };
  }
  return sizes;
}
