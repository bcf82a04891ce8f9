import { deflateSync } from 'node:zlib';

export interface PdfOptions {
  readonly version?: string;
  readonly pages?: number;
  /** entries put into the catalog, e.g. an action */
  readonly catalog?: string;
  /** objects after the pages, numbered from `10 + pages * 2` */
  readonly more?: readonly string[];
  readonly pdfa?: readonly [part: string, conformance: string];
  /** put before the header */
  readonly before?: string;
  readonly trailer?: string;
}

/** A PDF with a cross-reference table, each page with a line drawn on it. */
export function pdf({
  version = '1.7',
  pages = 1,
  catalog = '',
  more = [],
  pdfa,
  before = '',
  trailer = '',
}: PdfOptions = {}): Buffer {
  const numbers = Array.from({ length: pages }, (_, n) => 10 + n * 2);
  const xmp =
    pdfa &&
    `<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>${pdfa[0]}</pdfaid:part><pdfaid:conformance>${pdfa[1]}</pdfaid:conformance></x:xmpmeta>`;
  const objects = new Map<number, string>([
    [1, `<</Type/Catalog/Pages 2 0 R${xmp ? '/Metadata 3 0 R' : ''}${catalog}>>`],
    [2, `<</Type/Pages/Count ${pages}/Kids[${numbers.map((n) => `${n} 0 R`).join(' ')}]>>`],
    ...(xmp ? ([[3, `<</Type/Metadata/Subtype/XML/Length ${xmp.length}>>stream\n${xmp}\nendstream`]] as const) : []),
  ]);
  for (const n of numbers) {
    const drawing = `0 0 m ${n * 7} 200 l S`;
    objects.set(n, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${n + 1} 0 R>>`);
    objects.set(n + 1, `<</Length ${drawing.length}>>stream\n${drawing}\nendstream`);
  }
  for (const [n, object] of more.entries()) objects.set(10 + pages * 2 + n, object);
  let text = `${before}%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`;
  const offsets = new Map<number, number>();
  for (const [number, object] of objects) {
    offsets.set(number, text.length);
    text += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const start = text.length;
  const size = Math.max(...objects.keys()) + 1;
  const row = (n: number): string =>
    offsets.has(n) ? `${String(offsets.get(n)).padStart(10, '0')} 00000 n \n` : '0000000000 65535 f \n';
  text += `xref\n0 ${size}\n${Array.from({ length: size }, (_, n) => row(n)).join('')}`;
  text += `trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** An object stream as newer writers make them: dictionaries packed away from plain sight. */
export function objectStream(content: string): string {
  const packed = deflateSync(Buffer.from(`99 0 ${content}`, 'latin1')).toString('latin1');
  return `<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length ${packed.length}>>stream\n${packed}\nendstream`;
}
