import { PDFiumModule } from '@hyzyla/pdfium';

type Pdfium = Awaited<ReturnType<typeof PDFiumModule>>;

/** Longest side of a page as it is drawn, in pixels: enough to run every drawing instruction and every image decoder. */
const DRAWN = 256;
const GREY = 1;
const WITH_ANNOTATIONS = 1;
const PASSWORD = 4;

export type Opened = PdfDocument | 'password' | 'damaged';

/** PDFium (wasm) with its library set up. One for the life of a process. */
export class PdfReader {
  readonly #pdfium: Pdfium;

  private constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium;
  }

  static async start(): Promise<PdfReader> {
    const pdfium = await PDFiumModule({});
    // FPDF_LIBRARY_CONFIG, version 2: all pointers null, no script engine.
    const config = pdfium.wasmExports.malloc(32);
    pdfium.HEAPU8.fill(0, config, config + 32);
    pdfium.HEAP32[config >> 2] = 2;
    pdfium._FPDF_InitLibraryWithConfig(config as unknown as object);
    return new PdfReader(pdfium);
  }

  /** Memory is taken for the document until it is closed. */
  open(content: Uint8Array): Opened {
    const pdfium = this.#pdfium;
    const at = pdfium.wasmExports.malloc(content.length);
    if (at === 0) throw new RangeError('no memory for the document');
    pdfium.HEAPU8.set(content, at);
    const document = pdfium._FPDF_LoadMemDocument(at, content.length, 0);
    if (document !== 0) return new PdfDocument(pdfium, document, at);
    const why = pdfium._FPDF_GetLastError();
    pdfium.wasmExports.free(at);
    return why === PASSWORD ? 'password' : 'damaged';
  }
}

export class PdfDocument {
  readonly pages: number;
  readonly #pdfium: Pdfium;
  readonly #document: number;
  readonly #content: number;

  constructor(pdfium: Pdfium, document: number, content: number) {
    this.#pdfium = pdfium;
    this.#document = document;
    this.#content = content;
    this.pages = pdfium._FPDF_GetPageCount(document);
  }

  /** Loads a page, counted from 0, and draws it if asked. @returns whether that was possible */
  page(number: number, draw: boolean): boolean {
    const page = this.#pdfium._FPDF_LoadPage(this.#document, number);
    if (page === 0) return false;
    const done = !draw || this.#draw(page);
    this.#pdfium._FPDF_ClosePage(page);
    return done;
  }

  close(): void {
    this.#pdfium._FPDF_CloseDocument(this.#document);
    this.#pdfium.wasmExports.free(this.#content);
  }

  #draw(page: number): boolean {
    const pdfium = this.#pdfium;
    const [width, height] = [pdfium._FPDF_GetPageWidth(page), pdfium._FPDF_GetPageHeight(page)];
    const scale = DRAWN / Math.max(width, height, 1);
    const [x, y] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
    const bitmap = pdfium._FPDFBitmap_CreateEx(x, y, GREY, 0, 0);
    if (bitmap === 0) return false;
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, x, y, 0xffffffff);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, x, y, 0, WITH_ANNOTATIONS);
    pdfium._FPDFBitmap_Destroy(bitmap);
    return true;
  }
}
