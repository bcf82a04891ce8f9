import type { Pdfium } from './pdfium-calls.ts';

/** A name that PDFium writes into a buffer: it says how long it is, with the zero at its end. Empty where there is none or it is longer than `most`. */
export function utf8Name(pdfium: Pdfium, most: number, write: (at: number, size: number) => number): string {
  const at = pdfium.wasmExports.malloc(most);
  if (at === 0) return '';
  const length = write(at, most);
  const name =
    length > 1 && length <= most ? Buffer.from(pdfium.HEAPU8.subarray(at, at + length - 1)).toString('utf8') : '';
  pdfium.wasmExports.free(at);
  return name;
}
