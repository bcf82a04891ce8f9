import { PDFiumModule } from '@hyzyla/pdfium';
import type { Pdfium } from './pdfium-calls.ts';
import { PdfPage } from './pdfium-page.ts';

const PASSWORD = 4;

export type Opened = PdfDocument | 'password' | 'damaged';

/** PDFium (wasm) with its library set up. One for the life of a process. */
export class PdfReader {
  readonly #pdfium: Pdfium;

  private constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium;
  }

  static async start(): Promise<PdfReader> {
    const pdfium = (await PDFiumModule({})) as Pdfium;
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

  /** Loads a page, counted from 0, for as long as `use` takes. @returns null where it cannot be loaded */
  page<T>(number: number, use: (page: PdfPage) => T): T | null {
    const page = this.#pdfium._FPDF_LoadPage(this.#document, number);
    if (page === 0) return null;
    try {
      return use(new PdfPage(this.#pdfium, page));
    } finally {
      this.#pdfium._FPDF_ClosePage(page);
    }
  }

  /** What PDFium itself finds: scripts by name, files attached, protection. */
  get carries(): { readonly scripts: boolean; readonly files: boolean; readonly encrypted: boolean } {
    return {
      scripts: this.#pdfium._FPDFDoc_GetJavaScriptActionCount(this.#document) > 0,
      files: this.#pdfium._FPDFDoc_GetAttachmentCount(this.#document) > 0,
      encrypted: this.#pdfium._FPDF_GetSecurityHandlerRevision(this.#document) !== -1,
    };
  }

  close(): void {
    this.#pdfium._FPDF_CloseDocument(this.#document);
    this.#pdfium.wasmExports.free(this.#content);
  }
}
