import sharp from 'sharp';
import { Random } from '../random.ts';
import { setText } from './lines.ts';
import { INKS } from './pdf-ops.ts';
import { isStatic, type Mark, type Sheet, textOf } from './sheet.ts';
import { stampOf } from './stamps.ts';
import { svgOf } from './svg.ts';

/** Pixels of a scanned page. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 1 | 3;
}

export interface PlateOptions {
  /** identifies the plate; its noise and skew follow from it */
  name: string;
  dpi: number;
  colour: boolean;
  /** largest turn either way, degrees */
  skew?: number;
  /** strength of the scanner's noise in grey levels; 0 where no scanner took part, and then there is no dust either */
  noise?: number;
}

/**
 * A page that has been through the scanner once: printed part, paper, noise, dust and skew are kept as pixels, and each document only adds what
 * was filled in. Turning and roughening a page costs thirty times what copying it does.
 */
export class Plate {
  readonly #pixels: Pixels;
  readonly #slots: readonly Extract<Mark, { kind: 'text' }>[];
  readonly #scale: number;
  readonly #turn: { cos: number; sin: number };
  readonly #specks: number;

  private constructor(
    pixels: Pixels,
    slots: readonly Extract<Mark, { kind: 'text' }>[],
    { scale, skew, specks }: { scale: number; skew: number; specks: number },
  ) {
    this.#specks = specks;
    this.#pixels = pixels;
    this.#slots = slots;
    this.#scale = scale;
    this.#turn = { cos: Math.cos(skew), sin: Math.sin(skew) };
  }

  static async scan(sheet: Sheet, { name, dpi, colour, skew = 1.2, noise = 9 }: PlateOptions): Promise<Plate> {
    const random = new Random(`plate/${name}`);
    const scale = dpi / 72;
    const turned = ((random.below(2001) - 1000) / 1000) * skew * (Math.PI / 180);
    const paper = colour
      ? random.pick(['#fdfcf8', '#fbfaf5', '#f8f8f6'])
      : random.pick(['#fdfdfd', '#f9f9f9', '#f5f5f5']);
    const svg = svgOf(sheet, sheet.marks.filter(isStatic), { scale, skew: turned }, paper);
    const picture = colour ? sharp(svg).removeAlpha() : sharp(svg).extractChannel(1);
    const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
    const pixels: Pixels = { data, width: info.width, height: info.height, channels: colour ? 3 : 1 };
    if (noise > 0) roughen(pixels, noise, random);
    const slots = sheet.marks.filter((mark) => mark.kind === 'text' && !isStatic(mark));
    return new Plate(pixels, slots as Extract<Mark, { kind: 'text' }>[], {
      scale,
      skew: turned,
      specks: noise > 0 ? 6 : 0,
    });
  }

  /** Bytes of a page. */
  get length(): number {
    return this.#pixels.data.length;
  }

  /** A copy of the page, laid into `blank`, with these values written into it and a few specks of its own. */
  async print(values: Readonly<Record<string, string>>, random: Random, blank: Buffer): Promise<Pixels> {
    this.#pixels.data.copy(blank);
    const pixels = { ...this.#pixels, data: blank };
    const { width, height } = pixels;
    for (const slot of this.#slots) {
      const size = Math.round(slot.size * this.#scale);
      for (const { character, x, y } of setText(textOf(slot.text, values), slot)) {
        const stamp = await stampOf(character, size);
        const [dx, dy] = [x * this.#scale - width / 2, y * this.#scale - height / 2];
        const left = Math.round(dx * this.#turn.cos - dy * this.#turn.sin + width / 2) - stamp.left;
        const top = Math.round(dx * this.#turn.sin + dy * this.#turn.cos + height / 2) - stamp.base;
        press(pixels, stamp.ink, stamp.side, left, top, INKS[slot.ink ?? 'black']);
      }
    }
    speckle(pixels, random, this.#specks);
    return pixels;
  }
}

/** Puts ink on paper: each channel goes from what is there towards the ink. */
function press(
  { data, width, height, channels }: Pixels,
  ink: Uint8Array,
  side: number,
  left: number,
  top: number,
  colour: readonly number[],
): void {
  for (let row = Math.max(0, -top); row < side && top + row < height; row++) {
    for (let column = Math.max(0, -left); column < side && left + column < width; column++) {
      const amount = ink[row * side + column]!;
      if (amount === 0) continue;
      const at = ((top + row) * width + left + column) * channels;
      for (let c = 0; c < channels; c++) {
        const there = data[at + c]!;
        data[at + c] = there + (((colour[c]! - there) * amount) >> 8);
      }
    }
  }
}

/** What a scanner adds: noise on every pixel, a shadow along one edge, dust. */
function roughen(pixels: Pixels, noise: number, random: Random): void {
  const { data, width, height, channels } = pixels;
  const shadow = random.between(10, 26);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const edge = x < shadow ? ((shadow - x) * 70) / shadow : 0;
      const grain = (random.uint32() >>> 24) * (noise / 255) - noise / 2 - edge;
      const at = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) data[at + c] = Math.max(0, Math.min(255, data[at + c]! + grain));
    }
  }
  speckle(pixels, random, 40);
}

function speckle({ data, width, height, channels }: Pixels, random: Random, specks: number): void {
  for (let i = 0; i < specks; i++) {
    const [x, y, side] = [random.below(width - 4), random.below(height - 4), random.between(1, 3)];
    const shade = random.between(60, 170);
    for (let row = 0; row < side; row++) {
      data.fill(shade, ((y + row) * width + x) * channels, ((y + row) * width + x + side) * channels);
    }
  }
}
