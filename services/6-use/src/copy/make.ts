import type { PDFDocument } from '@cantoo/pdf-lib';
import { type CopyJob, type MadeCopy, type Marks, MOST_PAGES, NoCopy } from './copy.ts';
import { drawnPages } from './drawn.ts';
import { fontsLieInside } from './fonts-inside.ts';
import { type Keepable, keepable } from './kept.ts';
import { MarkedSheets } from './marked-sheets.ts';
import { archived, blankCopy } from './pdf-a.ts';
import { type Picture, pictures } from './pictures.ts';
import { a4For, type Sheet, sheetOver } from './sheet.ts';
import { takeOver } from './take-over.ts';

/**
 * Makes a use copy (利用副本): a new PDF/A-2b whose pages are those of the source, each with a watermark over it and a strip below it. Nothing else of the source
 * is in it: no attachments, scripts, fields, signatures, earlier versions or descriptions. The same job and bytes give the same bytes.
 * @throws NoCopy
 */
export async function makeCopy({ kind, marks }: CopyJob, content: Uint8Array): Promise<MadeCopy> {
  if (kind === 'image') return drawn(marks, pictures(content), a4For);
  const source = await keepable(content);
  if (source && source.pages.length > MOST_PAGES) throw new NoCopy('TOO_MANY_PAGES');
  return (source && (await kept(marks, source))) ?? drawn(marks, drawnPages(content), sheetOver);
}

/** @returns undefined where the pages cannot be taken over after all */
async function kept(marks: Marks, { pages, intent }: Keepable): Promise<MadeCopy | undefined> {
  const copy = await blankCopy();
  try {
    const taken = await takeOver(copy, pages);
    if (!fontsLieInside(copy)) return undefined;
    const sheets = await MarkedSheets.in(copy, marks, taken.length, intent === null || intent.components === 3);
    for (const { width, height, ref } of taken) sheets.add(sheetOver(width, height), ref);
  } catch {
    // Its structure is not what it looked like; what draws pages may make more of it, or says that it is broken.
    return undefined;
  }
  return { pdf: await archived(copy, marks, intent), pages: pages.length, how: 'kept' };
}

/** Pages that come as pictures. How many there are is known when all are there, so they are marked in a second pass. */
async function drawn(
  marks: Marks,
  all: AsyncIterable<Picture>,
  sheetFor: (width: number, height: number) => Sheet,
): Promise<MadeCopy> {
  const copy = await blankCopy();
  const placed: { sheet: Sheet; picture: Awaited<ReturnType<PDFDocument['embedJpg']>>; size: Picture }[] = [];
  for await (const size of all) {
    const picture = await copy.embedJpg(size.jpeg);
    await picture.embed();
    placed.push({ sheet: sheetFor(size.width, size.height), picture, size });
  }
  const sheets = await MarkedSheets.in(copy, marks, placed.length, true);
  for (const { sheet, picture, size } of placed) sheets.add(sheet, picture.ref, size);
  return { pdf: await archived(copy, marks, null), pages: placed.length, how: 'drawn' };
}
