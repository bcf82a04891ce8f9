import sharp from 'sharp';
import { Container } from './container.ts';
import { pagesOf } from './document.ts';
import type { Note } from './paint.ts';
import { Sheet } from './sheet.ts';
import { stampsOn } from './stamps.ts';

export interface Drawn {
  readonly png: Uint8Array;
  readonly pages: number;
  /** What is not on the picture as the document has it. */
  readonly notes: readonly Note[];
}

/** A page is not drawn longer than that, however thin it is. */
const LONGEST = 8_000;

/** A page of an OFD (GB/T 33190-2016) as a picture, `width` pixels wide; undefined where it has no such page. @throws Undrawable */
export async function drawOfd(content: Uint8Array, page: number, width: number): Promise<Drawn | undefined> {
  const container = await Container.open(content);
  const pages = pagesOf(container);
  const wanted = pages[page - 1];
  if (wanted === undefined) return undefined;
  const { area } = wanted;
  const scale = Math.min(width / area.width, LONGEST / area.height);
  const [w, h] = [area.width, area.height].map((side) => Math.max(1, Math.round(side * scale)));
  const sheet = new Sheet(container, wanted);
  const stamps = await stampsOn(container, wanted, sheet.notes);
  const svg = await sheet.svg(`width="${w}" height="${h}"`, stamps);
  const png = await sharp(Buffer.from(svg), { limitInputPixels: 80_000_000, unlimited: true })
    .flatten({ background: '#ffffff' })
    .png({ compressionLevel: 3 })
    .toBuffer();
  return { png, pages: pages.length, notes: [...sheet.notes].sort() };
}
