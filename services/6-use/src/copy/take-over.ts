import { type PDFDocument, PDFName, PDFObjectCopier, type PDFPage, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';

/** A page of another document as one drawing, upright, its lower left corner at the origin. Sizes in points. */
export interface TakenOver {
  readonly width: number;
  readonly height: number;
  /** undefined where nothing is on the page */
  readonly ref: PDFRef | undefined;
}

/** All of a page that draws it. What else hangs on it (annotations, actions, thumbnails, tags, private data) stays behind. */
const DRAWS = ['Type', 'Parent', 'Contents', 'Resources', 'MediaBox', 'CropBox', 'Rotate', 'Group'].map((key) =>
  PDFName.of(key),
);

/** Takes pages over, in their order. The document they come from is of no use afterwards. */
export async function takeOver(into: PDFDocument, pages: readonly PDFPage[]): Promise<TakenOver[]> {
  const places = pages.map((page) => ({ page, ...placeOf(page) }));
  for (const { node } of pages) for (const key of node.keys()) if (!DRAWS.includes(key)) node.delete(key);
  const drawn = places.filter(({ page }) => page.node.Contents() !== undefined);
  const embedded = await into.embedPages(
    drawn.map(({ page }) => page),
    drawn.map(({ box }) => box),
    drawn.map(({ matrix }) => matrix),
  );
  const refs = new Map<PDFPage, PDFRef>();
  for (const [i, { page }] of drawn.entries()) {
    const drawing = embedded[i]!;
    await drawing.embed();
    keepGroup(into, page, drawing.ref);
    refs.set(page, drawing.ref);
  }
  return places.map(({ page, width, height }) => ({ width, height, ref: refs.get(page) }));
}

type Matrix = [number, number, number, number, number, number];

/** The part of a page that is shown, and how it is turned upright (ISO 32000-1 §7.7.3.3: Rotate is clockwise). */
function placeOf(page: PDFPage) {
  const { x, y, width, height } = page.getCropBox();
  const [right, top] = [x + width, y + height];
  const matrices: Record<number, Matrix> = {
    90: [0, -1, 1, 0, -y, right],
    180: [-1, 0, 0, -1, right, top],
    270: [0, 1, -1, 0, top, -x],
  };
  const turn = ((page.getRotation().angle % 360) + 360) % 360;
  const lying = turn === 90 || turn === 270;
  return {
    box: { left: x, bottom: y, right, top },
    matrix: matrices[turn] ?? ([1, 0, 0, 1, -x, -y] satisfies Matrix),
    width: lying ? height : width,
    height: lying ? width : height,
  };
}

/** How a page blends (its transparency group) goes with it. */
function keepGroup(into: PDFDocument, { node }: PDFPage, ref: PDFRef): void {
  const group = node.lookup(PDFName.of('Group'));
  const drawing = into.context.lookup(ref);
  if (group === undefined || !(drawing instanceof PDFRawStream)) return;
  drawing.dict.set(PDFName.of('Group'), PDFObjectCopier.for(node.context, into.context).copy(group));
}
