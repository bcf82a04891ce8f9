import sharp from 'sharp';
import { MOST_PAGES, NoCopy } from './copy.ts';
import { type Drawing, Renderer } from './pdfium.ts';
import type { Picture } from './pictures.ts';
import { LARGEST } from './sheet.ts';

/** Pixels per inch of a page that is drawn, and the most pixels of one. */
const DPI = 160;
const MOST_PIXELS = 24e6;

let renderer: Promise<Renderer> | undefined;

/** Loads what draws; without it, the first document waits for that. */
export function startDrawing(): Promise<Renderer> {
  renderer ??= Renderer.start();
  return renderer;
}

/** The pages of any PDF that PDFium can draw, one after the other. @throws NoCopy */
export async function* drawnPages(content: Uint8Array): AsyncGenerator<Picture> {
  const document = (await startDrawing()).open(content);
  if (document === 'password') throw new NoCopy('ENCRYPTED');
  if (document === 'damaged' || saysEncrypted(content))
    throw new NoCopy(document === 'damaged' ? 'BROKEN' : 'ENCRYPTED');
  try {
    if (document.pages === 0) throw new NoCopy('NO_PAGES');
    if (document.pages > MOST_PAGES) throw new NoCopy('TOO_MANY_PAGES');
    for (let page = 0; page < document.pages; page += 1) {
      const drawing = document.draw(page, scaleFor);
      if (drawing === undefined) throw new NoCopy('BROKEN');
      const { width, height } = drawing.points;
      const shrink = Math.min(1, LARGEST / Math.max(width, height));
      yield { jpeg: await encoded(drawing), width: width * shrink, height: height * shrink };
    }
  } finally {
    document.close();
  }
}

const scaleFor = (width: number, height: number): number =>
  Math.min(DPI / 72, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));

/** An owner's password does not stop a viewer from opening; that the document is encrypted stands in its trailer. */
const saysEncrypted = (content: Uint8Array): boolean =>
  /\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(
    Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1'),
  );

function encoded({ pixels, width, height }: Drawing): Promise<Buffer> {
  const image = sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
  return (isGrey(pixels) ? image.greyscale() : image).jpeg({ quality: 80, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** Most pages are black on white; told so, they need a third of the room. */
function isGrey(pixels: Buffer): boolean {
  for (let at = 0; at < pixels.length; at += 4)
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false;
  return true;
}
