import type { Bytes } from '../bytes.ts';

const SIZES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
};
const STRIPS = [273, 279] as const;
const TILES = [324, 325] as const;
const MOST_DIRECTORIES = 10_000;

/**
 * Whether everything a TIFF (6.0) points to lies within the file: directories, values, strips and tiles. A decoder puts up with
 * values it does not need; that they are gone says that the end of the file is. BigTIFF is left to the decoder.
 */
export function tiffEnding(bytes: Bytes): string | null {
  const head = bytes.at(0, 8);
  if (head.length < 8) return 'ends in its header';
  const little = head[0] === 0x49;
  const short = (from: Buffer, at: number): number => (little ? from.readUInt16LE(at) : from.readUInt16BE(at));
  const long = (from: Buffer, at: number): number => (little ? from.readUInt32LE(at) : from.readUInt32BE(at));
  if (short(head, 2) !== 42) return null;
  let offset = long(head, 4);
  for (let seen = 0; offset !== 0; seen += 1) {
    if (seen > MOST_DIRECTORIES) return 'directories lead in a circle';
    const count = bytes.at(offset, 2);
    if (count.length < 2) return 'a directory lies beyond the end';
    const list = bytes.at(offset + 2, short(count, 0) * 12 + 4);
    if (list.length < short(count, 0) * 12 + 4) return 'a directory lies beyond the end';
    const pieces = new Map<number, number[]>();
    for (let at = 0; at + 12 < list.length; at += 12) {
      const [tag, type, values] = [short(list, at), short(list, at + 2), long(list, at + 4)];
      const size = (SIZES[type] ?? 1) * values;
      const where = long(list, at + 8);
      if (size > 4 && where + size > bytes.size) return 'a value lies beyond the end';
      if (![...STRIPS, ...TILES].some((one) => one === tag) || (type !== 3 && type !== 4)) continue;
      const data = size > 4 ? bytes.at(where, size) : list.subarray(at + 8, at + 8 + size);
      const read = type === 3 ? short : long;
      pieces.set(
        tag,
        Array.from({ length: Math.floor(data.length / SIZES[type]!) }, (_, n) => read(data, n * SIZES[type]!)),
      );
    }
    for (const [offsets, counts] of [STRIPS, TILES]) {
      const lengths = pieces.get(counts) ?? [];
      const beyond = pieces.get(offsets)?.some((from, n) => from + (lengths[n] ?? 0) > bytes.size);
      if (beyond) return 'image data lies beyond the end';
    }
    offset = long(list, list.length - 4);
  }
  return null;
}
