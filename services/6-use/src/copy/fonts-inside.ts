import { PDFDict, type PDFDocument, PDFName } from '@cantoo/pdf-lib';

const name = (text: string): PDFName => PDFName.of(text);
const FILES = ['FontFile', 'FontFile2', 'FontFile3'].map(name);
const NEEDS_NONE = ['Type0', 'Type3'].map(name);

/** Whether every font of a document lies inside it (ISO 19005-2 §6.2.11.4.1): the claim of PDF/A that is most often untrue. */
export function fontsLieInside(document: PDFDocument): boolean {
  return document.context.enumerateIndirectObjects().every(([, object]) => {
    if (!(object instanceof PDFDict) || object.get(name('Type')) !== name('Font')) return true;
    if (NEEDS_NONE.includes(object.get(name('Subtype')) as PDFName)) return true;
    const descriptor = object.lookup(name('FontDescriptor'));
    return descriptor instanceof PDFDict && FILES.some((file) => descriptor.has(file));
  });
}
