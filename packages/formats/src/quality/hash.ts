import type { Grey } from '../raster/grey.ts';

const SIDE = 16;

/**
 * 256 bits of what a page looks like from afar: which of 16 × 16 fields are darker than the middling one. The same page packed otherwise or in another size has nearly
 * the same; compare with `apart`. Two forms of one print that are filled in differently may have the same too: whoever compares looks at the pages as well.
 */
export function pictureHash(grey: Grey): string {
  const fields = fieldsOf(grey, SIDE, SIDE);
  const middling = Float32Array.from(fields).sort()[fields.length >> 1]!;
  let hash = '';
  for (let n = 0; n < fields.length; n += 4) {
    let nibble = 0;
    for (let bit = 0; bit < 4; bit += 1) nibble = (nibble << 1) | (fields[n + bit]! < middling ? 1 : 0);
    hash += nibble.toString(16);
  }
  return hash;
}

/** The mean of each field when the page is divided into so many. */
export function fieldsOf({ width, height, data }: Grey, across: number, down: number): Float32Array {
  const fields = new Float32Array(across * down);
  for (let row = 0; row < down; row += 1) {
    const [top, bottom] = [Math.floor((row * height) / down), Math.max(1, Math.floor(((row + 1) * height) / down))];
    for (let column = 0; column < across; column += 1) {
      const [left, right] = [
        Math.floor((column * width) / across),
        Math.max(1, Math.floor(((column + 1) * width) / across)),
      ];
      let [sum, count] = [0, 0];
      for (let y = top; y < Math.max(bottom, top + 1) && y < height; y += 1) {
        for (let x = left; x < Math.max(right, left + 1) && x < width; x += 1) {
          sum += data[y * width + x]!;
          count += 1;
        }
      }
      fields[row * across + column] = count === 0 ? 255 : sum / count;
    }
  }
  return fields;
}

/** Bits in which two hashes differ. */
export function apart(one: string, other: string): number {
  let bits = 0;
  for (let n = 0; n < one.length; n += 1) {
    let differing = Number.parseInt(one[n]!, 16) ^ Number.parseInt(other[n]!, 16);
    for (; differing !== 0; differing &= differing - 1) bits += 1;
  }
  return bits;
}
