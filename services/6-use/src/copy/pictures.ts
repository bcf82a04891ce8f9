import sharp from 'sharp';
import { MOST_PAGES, NoCopy } from './copy.ts';

// One file at a time is decoded here, and none twice: threads and a cache would only cost memory.
sharp.cache(false);
sharp.concurrency(1);

/** A page as a picture, and its size in points. */
export interface Picture {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the longer side: about 300 to the inch on A4. */
const LONGEST = 3_400;
const MOST_PIXELS = 400e6;
/** What libvips calls an image without colours. */
const GREY = ['b-w', 'grey16'];

/**
 * The pictures of an image file, upright (EXIF says how it was held), on white, in sRGB or grey, without anything the file says about where and by what it was
 * taken. A TIFF may have several. @throws NoCopy
 */
export async function* pictures(content: Uint8Array): AsyncGenerator<Picture> {
  const { pages = 1, format } = await metadataOf(content);
  // Frames of an animation are not pages.
  const count = format === 'tiff' ? pages : 1;
  if (count > MOST_PAGES) throw new NoCopy('TOO_MANY_PAGES');
  for (let page = 0; page < count; page += 1) yield await picture(content, page);
}

async function metadataOf(content: Uint8Array) {
  try {
    return await sharp(content, { limitInputPixels: false }).metadata();
  } catch {
    throw new NoCopy('BROKEN');
  }
}

async function picture(content: Uint8Array, page: number): Promise<Picture> {
  try {
    const image = sharp(content, { page, failOn: 'truncated', limitInputPixels: MOST_PIXELS, sequentialRead: true });
    const { density, space = '' } = await image.metadata();
    const { data, info } = await image
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace(GREY.includes(space) ? 'b-w' : 'srgb')
      .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 85, chromaSubsampling: '4:4:4' })
      .toBuffer({ resolveWithObject: true });
    // A picture that says no density of its own is as large as it would be on a screen.
    const perInch = density !== undefined && density >= 60 && density <= 2_400 ? density : 96;
    return { jpeg: data, width: (info.width * 72) / perInch, height: (info.height * 72) / perInch };
  } catch (error) {
    if (/pixel limit/.test((error as Error).message)) throw new NoCopy('TOO_LARGE');
    throw new NoCopy('BROKEN');
  }
}
