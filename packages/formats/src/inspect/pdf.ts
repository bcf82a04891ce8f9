import { type Inspection, notLooked, type Problem, problem, unreadable } from '../facts.ts';
import { PdfLook } from './pdf-look.ts';
import { endIsThere, marksOf, saysEncrypted } from './pdf-marks.ts';
import type { PdfDocument, PdfReader } from './pdfium.ts';
import { pdfSignatures } from './signatures.ts';
import type { Subject } from './subject.ts';

/** A PDF is opened as a viewer would: every page loaded, and drawn small as long as there are not too many. */
export async function inspectPdf(subject: Subject, reader: PdfReader): Promise<Inspection> {
  const { bytes, limits, anchors } = subject;
  if (bytes.size > limits.pdfBytes)
    return { ...notLooked(problem('PDF_TOO_LARGE', `more than ${limits.pdfBytes} bytes`)), signatures: null };
  const content = bytes.at(0, bytes.size);
  return { ...opened(subject, reader, content), signatures: await pdfSignatures(content, anchors) };
}

function opened(subject: Subject, reader: PdfReader, content: Buffer): Inspection {
  const problems = marksOf(content);
  const document = reader.open(content);
  const encrypted =
    saysEncrypted(content) || (typeof document === 'object' && document.carries.encrypted) ? { encrypted: true } : {};
  if (encrypted.encrypted) problems.push(problem('ENCRYPTED', 'the document is encrypted'));
  if (document === 'password')
    return { ...notLooked(...problems, problem('PASSWORD', 'needs a password to open')), encrypted: true };
  if (document === 'damaged') return { ...unreadable('PDF_DAMAGED', 'cannot be opened', ...problems), ...encrypted };
  try {
    problems.push(...hidden(document, problems));
    return { ...pagesOf(subject, document, content, problems), pages: document.pages, ...encrypted };
  } finally {
    document.close();
  }
}

/** What the reader finds that the bytes did not show: something packed or spelt in a way of its own. */
function hidden({ carries }: PdfDocument, known: readonly Problem[]): Problem[] {
  const has = (code: string): boolean => known.some((one) => one.code === code);
  return [
    ...(carries.scripts && !has('JAVASCRIPT') ? [problem('JAVASCRIPT', 'carries JavaScript')] : []),
    ...(carries.files && !has('EMBEDDED_FILE') ? [problem('EMBEDDED_FILE', 'files are embedded in the document')] : []),
  ];
}

function pagesOf(
  { limits, deadline }: Subject,
  document: PdfDocument,
  content: Buffer,
  problems: Problem[],
): Inspection {
  const { pages } = document;
  if (pages === 0) return unreadable('NO_PAGES', 'there are no pages', ...problems);
  const half = Math.ceil(limits.drawnPages / 2);
  const look = new PdfLook();
  const damaged: number[] = [];
  for (let page = 0; page < pages; page += 1) {
    if (performance.now() > deadline)
      return { ...notLooked(...problems, problem('TIME', `${page} of ${pages} pages were loaded`)), ...look.facts() };
    const wanted = page < half || page >= pages - half;
    const done = document.page(page, (loaded) => !wanted || look.at(loaded, page + 1));
    if (!done) damaged.push(page + 1);
  }
  const seen = look.facts();
  problems.push(...look.problems());
  if (damaged.length > 0) return { ...unreadable('PAGE_UNREADABLE', listed(damaged), ...problems), ...seen };
  if (look.damaged.length > 0)
    return { ...unreadable('PAGE_IMAGE_DAMAGED', listed(look.damaged), ...problems), ...seen };
  // Viewers mend a file whose end is missing; what was in the end is missing all the same.
  if (!endIsThere(content))
    return { ...unreadable('TRUNCATED', 'the end of the document is missing', ...problems), ...seen };
  return { readable: 'yes', problems, ...seen };
}

const listed = (pages: readonly number[]): string =>
  `page ${pages.slice(0, 20).join(', ')}${pages.length > 20 ? ' …' : ''}`;
