import {
  beginText,
  concatTransformationMatrix,
  drawObject,
  endText,
  lineTo,
  moveTo,
  type PDFDocument,
  type PDFOperator,
  type PDFRef,
  popGraphicsState,
  pushGraphicsState,
  setFillingGrayscaleColor,
  setFontAndSize,
  setLineWidth,
  setStrokingGrayscaleColor,
  setTextMatrix,
  setTextRenderingMode,
  showText,
  stroke,
  TextRenderingMode,
} from '@cantoo/pdf-lib';
import { civilTime } from '../civil-time.ts';
import type { Marks } from './copy.ts';
import { type Lettering, linesOf, shortened, widthOf } from './lettering.ts';
import { STRIP } from './sheet.ts';

const QR = { side: 52, right: 16, below: 7 } as const;
const LEFT = 20;
const GAP = 18;
/** Room for the number of the page. */
const NUMBER = 40;

/** The purpose is printed whole: the longest one of the contract fits the last of these. */
const PURPOSE = [
  { size: 8.2, leading: 10.5, top: 39, lines: 2 },
  { size: 6.8, leading: 8.2, top: 40, lines: 3 },
  { size: 5.6, leading: 6.6, top: 41, lines: 4 },
  { size: 4.6, leading: 5.4, top: 41.5, lines: 5 },
] as const;

/** What stands below every page, for a sheet of a given width in units: of what this is a copy, for what and for whom it was made, and the code to verify it by. */
export function stripOf(document: PDFDocument, lettering: Lettering, marks: Marks, qr: PDFRef, width: number): PDFRef {
  const right = width - QR.right - QR.side - GAP;
  const room = right - LEFT;
  const operators: PDFOperator[] = [
    setStrokingGrayscaleColor(0.55),
    setLineWidth(0.5),
    moveTo(LEFT, STRIP - 1.5),
    lineTo(width - QR.right, STRIP - 1.5),
    stroke(),
    pushGraphicsState(),
    concatTransformationMatrix(QR.side, 0, 0, QR.side, width - QR.right - QR.side, QR.below),
    drawObject('QR'),
    popGraphicsState(),
  ];
  const write = (text: string, x: number, y: number, size: number, grey: number): void =>
    void operators.push(...textAt(lettering, text, x, y, size, grey));

  const heading = '利用副本';
  operators.push(...asBold(textAt(lettering, heading, LEFT, 50.5, 10.5, 0.1)));
  const after = LEFT + widthOf(heading, 10.5) + 8;
  write(shortened(`档号 ${marks.referenceCode} | ${marks.title}`, 8.2, right - after - NUMBER), after, 50.5, 8.2, 0.15);

  const purpose = `利用目的：${marks.purpose}`;
  const way = PURPOSE.find(({ size, lines }) => linesOf(purpose, size, room).length <= lines) ?? PURPOSE.at(-1)!;
  linesOf(purpose, way.size, room)
    .slice(0, way.lines)
    .forEach((line, i) => {
      write(line, LEFT, way.top - i * way.leading, way.size, 0.15);
    });

  const meta = [
    `申请账户 ${marks.account} | 申请时间 ${civilTime(marks.askedAt)} (UTC+8) | 副本编号 ${marks.copyId}`,
    `扫码验真 Scan to verify | ${marks.verifyUrl}`,
  ];
  meta.forEach((line, i) => {
    write(shortened(line, 6.4, room), LEFT, 15.5 - i * 8.5, 6.4, 0.3);
  });

  return document.context.register(
    document.context.formXObject(operators, {
      BBox: document.context.obj([0, 0, width, STRIP]),
      Resources: { Font: { F: lettering.font.ref }, XObject: { QR: qr } },
    }),
  );
}

/** `1/3` at the right of the strip's heading: whether pages are missing can be seen on paper. */
export function pageNumber(document: PDFDocument, lettering: Lettering, text: string, width: number): PDFRef {
  const x = width - QR.right - QR.side - GAP - widthOf(text, 7);
  return document.context.register(
    document.context.formXObject(textAt(lettering, text, x, 50.5, 7, 0.35), {
      BBox: document.context.obj([0, 0, width, STRIP]),
      Resources: { Font: { F: lettering.font.ref } },
    }),
  );
}

/** The typeface has no bold: the letters' outlines are drawn as well. */
const asBold = (operators: PDFOperator[]): PDFOperator[] => [
  pushGraphicsState(),
  setStrokingGrayscaleColor(0.1),
  setLineWidth(0.35),
  setTextRenderingMode(TextRenderingMode.FillAndOutline),
  ...operators,
  popGraphicsState(),
];

export const textAt = (
  lettering: Lettering,
  text: string,
  x: number,
  y: number,
  size: number,
  grey?: number,
): PDFOperator[] => [
  ...(grey === undefined ? [] : [setFillingGrayscaleColor(grey)]),
  beginText(),
  setFontAndSize('F', size),
  setTextMatrix(1, 0, 0, 1, x, y),
  showText(lettering.encode(text)),
  endText(),
];
