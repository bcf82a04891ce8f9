import { PDFiumModule } from '@hyzyla/pdfium';

type Pdfium = Awaited<ReturnType<typeof PDFiumModule>>;

const RGBX = 3;
const WITH_ANNOTATIONS = 1;
/** red first, as the encoder takes it */
const REVERSED = 16;
const PASSWORD = 4;
const WHITE = 0xffffffff;

/** A page as a picture: rows of red, green, blue and an unused byte. */
export interface Drawing {
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
}

/** PDFium (wasm) with its library set up and no script engine. One for the life of a process. */
export class Renderer {
  readonly #pdfium: Pdfium;

  private constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium;
  }

  static async start(): Promise<Renderer> {
    const pdfium = await PDFiumModule({});
    // FPDF_LIBRARY_CONFIG, version 2: all pointers null.
    const config = pdfium.wasmExports.malloc(32);
    pdfium.HEAPU8.fill(0, config, config + 32);
    pdfium.HEAP32[config >> 2] = 2;
    pdfium._FPDF_InitLibraryWithConfig(config as unknown as object);
    return new Renderer(pdfium);
  }

  open(content: Uint8Array): RenderedDocument | 'password' | 'damaged' {
    const pdfium = this.#pdfium;
    const at = pdfium.wasmExports.malloc(content.length);
    if (at === 0) throw new RangeError('no memory for the document');
    pdfium.HEAPU8.set(content, at);
    const document = pdfium._FPDF_LoadMemDocument(at, content.length, 0);
    if (document !== 0) return new RenderedDocument(pdfium, document, at);
    const why = pdfium._FPDF_GetLastError();
    pdfium.wasmExports.free(at);
    return why === PASSWORD ? 'password' : 'damaged';
  }
}

/** Room for FPDF_FORMFILLINFO with all its callbacks null. */
const FORM_INFO = 256;
const FORM_INFO_VERSION = 2;

export class RenderedDocument {
  readonly pages: number;
  readonly #pdfium: Pdfium;
  readonly #document: number;
  readonly #content: number;
  readonly #formInfo: number;
  /** Fields are drawn by a part of PDFium of its own; 0 where it does not come up, and then they are left out. */
  readonly #form: number;

  constructor(pdfium: Pdfium, document: number, content: number) {
    this.#pdfium = pdfium;
    this.#document = document;
    this.#content = content;
    this.pages = pdfium._FPDF_GetPageCount(document);
    this.#formInfo = pdfium.wasmExports.malloc(FORM_INFO);
    pdfium.HEAPU8.fill(0, this.#formInfo, this.#formInfo + FORM_INFO);
    pdfium.HEAP32[this.#formInfo >> 2] = FORM_INFO_VERSION;
    this.#form = pdfium._FPDFDOC_InitFormFillEnvironment(document, this.#formInfo);
  }

  /**
   * Draws a page, counted from 0, with everything a viewer lays over it: stamps, filled-in fields, the looks of signatures.
   * @param scaleFor pixels per point, told the page's size in points
   * @returns undefined where that was not possible
   */
  draw(
    number: number,
    scaleFor: (width: number, height: number) => number,
  ): (Drawing & { points: { width: number; height: number } }) | undefined {
    const pdfium = this.#pdfium;
    const page = pdfium._FPDF_LoadPage(this.#document, number);
    if (page === 0) return undefined;
    try {
      const points = { width: pdfium._FPDF_GetPageWidth(page), height: pdfium._FPDF_GetPageHeight(page) };
      const scale = scaleFor(points.width, points.height);
      const [width, height] = [points.width, points.height].map((side) => Math.max(1, Math.round(side * scale))) as [
        number,
        number,
      ];
      const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, RGBX, 0, 0);
      if (bitmap === 0) return undefined;
      pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS | REVERSED);
      if (this.#form !== 0)
        pdfium._FPDF_FFLDraw(this.#form, bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS | REVERSED);
      const [from, stride] = [pdfium._FPDFBitmap_GetBuffer(bitmap), pdfium._FPDFBitmap_GetStride(bitmap)];
      const pixels = Buffer.from(pdfium.HEAPU8.subarray(from, from + stride * height));
      pdfium._FPDFBitmap_Destroy(bitmap);
      return { pixels, width, height, points };
    } finally {
      pdfium._FPDF_ClosePage(page);
    }
  }

  close(): void {
    if (this.#form !== 0) this.#pdfium._FPDFDOC_ExitFormFillEnvironment(this.#form);
    this.#pdfium.wasmExports.free(this.#formInfo);
    this.#pdfium._FPDF_CloseDocument(this.#document);
    this.#pdfium.wasmExports.free(this.#content);
  }
}
