import type { Grey } from '../raster/grey.ts';
import type { Pdfium } from './pdfium-calls.ts';
import { utf8Name } from './pdfium-name.ts';

/** Longest side of a page as it is drawn, in pixels: enough to run every drawing instruction and every image decoder, and to see lines of text. */
const DRAWN = 256;
const GREY = 1;
const WITH_ANNOTATIONS = 1;
const [TEXT, IMAGE, FORM] = [1, 3, 5];
const INVISIBLE = 3;
/** Objects of a page that are gone through, and forms inside forms. */
const MOST_OBJECTS = 20_000;
const DEEPEST = 4;

export interface PdfImage {
  readonly handle: number;
  /** names of its filters in their order, e.g. `DCTDecode` */
  readonly filters: readonly string[];
  readonly width: number;
  readonly height: number;
  /** dots per inch as it lies on the page */
  readonly dpi: number;
  /** share of the page's width and height it covers, the smaller of both */
  readonly covers: number;
  /** neither turned nor mirrored, and nothing shows through */
  readonly plain: boolean;
}

export interface PdfContents {
  readonly images: readonly PdfImage[];
  /** fonts used and not embedded, by name */
  readonly fontsMissing: ReadonlySet<string>;
  /** something to see beside images: text that shows, lines, shadings, forms, annotations */
  readonly more: boolean;
}

/** A loaded page. */
export class PdfPage {
  readonly #pdfium: Pdfium;
  readonly #page: number;

  constructor(pdfium: Pdfium, page: number) {
    this.#pdfium = pdfium;
    this.#page = page;
  }

  /** Draws it in grey, small. null where there is no memory for that. */
  draw(): Grey | null {
    const pdfium = this.#pdfium;
    const [width, height] = [pdfium._FPDF_GetPageWidth(this.#page), pdfium._FPDF_GetPageHeight(this.#page)];
    const scale = DRAWN / Math.max(width, height, 1);
    const [x, y] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
    const bitmap = pdfium._FPDFBitmap_CreateEx(x, y, GREY, 0, 0);
    if (bitmap === 0) return null;
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, x, y, 0xffffffff);
    pdfium._FPDF_RenderPageBitmap(bitmap, this.#page, 0, 0, x, y, 0, WITH_ANNOTATIONS);
    const [from, stride] = [pdfium._FPDFBitmap_GetBuffer(bitmap), pdfium._FPDFBitmap_GetStride(bitmap)];
    const data = new Uint8Array(x * y);
    for (let row = 0; row < y; row += 1) {
      data.set(pdfium.HEAPU8.subarray(from + row * stride, from + row * stride + x), row * x);
    }
    pdfium._FPDFBitmap_Destroy(bitmap);
    return { width: x, height: y, side: 1, data };
  }

  /** What is on it. */
  contents(): PdfContents {
    const images: PdfImage[] = [];
    const fontsMissing = new Set<string>();
    const fonts = new Set<number>();
    let [more, seen] = [this.#pdfium._FPDFPage_GetAnnotCount(this.#page) > 0, 0];
    const look = (object: number, depth: number): void => {
      seen += 1;
      if (seen > MOST_OBJECTS) return;
      const type = this.#pdfium._FPDFPageObj_GetType(object);
      if (type === IMAGE) images.push(this.#image(object));
      else if (type === TEXT) {
        if (this.#pdfium._FPDFTextObj_GetTextRenderMode(object) !== INVISIBLE) more = true;
        const font = this.#pdfium._FPDFTextObj_GetFont(object);
        if (font !== 0 && !fonts.has(font)) {
          fonts.add(font);
          if (this.#pdfium._FPDFFont_GetIsEmbedded(font) === 0) fontsMissing.add(this.#fontName(font));
        }
      } else more = true;
      if (type !== FORM || depth >= DEEPEST) return;
      const count = this.#pdfium._FPDFFormObj_CountObjects(object);
      for (let n = 0; n < count && seen <= MOST_OBJECTS; n += 1) {
        look(this.#pdfium._FPDFFormObj_GetObject(object, n), depth + 1);
      }
    };
    const count = this.#pdfium._FPDFPage_CountObjects(this.#page);
    for (let n = 0; n < count && seen <= MOST_OBJECTS; n += 1) look(this.#pdfium._FPDFPage_GetObject(this.#page, n), 0);
    fontsMissing.delete('');
    return { images, fontsMissing, more };
  }

  /** The bytes of an image as they lie in the file. They are the reader's memory: gone with the next call. */
  raw({ handle }: PdfImage): Buffer {
    const pdfium = this.#pdfium;
    const length = pdfium._FPDFImageObj_GetImageDataRaw(handle, 0, 0);
    if (length === 0) return Buffer.alloc(0);
    const at = pdfium.wasmExports.malloc(length);
    if (at === 0) return Buffer.alloc(0);
    pdfium._FPDFImageObj_GetImageDataRaw(handle, at, length);
    const bytes = Buffer.from(pdfium.HEAPU8.slice(at, at + length).buffer);
    pdfium.wasmExports.free(at);
    return bytes;
  }

  /** Whether an image that is not a JPEG can be decoded at all. */
  decodes({ handle }: PdfImage): boolean {
    const bitmap = this.#pdfium._FPDFImageObj_GetBitmap(handle);
    if (bitmap === 0) return false;
    this.#pdfium._FPDFBitmap_Destroy(bitmap);
    return true;
  }

  #image(handle: number): PdfImage {
    const pdfium = this.#pdfium;
    const filters = Array.from({ length: Math.min(4, pdfium._FPDFImageObj_GetImageFilterCount(handle)) }, (_, n) =>
      utf8Name(pdfium, 40, (at, size) => pdfium._FPDFImageObj_GetImageFilter(handle, n, at, size)),
    );
    const at = pdfium.wasmExports.malloc(64);
    // FPDF_IMAGEOBJ_METADATA: width, height, horizontal and vertical dpi …; without the page nothing is decoded for it.
    pdfium.HEAPU8.fill(0, at, at + 64);
    pdfium._FPDFImageObj_GetImageMetadata(handle, 0, at);
    const view = new DataView(pdfium.HEAPU8.buffer, at, 64);
    const [width, height, across, down] = [
      view.getUint32(0, true),
      view.getUint32(4, true),
      view.getFloat32(8, true),
      view.getFloat32(12, true),
    ];
    // FS_MATRIX: a b c d e f.
    pdfium._FPDFPageObj_GetMatrix(handle, at + 32);
    const [a, b, c, d] = [0, 4, 8, 12].map((n) => view.getFloat32(32 + n, true)) as [number, number, number, number];
    pdfium.wasmExports.free(at);
    const page = [pdfium._FPDF_GetPageWidth(this.#page), pdfium._FPDF_GetPageHeight(this.#page)] as const;
    return {
      handle,
      filters,
      width,
      height,
      dpi: Math.round(Math.min(across, down)) || 0,
      covers: Math.min(Math.abs(a) / Math.max(1, page[0]), Math.abs(d) / Math.max(1, page[1])),
      plain: a > 0 && d > 0 && b === 0 && c === 0 && pdfium._FPDFPageObj_HasTransparency(handle) === 0,
    };
  }

  /** Without the tag of a subset. */
  #fontName(font: number): string {
    const pdfium = this.#pdfium;
    const name = utf8Name(pdfium, 200, (at, size) => pdfium._FPDFFont_GetBaseFontName(font, at, size));
    return name
      .replace(/^[A-Z]{6}\+/, '')
      .replace(/[^\w\-, .]/g, '')
      .slice(0, 60);
  }
}
