import sharp from 'sharp';
import { font } from './glyphs.ts';

/** One character as a small grey picture: how much ink lies on each pixel. */
export interface Stamp {
  ink: Uint8Array;
  side: number;
  /** pixels from the picture's left edge and base line to the character's own origin */
  left: number;
  base: number;
}

const stamps = new Map<string, Promise<Stamp>>();

/** The character at a size in pixels per em, drawn once in the life of the process. */
export function stampOf(character: string, pixels: number): Promise<Stamp> {
  const key = `${pixels}/${character}`;
  let stamp = stamps.get(key);
  if (stamp === undefined) {
    stamp = draw(character, pixels);
    stamps.set(key, stamp);
  }
  return stamp;
}

async function draw(character: string, pixels: number): Promise<Stamp> {
  const from = font('regular');
  const margin = Math.ceil(pixels * 0.2);
  const side = Math.ceil(pixels) + margin * 2;
  const base = margin + Math.round(pixels * 0.88);
  const scale = pixels / from.unitsPerEm;
  const outline = from.glyphForCodePoint(character.codePointAt(0)!).path.toSVG();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="${side}" height="${side}"/><path fill="#fff" transform="translate(${margin} ${base}) scale(${scale} ${-scale})" d="${outline}"/></svg>`;
  const ink = await sharp(Buffer.from(svg)).extractChannel(0).raw().toBuffer();
  return { ink, side, left: margin, base };
}
