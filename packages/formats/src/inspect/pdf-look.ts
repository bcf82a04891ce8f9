import { type FileFacts, type Problem, problem } from '../facts.ts';
import { Pages } from '../quality/pages.ts';
import type { Decoded, Grey } from '../raster/grey.ts';
import { decodeJpeg } from '../raster/jpeg.ts';
import type { PdfContents, PdfImage, PdfPage } from './pdfium-page.ts';

/** An image that covers so much of a page is a scan of it. */
const A_SCAN = 0.8;
/** Images of a document that are decoded for their own sake, beside the drawing, and the pixels of one. */
const [MOST_IMAGES, MOST_PIXELS] = [200, 40e6];
const MOST_FONTS = 20;

/**
 * What is seen of a PDF page by page. PDFium draws each page and says nothing of an image it could not decode, so images are decoded for themselves: JPEG to its last bit by our
 * own reader. A page that is one such image and nothing else need not be drawn again: the image, decoded, is the page.
 */
export class PdfLook {
  /** pages with an image that cannot be decoded */
  readonly damaged: number[] = [];
  readonly #pages = new Pages();
  readonly #drawn: [number, number][] = [];
  readonly #fonts = new Set<string>();
  #images = 0;

  /** @returns whether the page could be drawn */
  at(page: PdfPage, number: number): boolean {
    const contents = page.contents();
    for (const font of contents.fontsMissing) if (this.#fonts.size < MOST_FONTS) this.#fonts.add(font);
    const scan = scanOf(contents);
    let picture: Grey | null = null;
    for (const image of contents.images) {
      if (this.#images >= MOST_IMAGES || image.width * image.height > MOST_PIXELS) break;
      this.#images += 1;
      const decoded = decode(page, image);
      if (decoded && 'damaged' in decoded) this.#spoilt(number);
      else if (image === scan && decoded) picture = decoded.grey;
    }
    const grey = picture && !contents.more && contents.images.length === 1 ? picture : page.draw();
    if (!grey) return false;
    this.#pages.add(number, picture ?? grey, scan !== undefined, scan?.dpi);
    const last = this.#drawn.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else this.#drawn.push([number, number]);
    return true;
  }

  #spoilt(number: number): void {
    if (this.damaged.at(-1) !== number) this.damaged.push(number);
  }

  problems(): Problem[] {
    return this.#fonts.size === 0 ? [] : [problem('FONT_NOT_EMBEDDED', [...this.#fonts].join(', ').slice(0, 200))];
  }

  facts(): Pick<FileFacts, 'pageFacts' | 'drawn' | 'fontsMissing'> {
    return {
      drawn: this.#drawn,
      ...this.#pages.facts(),
      ...(this.#fonts.size > 0 && { fontsMissing: [...this.#fonts] }),
    };
  }
}

const scanOf = ({ images }: PdfContents): PdfImage | undefined =>
  images.find(({ covers, plain }) => covers >= A_SCAN && plain);

/** null where nothing can be said but what the drawing shows. */
function decode(page: PdfPage, image: PdfImage): Decoded | null {
  const [filter, ...others] = image.filters;
  if (filter === 'DCTDecode' && others.length === 0) return decodeJpeg(page.raw(image));
  const last = image.filters.at(-1) ?? '';
  if (!['JPXDecode', 'JBIG2Decode', 'CCITTFaxDecode', 'FlateDecode', 'LZWDecode'].includes(last)) return null;
  return page.decodes(image) ? null : { damaged: `an image in ${last}` };
}
