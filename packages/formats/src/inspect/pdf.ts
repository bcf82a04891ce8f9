import { type Inspection, notLooked, type Problem, problem, unreadable } from '../facts.ts';
import { endIsThere, marksOf, saysEncrypted } from './pdf-marks.ts';
import type { PdfDocument, PdfReader } from './pdfium.ts';
import type { Subject } from './subject.ts';

/** A PDF is opened as a viewer would: every page loaded, the first and the last ones drawn. */
export function inspectPdf(subject: Subject, reader: PdfReader): Inspection {
  const { bytes, limits } = subject;
  if (bytes.size > limits.pdfBytes) return notLooked(problem('PDF_TOO_LARGE', `more than ${limits.pdfBytes} bytes`));
  const content = bytes.at(0, bytes.size);
  const problems = marksOf(content);
  const encrypted = saysEncrypted(content) ? { encrypted: true } : {};
  if (encrypted.encrypted) problems.push(problem('ENCRYPTED', 'the document is encrypted'));
  const opened = reader.open(content);
  if (opened === 'password')
    return { ...notLooked(...problems, problem('PASSWORD', 'needs a password to open')), encrypted: true };
  if (opened === 'damaged') return { ...unreadable('PDF_DAMAGED', 'cannot be opened', ...problems), ...encrypted };
  try {
    return { ...pagesOf(subject, opened, content, problems), pages: opened.pages, ...encrypted };
  } finally {
    opened.close();
  }
}

function pagesOf(
  { limits, deadline }: Subject,
  document: PdfDocument,
  content: Buffer,
  problems: Problem[],
): Inspection {
  const { pages } = document;
  if (pages === 0) return unreadable('NO_PAGES', 'there are no pages', ...problems);
  const half = limits.drawnPages / 2;
  const damaged: number[] = [];
  for (let page = 0; page < pages; page += 1) {
    if (performance.now() > deadline)
      return notLooked(...problems, problem('TIME', `${page} of ${pages} pages were loaded`));
    const drawn = page < half || page >= pages - half;
    if (!document.page(page, drawn)) damaged.push(page + 1);
  }
  if (damaged.length > 0) {
    const which = damaged.slice(0, 20).join(', ');
    return unreadable('PAGE_UNREADABLE', `page ${which}${damaged.length > 20 ? ' …' : ''}`, ...problems);
  }
  // Viewers mend a file whose end is missing; what was in the end is missing all the same.
  if (!endIsThere(content)) return unreadable('TRUNCATED', 'the end of the document is missing', ...problems);
  return { readable: 'yes', problems };
}
