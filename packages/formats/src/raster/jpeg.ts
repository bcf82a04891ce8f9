import type { Decoded, Grey } from './grey.ts';
import { END_OF_BLOCK, type Huffman, LOOK, longer } from './huffman.ts';
import { type JpegHeader, jpegHeader } from './jpeg-header.ts';

/** Pixels of the longer side below which a page is kept at a quarter. */
const FINE_BELOW = 1800;
/** What the first cosine is on average over half a block, as the transform scales it (T.81 A.3.3): along one axis, and along both. */
const EDGE = 0.11327;
const CORNER = 0.10263;
/** More than one block can take: 64 symbols of 31 bits, and what a lookup reads ahead. */
const BEYOND = 272;

/**
 * Decodes a sequential JPEG to its end. Every bit of the entropy-coded data passes through its Huffman table, block by block: that is where a JPEG can be damaged
 * and be found to be; what comes after (dequantizing, transforming) takes any numbers. Of each block only the first coefficient is kept, which is the block's mean
 * (and three more of a small page): the page at an eighth or a quarter. So it is proved whole in a fifth of the time that painting it would take (docs/performance-formats.md). null: not this kind of JPEG.
 */
export function decodeJpeg(bytes: Buffer): Decoded | null {
  const header = jpegHeader(bytes);
  if (!header || 'damaged' in header) return header;
  const scan = scanOf(bytes, header.data);
  const blocks = blocksOf(header);
  if (!blocks) return { damaged: 'coded with a table that is not there' };
  const picture = new Picture(header, blocks);
  const total = picture.across * picture.down;
  const each = header.restart === 0 ? total : header.restart;
  const intervals = Math.ceil(total / each);
  if (scan.intervals.length < intervals) return { damaged: `${scan.intervals.length} of ${intervals} intervals` };
  let warning = scan.intervals.length > intervals ? 'more intervals than there are blocks' : null;
  for (let n = 0; n < intervals; n += 1) {
    const [from, to] = scan.intervals[n]!;
    const fault = picture.interval(scan.view, from * 8, to * 8, n * each, Math.min(total, (n + 1) * each));
    if (typeof fault === 'string') return { damaged: fault };
    // What is left in the last byte is padding; whole bytes that nobody asked for are not.
    if (to * 8 - fault >= 16) warning ??= 'extraneous bytes before a marker';
  }
  if (scan.next === -1)
    return { grey: picture.grey(), warning: warning ?? 'no end of image marker', end: bytes.length };
  const marker = bytes[scan.next + 1]!;
  if (marker !== 0xd9)
    return marker === 0xdc || marker === 0xda
      ? null
      : { damaged: 'image data ends at a marker that is none of its end' };
  return { grey: picture.grey(), warning, end: scan.next + 2 };
}

interface Scan {
  /** the data without the zero bytes that follow each 0xff, and padded so that looking ahead stays inside */
  readonly view: DataView;
  /** in bytes of it, between restart markers */
  readonly intervals: readonly (readonly [from: number, to: number])[];
  /** where the marker that ends it stands in the file; −1 where there is none */
  readonly next: number;
}

function scanOf(bytes: Buffer, start: number): Scan {
  const clean = Buffer.allocUnsafe(bytes.length - start + BEYOND);
  const intervals: [number, number][] = [];
  let [read, written, began, next] = [start, 0, 0, -1];
  for (;;) {
    const at = bytes.indexOf(0xff, read);
    const until = at === -1 ? bytes.length : at;
    bytes.copy(clean, written, read, until);
    written += until - read;
    if (at === -1 || at + 1 >= bytes.length) break;
    const after = bytes[at + 1]!;
    read = at + 2;
    if (after === 0) clean[written++] = 0xff;
    else if (after === 0xff) read = at + 1;
    else if (after >= 0xd0 && after <= 0xd7) {
      intervals.push([began, written]);
      began = written;
      // Restarts are numbered in a circle; one out of turn means that some between are gone.
      if (after !== 0xd0 + ((intervals.length - 1) & 7)) break;
    } else {
      next = at;
      break;
    }
  }
  intervals.push([began, written]);
  clean.fill(0, written, Math.min(clean.length, written + BEYOND));
  return { view: new DataView(clean.buffer, clean.byteOffset, clean.length), intervals, next };
}

interface Block {
  readonly component: number;
  readonly dc: Huffman;
  readonly ac: Huffman;
}

/** The blocks of one MCU in their order (T.81 A.2.3). */
function blocksOf({ components, tables, dc, ac }: JpegHeader): Block[] | null {
  const blocks: Block[] = [];
  for (const [component, { across, down }] of components.entries()) {
    const [d, a] = [dc[tables[component]![0]], ac[tables[component]![1]]];
    if (!d || !a) return null;
    for (let n = 0; n < across * down; n += 1) blocks.push({ component, dc: d, ac: a });
  }
  return blocks;
}

