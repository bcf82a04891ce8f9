import type { PageFacts } from '../facts.ts';
import type { Grey } from '../raster/grey.ts';
import { pictureHash } from './hash.ts';
import { skewOf } from './skew.ts';

/** Outer part of a page on each side where scanners leave shadows and edges. */
const MARGIN = 0.04;
/** How much darker than its surroundings a square is that has something on it. Noise of a scanner averages out far below this. */
const MARKED = 12;
/** Share of marked squares up to which a page has dust on it and nothing else. */
const DUST = 0.0008;

/** What a page looks like. @param scan whether it was scanned: only then can it lie crooked @param dpi of the scan, where it is known */
export function measured(page: number, grey: Grey, scan: boolean, dpi?: number): PageFacts {
  const { data } = grey;
  const histogram = new Uint32Array(256);
  for (let n = 0; n < data.length; n += 1) histogram[data[n]!]! += 1;
  const level = (share: number): number => {
    let [left, at] = [share * data.length, 0];
    for (; at < 255 && left > histogram[at]!; at += 1) left -= histogram[at]!;
    return at;
  };
  const [darkest, paper] = [level(0.01), level(0.9)];
  const ink = inkOf(grey);
  const blank = ink <= DUST;
  const skew = blank || !scan ? null : skewOf(grey);
  return {
    page,
    blank,
    ink: Math.round(ink * 10_000) / 10_000,
    paper,
    contrast: paper - darkest,
    ...(skew !== null && { skew }),
    ...(dpi !== undefined && dpi > 0 && { dpi }),
    ...(!blank && { hash: pictureHash(grey) }),
  };
}

/** Share of squares that differ from those a little to their left and right, above and below: paper does not, however it is lit. */
function inkOf({ width, height, data }: Grey): number {
  const [left, top] = [Math.max(3, Math.ceil(width * MARGIN)), Math.max(3, Math.ceil(height * MARGIN))];
  let [marked, all] = [0, 0];
  for (let y = top; y < height - top; y += 1) {
    // Every other square, as on a chessboard: a mark has more than one.
    for (let x = left + (y & 1); x < width - left; x += 2) {
      const at = y * width + x;
      const here = data[at]! * 2;
      const across = data[at - 3]! + data[at + 3]!;
      const down = data[at - 3 * width]! + data[at + 3 * width]!;
      all += 1;
      if (Math.abs(across - here) > MARKED * 2 || Math.abs(down - here) > MARKED * 2) marked += 1;
    }
  }
  return all === 0 ? 0 : marked / all;
}
