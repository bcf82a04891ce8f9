import { PDFiumLibrary } from '@hyzyla/pdfium';

/** Text of each page as another program reads it out of a PDF. */
export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  try {
    return [...document.pages()].map((page) => page.getText().replaceAll('\r\n', '\n'));
  } finally {
    document.destroy();
    library.destroy();
  }
}

/** Text without the line ends that the page made of it. */
export const running = (pages: readonly string[]): string => pages.join('').replaceAll('\n', '');
