import type { Bytes } from '../bytes.ts';

/** What a directory of a TIFF says of one image. Values that are not there have the defaults of TIFF 6.0. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  readonly bits: readonly number[];
  readonly compression: number;
  readonly photometric: number;
  readonly samples: number;
  readonly rowsPerStrip: number;
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly predictor: number;
  readonly planar: number;
  readonly fillOrder: number;
  readonly tiled: boolean;
  /** dots per inch across; 0 where it does not say */
  readonly dpi: number;
  /** a smaller copy of another image of the file */
  readonly reduced: boolean;
}

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
const MOST_PAGES = 10_000;
/** Values of one tag that are read: strips of a page. */
const MOST_VALUES = 200_000;
/** Of all tags of all pages together, so that pages which share their lists cost no more than others. */
const MOST_IN_ALL = 2_000_000;

/** The images of a TIFF in their order; null where that cannot be followed to its end, or it is a BigTIFF. */
export function tiffPages(bytes: Bytes): TiffPage[] | null {
  const head = bytes.at(0, 8);
  if (head.length < 8) return null;
  const little = head[0] === 0x49;
  const short = (from: Buffer, at: number): number => (little ? from.readUInt16LE(at) : from.readUInt16BE(at));
  const long = (from: Buffer, at: number): number => (little ? from.readUInt32LE(at) : from.readUInt32BE(at));
  if (short(head, 2) !== 42) return null;
  const pages: TiffPage[] = [];
  let all = 0;
  for (let offset = long(head, 4); offset !== 0; ) {
    if (pages.length >= MOST_PAGES) return null;
    const count = bytes.at(offset, 2);
    if (count.length < 2) return null;
    const entries = short(count, 0);
    const list = bytes.at(offset + 2, entries * 12 + 4);
    if (list.length < entries * 12 + 4) return null;
    const tags = new Map<number, number[]>();
    for (let n = 0; n < entries; n += 1) {
      const [tag, type, values] = [short(list, n * 12), short(list, n * 12 + 2), long(list, n * 12 + 4)];
      const each = SIZES[type];
      if (!each || ![1, 3, 4, 5].includes(type) || values > MOST_VALUES) continue;
      all += values;
      if (all > MOST_IN_ALL) return null;
      const size = each * values;
      const data = size <= 4 ? list.subarray(n * 12 + 8, n * 12 + 8 + size) : bytes.at(long(list, n * 12 + 8), size);
      if (data.length < size) return null;
      const value = (at: number): number => {
        if (type === 1) return data[at]!;
        if (type === 3) return short(data, at);
        return type === 4 ? long(data, at) : long(data, at) / Math.max(1, long(data, at + 4));
      };
      tags.set(
        tag,
        Array.from({ length: values }, (_, i) => value(i * each)),
      );
    }
    pages.push(pageOf(tags));
    offset = long(list, entries * 12);
  }
  return pages;
}

function pageOf(tags: ReadonlyMap<number, number[]>): TiffPage {
  const one = (tag: number, otherwise: number): number => tags.get(tag)?.[0] ?? otherwise;
  const unit = one(296, 2);
  const resolution = one(282, 0);
  const height = one(257, 0);
  return {
    width: one(256, 0),
    height,
    bits: tags.get(258) ?? [1],
    compression: one(259, 1),
    photometric: one(262, 0),
    samples: one(277, 1),
    rowsPerStrip: Math.min(height, one(278, height)),
    offsets: tags.get(273) ?? [],
    lengths: tags.get(279) ?? [],
    predictor: one(317, 1),
    planar: one(284, 1),
    fillOrder: one(266, 1),
    tiled: tags.has(322) || tags.has(324),
    dpi: Math.round(unit === 3 ? resolution * 2.54 : unit === 2 ? resolution : 0),
    reduced: (one(254, 0) & 1) === 1,
  };
}
