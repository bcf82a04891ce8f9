import type { Pixels } from './plate.ts';

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/**
 * Grey pages in one TIFF 6.0 without compression, one strip a page, as an engineering scanner leaves them. Large by nature, and as quick to make as to copy.
 */
export function tiffVolume(pages: readonly Pixels[], dpi: number): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])];
  let at = 8;
  pages.forEach((page, i) => {
    const strip = page.width * page.height;
    const tags: [tag: number, type: number, value: number][] = [
      [254, LONG, 2],
      [256, LONG, page.width],
      [257, LONG, page.height],
      [258, SHORT, 8],
      [259, SHORT, 1],
      [262, SHORT, 1],
      [273, LONG, 0],
      [277, SHORT, 1],
      [278, LONG, page.height],
      [279, LONG, strip],
      [282, RATIONAL, 0],
      [283, RATIONAL, 0],
      [296, SHORT, 2],
    ];
    const directory = Buffer.alloc(2 + tags.length * 12 + 4 + 8);
    const resolution = at + directory.length - 8;
    directory.writeUInt16LE(tags.length, 0);
    tags.forEach(([tag, type, value], n) => {
      const entry = 2 + n * 12;
      directory.writeUInt16LE(tag, entry);
      directory.writeUInt16LE(type, entry + 2);
      directory.writeUInt32LE(1, entry + 4);
      directory.writeUInt32LE(type === RATIONAL ? resolution : tag === 273 ? at + directory.length : value, entry + 8);
    });
    // Directories begin on a word boundary.
    const pad = Buffer.alloc(strip % 2);
    const next = i + 1 < pages.length ? at + directory.length + strip + pad.length : 0;
    directory.writeUInt32LE(next, 2 + tags.length * 12);
    directory.writeUInt32LE(dpi, directory.length - 8);
    directory.writeUInt32LE(1, directory.length - 4);
    parts.push(directory, page.data.subarray(0, strip), pad);
    at += directory.length + strip + pad.length;
  });
  return Buffer.concat(parts);
}
