/**
 * A picture reduced to grey: what is needed to say whether a page is blank, dark, crooked or there twice. One value stands for a square of
 * `side` × `side` pixels of the page, and is their mean.
 */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly side: number;
  readonly data: Uint8Array;
}

/**
 * What became of decoding an image. `damaged`: it cannot be decoded as it was meant. `null` in the place of this: a kind of image that the
 * decoder does not know, and somebody else has to.
 */
export type Decoded =
  | { readonly grey: Grey; readonly warning: string | null; readonly end: number }
  | { readonly damaged: string };

/** Adds up rows of grey pixels into squares. Sums fit: 255 × 16² is far below 2³¹. */
export class Reducer {
  readonly side: number;
  readonly #columns: number;
  readonly #width: number;
  readonly #height: number;
  readonly #sums: Int32Array;
  readonly #data: Uint8Array;
  #row = 0;
  /** what a white column of the band comes to, for rows that come as runs */
  #white = 0;
  #inBand = 0;
  /** rows of the band that were added up */
  #counted = 0;

  /** @param side pixels that become one; whole squares of the last column and row may be narrower */
  constructor(width: number, height: number, side: number) {
    this.side = side;
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / side);
    this.#sums = new Int32Array(this.#columns);
    this.#data = new Uint8Array(this.#columns * Math.ceil(height / side));
  }

  /** One row: every `step`-th byte from `from` is a pixel. Where squares are large enough, every other row stands for both. */
  row(bytes: Uint8Array, from: number, step: number): void {
    const { side } = this;
    if (side >= 4 && (this.#inBand & 1) === 1) {
      this.#next(0);
      return;
    }
    const sums = this.#sums;
    const end = from + this.#width * step;
    let at = from;
    for (let column = 0; column < sums.length; column += 1) {
      const until = Math.min(end, at + side * step);
      let sum = 0;
      for (; at < until; at += step) sum += bytes[at]!;
      sums[column]! += sum;
    }
    this.#next(1);
  }

  /** One row of white with black runs: pairs of positions, from and to. */
  runs(changes: Int32Array, count: number, white: number): void {
    const { side } = this;
    const sums = this.#sums;
    this.#white += white;
    const sign = white === 0 ? 255 : -255;
    for (let n = 0; n + 1 < count; n += 2) {
      let from = changes[n]!;
      const to = changes[n + 1]!;
      for (let column = (from / side) | 0; from < to; column += 1) {
        const until = Math.min((column + 1) * side, to);
        sums[column]! += sign * (until - from);
        from = until;
      }
    }
    this.#next(1);
  }

  #next(counts: 0 | 1): void {
    this.#inBand += 1;
    this.#counted += counts;
    this.#row += 1;
    if (this.#inBand < this.side && this.#row < this.#height) return;
    const band = Math.ceil(this.#row / this.side) - 1;
    const { side } = this;
    for (let column = 0; column < this.#columns; column += 1) {
      const across = Math.min(this.#width, (column + 1) * side) - column * side;
      this.#data[band * this.#columns + column] = Math.round(
        (this.#sums[column]! + this.#white * across) / (across * this.#counted),
      );
    }
    this.#sums.fill(0);
    this.#white = 0;
    this.#inBand = 0;
    this.#counted = 0;
  }

  grey(): Grey {
    return {
      width: this.#columns,
      height: Math.ceil(this.#height / this.side),
      side: this.side,
      data: this.#data,
    };
  }
}

/** How much a page is reduced: to a few hundred squares across, so that a line of text still is one. */
export const sideFor = (width: number, height: number): number =>
  Math.max(1, Math.min(16, Math.ceil(Math.max(width, height) / 300)));
