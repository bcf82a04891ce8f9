import sharp from 'sharp';
import { isBmp, openBmp } from '../bmp.ts';

const MOST_PIXELS = 40_000_000;
/** As large as anybody sees it on a page that is drawn 1100 pixels wide, twice over. */
const MOST_SIDE = 2_200;
const KNOWN = new Set(['jpeg', 'png', 'gif', 'webp', 'tiff', 'raw']);

/** A picture of the document as an address that carries it; undefined where it is none that we can draw. */
export async function pictureIn(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const opened = isBmp(bytes) ? openBmp(bytes) : sharp(bytes, { limitInputPixels: MOST_PIXELS });
    const { format, hasAlpha } = await opened.metadata();
    if (format === undefined || !KNOWN.has(format)) return undefined;
    const small = opened.resize({
      ...{ width: MOST_SIDE, height: MOST_SIDE, fit: 'inside' as const, withoutEnlargement: true },
    });
    // Seals and lettering keep their edges; photographs keep their size.
    const seen = hasAlpha || format !== 'jpeg' ? small.png({ compressionLevel: 3 }) : small.jpeg({ quality: 85 });
    const { data, info } = await seen.toBuffer({ resolveWithObject: true });
    return `data:image/${info.format};base64,${data.toString('base64')}`;
  } catch {
    return undefined; // the page says that a picture is missing
  }
}
