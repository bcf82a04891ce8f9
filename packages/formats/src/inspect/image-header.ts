import { bytesOf } from '../bytes.ts';
import type { FileFacts } from '../facts.ts';
import { tiffPages } from '../raster/tiff-pages.ts';

type Described = Pick<FileFacts, 'width' | 'height' | 'dpi'>;

/** Size and resolution of a JPEG by its frame, its JFIF segment, and Exif, which has the last word. null where there is no frame to tell by: libvips reads those. */
export function jpegFacts(bytes: Buffer): Described | null {
  let dpi = 0;
  for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return height > 0 && width > 0 ? { width, height, ...(dpi > 1 && { dpi }) } : null;
    }
    if (marker === 0xe1 && bytes.toString('latin1', at + 4, at + 8) === 'Exif') {
      // Exif is a TIFF in a segment; its first directory is of the picture.
      const exif = bytes.subarray(at + 10, at + 2 + bytes.readUInt16BE(at + 2));
      dpi = tiffPages(bytesOf(exif))?.[0]?.dpi || dpi;
    }
    if (marker === 0xe0 && bytes.toString('latin1', at + 4, at + 8) === 'JFIF' && at + 14 <= bytes.length) {
      const [unit, density] = [bytes[at + 11]!, bytes.readUInt16BE(at + 12)];
      dpi = unit === 1 ? density : unit === 2 ? Math.round(density * 2.54) : 0;
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** Size and resolution (pHYs, in pixels a metre) of a PNG. */
export function pngFacts(bytes: Buffer): Described | null {
  if (bytes.length < 33) return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width === 0 || height === 0) return null;
  for (let at = 33; at + 20 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT' || type === 'IEND') break;
    if (type !== 'pHYs' || bytes[at + 16] !== 1) continue;
    const dpi = Math.round(bytes.readUInt32BE(at + 8) * 0.0254);
    return { width, height, ...(dpi > 1 && { dpi }) };
  }
  return { width, height };
}
