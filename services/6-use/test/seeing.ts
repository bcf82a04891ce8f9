import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFiumModule } from '@hyzyla/pdfium';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type Drawing, Renderer } from '../src/copy/pdfium.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });

const renderer = Renderer.start();

/** A page as somebody sees it, at 150 dots per inch. */
export async function seen(
  pdf: Uint8Array,
  page = 0,
): Promise<Drawing & { points: { width: number; height: number } }> {
  const document = (await renderer).open(pdf);
  if (typeof document === 'string') throw new Error(`the document is ${document}`);
  try {
    return document.draw(page, () => 150 / 72)!;
  } finally {
    document.close();
  }
}

export async function pagesOf(pdf: Uint8Array): Promise<number> {
  const document = (await renderer).open(pdf);
  if (typeof document === 'string') throw new Error(`the document is ${document}`);
  const { pages } = document;
  document.close();
  return pages;
}

/** What the QR codes of a page say. */
export async function codesOn({ pixels, width, height }: Drawing): Promise<string[]> {
  const image = { data: new Uint8ClampedArray(pixels), width, height, colorSpace: 'srgb' as const };
  const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true });
  return found.map(({ text }) => text);
}

/** Share of pixels, of a part of the page given in points from its lower left corner, that a test of red, green and blue holds for. */
export function share(
  { pixels, width, height }: Drawing,
  [left, bottom, right, top]: readonly [number, number, number, number],
  holds: (red: number, green: number, blue: number) => boolean,
): number {
  const at = (points: number): number => Math.round((points * 150) / 72);
  let [hits, all] = [0, 0];
  for (let y = height - at(top); y < height - at(bottom); y += 1)
    for (let x = at(left); x < at(right); x += 1) {
      const i = (y * width + x) * 4;
      if (holds(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!)) hits += 1;
      all += 1;
    }
  return hits / all;
}

const text = PDFiumModule({});

/** The text of a page, as a viewer would copy it. */
export async function textOf(pdf: Uint8Array, page = 0): Promise<string> {
  const pdfium = await text;
  pdfium._FPDF_InitLibraryWithConfig(config(pdfium) as unknown as object);
  const at = pdfium.wasmExports.malloc(pdf.length);
  pdfium.HEAPU8.set(pdf, at);
  const document = pdfium._FPDF_LoadMemDocument(at, pdf.length, 0);
  const loaded = pdfium._FPDF_LoadPage(document, page);
  const words = pdfium._FPDFText_LoadPage(loaded);
  const count = pdfium._FPDFText_CountChars(words);
  const into = pdfium.wasmExports.malloc((count + 1) * 2);
  pdfium._FPDFText_GetText(words, 0, count, into);
  const read = Buffer.from(pdfium.HEAPU8.subarray(into, into + count * 2)).toString('utf16le');
  pdfium._FPDFText_ClosePage(words);
  pdfium._FPDF_ClosePage(loaded);
  pdfium._FPDF_CloseDocument(document);
  return read;
}

function config(pdfium: Awaited<typeof text>): number {
  const at = pdfium.wasmExports.malloc(32);
  pdfium.HEAPU8.fill(0, at, at + 32);
  pdfium.HEAP32[at >> 2] = 2;
  return at;
}
