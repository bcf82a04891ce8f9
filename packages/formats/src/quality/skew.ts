import type { Grey } from '../raster/grey.ts';

/** Degrees either way that are looked through, and how finely. */
const MOST = 8;
const COARSE = 0.7;
const FINER = [0.3, 0.15, 0.1];
/** Squares of a strip: even at the largest angle a line of text stays in its row inside one. */
const STRIP = 10;
/** How far the best angle must stand out from the middling one; pictures without lines never do. */
const STANDS_OUT = 1.35;

/**
 * By how many degrees the lines of a page fall to the right (clockwise is positive), or null where it has no lines to tell by. Lines are where rows of ink end suddenly:
 * the angle at which the rows of the page differ most from one another. Found to about 0.2° where there are several lines of text or a frame.
 */
export function skewOf({ width, height, data }: Grey): number | null {
  const [left, top] = [Math.ceil(width * 0.06), Math.ceil(height * 0.04)];
  const strips = Math.floor((width - 2 * left) / STRIP);
  const rows = height - 2 * top;
  if (strips < 4 || rows < 20) return null;
  const ink = new Float32Array(strips * rows);
  for (let strip = 0; strip < strips; strip += 1) {
    for (let y = 0; y < rows; y += 1) {
      let sum = 0;
      const from = (y + top) * width + left + strip * STRIP;
      for (let x = 0; x < STRIP; x += 1) sum += 255 - data[from + x]!;
      ink[strip * rows + y] = sum;
    }
  }
  smooth(ink, strips, rows);
  const profile = new Float32Array(rows);
  const score = (degrees: number): number => sharpness(ink, strips, rows, Math.tan((degrees * Math.PI) / 180), profile);
  let [best, most] = [0, -1];
  const scores: number[] = [];
  for (let degrees = -MOST; degrees <= MOST; degrees += COARSE) {
    const found = score(degrees);
    scores.push(found);
    if (found > most) [best, most] = [degrees, found];
  }
  const middling = scores.sort((a, b) => a - b)[scores.length >> 1]!;
  if (most <= middling * STANDS_OUT) return null;
  for (const step of FINER) {
    const around = best;
    for (const degrees of [around - step, around + step]) {
      const found = score(degrees);
      if (found > most) [best, most] = [degrees, found];
    }
  }
  return Math.round(best * 10) / 10 + 0;
}

/** Moving a strip by half a row blurs it; blurred a little beforehand, all angles are alike in that, and none is best because it moves nothing. */
function smooth(ink: Float32Array, strips: number, rows: number): void {
  for (let strip = 0; strip < strips; strip += 1) {
    let before = ink[strip * rows]!;
    for (let y = 1; y < rows - 1; y += 1) {
      const at = strip * rows + y;
      const here = ink[at]!;
      ink[at] = (before + 2 * here + ink[at + 1]!) / 4;
      before = here;
    }
  }
}

/** How much the rows differ from those beside them when each strip is moved as the angle says. */
function sharpness(ink: Float32Array, strips: number, rows: number, slope: number, profile: Float32Array): number {
  profile.fill(0);
  for (let strip = 0; strip < strips; strip += 1) {
    const shift = (strip - (strips - 1) / 2) * STRIP * slope;
    const whole = Math.floor(shift);
    const part = shift - whole;
    const base = strip * rows;
    const [from, to] = [Math.max(0, -whole), Math.min(rows, rows - 1 - whole)];
    for (let y = from; y < to; y += 1) {
      const at = base + y + whole;
      profile[y]! += ink[at]! * (1 - part) + ink[at + 1]! * part;
    }
  }
  let sum = 0;
  // The ends are left out: there strips that were moved leave nothing.
  const edge = Math.ceil(Math.abs(slope) * (strips / 2) * STRIP) + 1;
  for (let y = edge + 1; y < rows - edge; y += 1) {
    const difference = profile[y]! - profile[y - 1]!;
    sum += difference * difference;
  }
  return sum / Math.max(1, rows - 2 * edge);
}
