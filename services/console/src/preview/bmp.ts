import sharp, { type Sharp } from 'sharp';

/** Bitmaps of Windows are what many makers of OFD put their pictures in, and what libvips does not read. */
export const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

const HEADER = 14;
const MOST_PIXELS = 40_000_000;

/** A bitmap of 1, 4, 8, 24 or 32 bits without compression, as a picture that can be worked on. @throws where it is none, or of another kind */
export function openBmp(content: Uint8Array): Sharp {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const [start, info] = [bytes.readUInt32LE(10), bytes.readUInt32LE(HEADER)];
  const [width, tall] = [bytes.readInt32LE(HEADER + 4), bytes.readInt32LE(HEADER + 8)];
  const [bits, compression] = [bytes.readUInt16LE(HEADER + 14), bytes.readUInt32LE(HEADER + 16)];
  const height = Math.abs(tall);
  const plain = compression === 0 || (compression === 3 && bits === 32);
  if (info < 40 || !plain || ![1, 4, 8, 24, 32].includes(bits)) throw new Error('a bitmap of a kind that is not read');
  if (width <= 0 || height === 0 || width * height > MOST_PIXELS) throw new Error('a bitmap of no size, or too large');
  const row = Math.ceil((width * bits) / 32) * 4; // rows end on four bytes
  if (start + row * height > bytes.length) throw new Error('a bitmap that is cut off');
  const palette = bits > 8 ? 0 : HEADER + info;
  if (palette > 0 && palette + 4 * 2 ** bits > bytes.length) throw new Error('a bitmap without its colours');
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    const line = start + row * (tall > 0 ? height - 1 - y : y); // the lowest row comes first, unless the height is negative
    for (let x = 0; x < width; x++) {
      const at = bits > 8 ? line + (x * bits) / 8 : palette + 4 * indexAt(bytes, line, x, bits);
      const to = 3 * (y * width + x);
      // Blue, green, red.
      pixels[to] = bytes[at + 2]!;
      pixels[to + 1] = bytes[at + 1]!;
      pixels[to + 2] = bytes[at]!;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Which colour of the palette a pixel has; the first pixel of a byte stands in its highest bits. */
function indexAt(bytes: Buffer, line: number, x: number, bits: number): number {
  const shift = 8 - bits - ((x * bits) % 8);
  return (bytes[line + Math.floor((x * bits) / 8)]! >> shift) & (2 ** bits - 1);
}
