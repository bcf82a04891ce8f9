import {
  concatTransformationMatrix,
  drawObject,
  type PDFDocument,
  type PDFOperator,
  type PDFRef,
  popGraphicsState,
  pushGraphicsState,
  setFillingGrayscaleColor,
  setFillingRgbColor,
  setGraphicsState,
} from '@cantoo/pdf-lib';
import { civilDate } from '../civil-time.ts';
import type { Marks } from './copy.ts';
import { type Lettering, shortened, widthOf } from './lettering.ts';
import { STRIP } from './sheet.ts';
import { textAt } from './strip.ts';

const ANGLE = (30 * Math.PI) / 180;
const [COS, SIN] = [Math.cos(ANGLE), Math.sin(ANGLE)];
const LARGE = 17;
const SMALL = 9;
/** Units between one row and the next, and between one mark and the next in a row. */
const ROWS = 132;
const BETWEEN = 64;

interface Tile {
  readonly ref: PDFRef;
  readonly width: number;
}

/** Light marks all over a page, so that no part of it can be used for something else unseen. One drawing, used on every page of its size. */
export class Watermark {
  readonly #document: PDFDocument;
  readonly #tile: Tile;
  readonly #sizes = new Map<string, PDFRef>();

  /** @param colours whether the document may name colours as RGB; otherwise the marks are grey */
  constructor(document: PDFDocument, lettering: Lettering, marks: Marks, colours: boolean) {
    this.#document = document;
    this.#tile = tileOf(document, lettering, marks, colours);
  }

  /** Over all of a page but the strip, where the code has to stay clean. */
  over(width: number, height: number, unit: number): PDFRef {
    const key = `${width}/${height}`;
    let ref = this.#sizes.get(key);
    if (ref === undefined) {
      const { context } = this.#document;
      ref = context.register(
        context.formXObject(this.#rows(width, height, unit), {
          BBox: context.obj([0, STRIP * unit, width, height]),
          Resources: { XObject: { T: this.#tile.ref } },
        }),
      );
      this.#sizes.set(key, ref);
    }
    return ref;
  }

  #rows(width: number, height: number, unit: number): PDFOperator[] {
    const operators: PDFOperator[] = [];
    const step = (this.#tile.width + BETWEEN) * unit;
    const reach = Math.hypot(width, height) / 2 + step;
    const half = (this.#tile.width / 2) * unit;
    for (let row = -Math.ceil(reach / (ROWS * unit)); row * ROWS * unit <= reach; row += 1) {
      const shift = row % 2 === 0 ? 0 : step / 2;
      for (let at = -Math.ceil(reach / step); at * step <= reach; at += 1) {
        // Along the rotated axes, from the middle of the page.
        const [u, v] = [at * step + shift, row * ROWS * unit];
        const [x, y] = [width / 2 + u * COS - v * SIN, height / 2 + u * SIN + v * COS];
        if (x < -half || x > width + half || y < -half || y > height + half) continue;
        const [left, below] = [x - half * COS, y - half * SIN];
        operators.push(
          pushGraphicsState(),
          concatTransformationMatrix(unit * COS, unit * SIN, -unit * SIN, unit * COS, left, below),
          drawObject('T'),
          popGraphicsState(),
        );
      }
    }
    return operators;
  }
}

function tileOf(document: PDFDocument, lettering: Lettering, marks: Marks, colours: boolean): Tile {
  const { context } = document;
  const above = shortened(`仅限用于：${marks.purpose}`, LARGE, 17 * 24);
  const below = shortened(
    `${marks.account} | ${civilDate(marks.askedAt)} | 副本 ${marks.copyId.slice(0, 12)}`,
    SMALL,
    17 * 24,
  );
  const width = Math.max(widthOf(above, LARGE), widthOf(below, SMALL));
  const operators = [
    setGraphicsState('G'),
    colours ? setFillingRgbColor(0.72, 0.1, 0.1) : setFillingGrayscaleColor(0.35),
    ...textAt(lettering, above, (width - widthOf(above, LARGE)) / 2, 0, LARGE),
    ...textAt(lettering, below, (width - widthOf(below, SMALL)) / 2, -15, SMALL),
  ];
  const ref = context.register(
    context.formXObject(operators, {
      BBox: context.obj([0, -20, width, 20]),
      Resources: { Font: { F: lettering.font.ref }, ExtGState: { G: { Type: 'ExtGState', ca: 0.13 } } },
    }),
  );
  return { ref, width };
}
