import {
  concatTransformationMatrix,
  drawObject,
  type PDFDocument,
  type PDFOperator,
  type PDFRef,
  popGraphicsState,
  pushGraphicsState,
} from '@cantoo/pdf-lib';
import type { Marks } from './copy.ts';
import { Lettering } from './lettering.ts';
import { qrCode } from './qr.ts';
import type { Sheet } from './sheet.ts';
import { pageNumber, stripOf } from './strip.ts';
import { Watermark } from './watermark.ts';

/** The pages of a copy: each an archived page with the marks over and below it. */
export class MarkedSheets {
  readonly #document: PDFDocument;
  readonly #lettering: Lettering;
  readonly #watermark: Watermark;
  readonly #strip: (width: number) => PDFRef;
  readonly #strips = new Map<number, PDFRef>();
  readonly #count: number;
  #added = 0;

  private constructor(document: PDFDocument, lettering: Lettering, marks: Marks, count: number, colours: boolean) {
    this.#document = document;
    this.#lettering = lettering;
    this.#watermark = new Watermark(document, lettering, marks, colours);
    this.#count = count;
    const qr = qrCode(document, marks.verifyUrl);
    this.#strip = (width) => stripOf(document, lettering, marks, qr, width);
  }

  /** @param colours whether the document may name colours as RGB */
  static async in(document: PDFDocument, marks: Marks, count: number, colours: boolean): Promise<MarkedSheets> {
    return new MarkedSheets(document, await Lettering.into(document), marks, count, colours);
  }

  /**
   * Adds a page.
   * @param archived the drawing of the archived page, if there is anything on it
   * @param size the drawing's size where it is a picture, which is drawn one by one and has to be stretched
   */
  add(sheet: Sheet, archived: PDFRef | undefined, size = { width: 1, height: 1 }): void {
    const { width, height, unit, scale, x, y } = sheet;
    const page = this.#document.addPage([width, height]);
    this.#added += 1;
    const draw = (tag: string, ref: PDFRef, sx: number, sy: number, dx: number, dy: number): PDFOperator[] => [
      pushGraphicsState(),
      concatTransformationMatrix(sx, 0, 0, sy, dx, dy),
      drawObject(page.node.newXObject(tag, ref)),
      popGraphicsState(),
    ];
    const number = pageNumber(this.#document, this.#lettering, `${this.#added}/${this.#count}`, width / unit);
    page.pushOperators(
      ...(archived ? draw('Page', archived, scale * size.width, scale * size.height, x, y) : []),
      ...draw('Strip', this.#stripFor(width / unit), unit, unit, 0, 0),
      ...draw('Number', number, unit, unit, 0, 0),
      ...draw('Watermark', this.#watermark.over(width, height, unit), 1, 1, 0, 0),
    );
  }

  #stripFor(width: number): PDFRef {
    let ref = this.#strips.get(width);
    if (ref === undefined) {
      ref = this.#strip(width);
      this.#strips.set(width, ref);
    }
    return ref;
  }
}