class Picture {
  /** MCUs in a row, and rows */
  readonly across: number;
  readonly down: number;
  readonly #blocks: readonly Block[];
  readonly #first: { readonly across: number; readonly down: number };
  readonly #columns: number;
  readonly #rows: number;
  readonly #data: Uint8ClampedArray;
  /** what one step of a coefficient is in grey, for the mean and those next to it */
  readonly #mean: number;
  readonly #right: number;
  readonly #below: number;
  readonly #both: number;
  readonly #coefficients = new Int32Array(5);
  /** A small page is kept at a quarter, or its lines of text would run into one another. */
  readonly #fine: boolean;

  constructor({ width, height, components, steps }: JpegHeader, blocks: readonly Block[]) {
    const [first] = components as [JpegHeader['components'][number]];
    this.across = Math.ceil(width / (8 * first.across));
    this.down = Math.ceil(height / (8 * first.down));
    this.#blocks = blocks;
    this.#first = first;
    this.#fine = Math.max(width, height) < FINE_BELOW;
    const side = this.#fine ? 4 : 8;
    this.#columns = Math.ceil(width / side);
    this.#rows = Math.ceil(height / side);
    this.#data = new Uint8ClampedArray(this.#columns * this.#rows);
    const step = steps[first.quantizer] ?? new Uint16Array(64).fill(8);
    this.#mean = step[0]! / 8;
    this.#right = step[1]! * EDGE;
    this.#below = step[2]! * EDGE;
    this.#both = step[4]! * CORNER;
  }

  /** @returns bits read up to, or what is wrong */
  interval(view: DataView, from: number, to: number, firstMcu: number, lastMcu: number): number | string {
    const blocks = this.#blocks;
    const before = new Int32Array(4);
    const inFirst = this.#first.across * this.#first.down;
    const fine = this.#fine;
    let at = from;
    for (let mcu = firstMcu; mcu < lastMcu; mcu += 1) {
      for (let n = 0; n < blocks.length; n += 1) {
        const { component, dc, ac } = blocks[n]!;
        let entry = dc.table[(view.getInt32(at >>> 3) << (at & 7)) >>> (32 - LOOK)]!;
        if (entry === 0) entry = longer(dc, (view.getInt32(at >>> 3) << (at & 7)) >>> 16);
        if (entry === 0) return 'no such code';
        const size = (entry >> 8) & 0xff;
        at += entry & 0xff;
        if (size > 0) {
          const last = at - size;
          const bits = (view.getInt32(last >>> 3) << (last & 7)) >>> (32 - size);
          before[component]! += bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
        }
        const { table } = ac;
        const low = fine && n < inFirst ? 4 : 0;
        let k = 1;
        while (k < 64) {
          // Whole numbers of 32 bits all the way: a symbol costs a load, a lookup and an addition.
          const bits = view.getInt32(at >>> 3) << (at & 7);
          entry = table[bits >>> (32 - LOOK)]!;
          if (entry === 0) {
            entry = longer(ac, bits >>> 16);
            if (entry === 0) return 'no such code';
          }
          at += entry & 0xff;
          if (k <= low) this.#low(k + (entry >> 16) - 1, (entry >> 8) & 0xff, view, at);
          k += entry >> 16;
        }
        if (k > 64 && k < END_OF_BLOCK) return 'more coefficients than a block has';
        if (at > to) return 'image data ends too early';
        if (n < inFirst) this.#put(mcu, n, before[0]!);
      }
    }
    return at;
  }

  /** The three coefficients next to the mean, by their place in the zigzag: across, down, both. */
  #low(k: number, size: number, view: DataView, end: number): void {
    if (size === 0 || (k !== 1 && k !== 2 && k !== 4)) return;
    const last = end - size;
    const bits = (view.getInt32(last >>> 3) << (last & 7)) >>> (32 - size);
    this.#coefficients[k] = bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
  }

  #put(mcu: number, n: number, dc: number): void {
    const { across, down } = this.#first;
    const x = (mcu % this.across) * across + (n % across);
    const y = ((mcu / this.across) | 0) * down + ((n / across) | 0);
    const mean = dc * this.#mean + 128;
    if (!this.#fine) {
      this.#paint(x, y, mean);
      return;
    }
    const low = this.#coefficients;
    const right = low[1]! * this.#right;
    const below = low[2]! * this.#below;
    const both = low[4]! * this.#both;
    this.#paint(x * 2, y * 2, mean + right + below + both);
    this.#paint(x * 2 + 1, y * 2, mean - right + below - both);
    this.#paint(x * 2, y * 2 + 1, mean + right - below - both);
    this.#paint(x * 2 + 1, y * 2 + 1, mean - right - below + both);
    low[1] = 0;
    low[2] = 0;
    low[4] = 0;
  }

  #paint(x: number, y: number, value: number): void {
    if (x < this.#columns && y < this.#rows) this.#data[y * this.#columns + x] = value;
  }

  grey(): Grey {
    return { width: this.#columns, height: this.#rows, side: this.#fine ? 4 : 8, data: new Uint8Array(this.#data) };
  }
}
