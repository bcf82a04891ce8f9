import type { Bytes } from '../bytes.ts';
import { type Decoded, Reducer, sideFor } from './grey.ts';
import { decodeGroup4 } from './group4.ts';
import type { TiffPage } from './tiff-pages.ts';

const [NONE, GROUP4] = [1, 4];
/** Bytes of a strip that are held. */
const MOST = 96 * 1024 ** 2;
/** Pixels across; no scanner is wider. */
const WIDEST = 200_000;

/**
 * Decodes one image of a TIFF to its end, strip by strip, where it is packed as scanners pack: not at all, or by Group 4, of which libvips would paint every pixel
 * first. null for all else, which libvips reads faster than we would.
 */
export function decodeTiffPage(bytes: Bytes, page: TiffPage): Decoded | null {
  const { width, height, bits, compression, samples, rowsPerStrip, offsets, lengths, photometric } = page;
  const [depth = 1] = bits;
  const plain = !page.tiled && page.planar === 1 && page.fillOrder === 1 && bits.every((one) => one === depth);
  if ((compression !== NONE && compression !== GROUP4) || !plain || width === 0 || height === 0 || rowsPerStrip === 0)
    return null;
  if (
    !(depth === 1 ? samples === 1 : depth === 8 && samples <= 4 && compression === NONE) ||
    ![0, 1, 2].includes(photometric)
  )
    return null;
  const row = Math.ceil((width * samples * depth) / 8);
  if (row * rowsPerStrip > MOST || width > WIDEST || height > WIDEST) return null;
  const strips = Math.ceil(height / rowsPerStrip);
  if (offsets.length < strips || lengths.length < strips) return { damaged: `${offsets.length} of ${strips} strips` };
  const side = sideFor(width, height);
  const reducer = new Reducer(width, height, side);
  const line = depth === 1 ? new Uint8Array(width) : null;
  for (let strip = 0; strip < strips; strip += 1) {
    const rows = Math.min(rowsPerStrip, height - strip * rowsPerStrip);
    const packed = bytes.at(offsets[strip]!, lengths[strip]!);
    if (packed.length < lengths[strip]!) return { damaged: `strip ${strip + 1} lies beyond the end` };
    if (compression === GROUP4) {
      const fault = decodeGroup4(packed, width, rows, page.photometric === 0 ? 255 : 0, reducer);
      if (fault) return { damaged: `strip ${strip + 1}, ${fault}` };
      continue;
    }
    if (packed.length < row * rows) return { damaged: `strip ${strip + 1} ends too early` };
    for (let y = 0; y < rows; y += 1) {
      if (line) bilevel(packed, y * row, line, photometric);
      reducer.row(line ?? packed, line ? 0 : y * row + (samples >= 3 ? 1 : 0), line ? 1 : samples);
    }
  }
  const grey = reducer.grey();
  // Grey of eight bits may count from white.
  if (depth === 8 && photometric === 0)
    for (let n = 0; n < grey.data.length; n += 1) grey.data[n] = 255 - grey.data[n]!;
  return { grey, warning: null, end: 0 };
}

function bilevel(data: Uint8Array, from: number, line: Uint8Array, photometric: number): void {
  for (let x = 0; x < line.length; x += 1)
    line[x] = ((data[from + (x >> 3)]! >> (7 - (x & 7))) & 1) === photometric ? 255 : 0;
}
