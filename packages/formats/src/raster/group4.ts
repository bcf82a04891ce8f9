import type { Reducer } from './grey.ts';

/** Run lengths by their codes (ITU-T T.4, tables 2 and 3): `length:code` for white, then black, then those both have. */
const WHITE =
  '0:00110101 1:000111 2:0111 3:1000 4:1011 5:1100 6:1110 7:1111 8:10011 9:10100 10:00111 11:01000 12:001000 13:000011 14:110100 15:110101 16:101010 17:101011 18:0100111 19:0001100 20:0001000 21:0010111 22:0000011 23:0000100 24:0101000 25:0101011 26:0010011 27:0100100 28:0011000 29:00000010 30:00000011 31:00011010 32:00011011 33:00010010 34:00010011 35:00010100 36:00010101 37:00010110 38:00010111 39:00101000 40:00101001 41:00101010 42:00101011 43:00101100 44:00101101 45:00000100 46:00000101 47:00001010 48:00001011 49:01010010 50:01010011 51:01010100 52:01010101 53:00100100 54:00100101 55:01011000 56:01011001 57:01011010 58:01011011 59:01001010 60:01001011 61:00110010 62:00110011 63:00110100 64:11011 128:10010 192:010111 256:0110111 320:00110110 384:00110111 448:01100100 512:01100101 576:01101000 640:01100111 704:011001100 768:011001101 832:011010010 896:011010011 960:011010100 1024:011010101 1088:011010110 1152:011010111 1216:011011000 1280:011011001 1344:011011010 1408:011011011 1472:010011000 1536:010011001 1600:010011010 1664:011000 1728:010011011';
const BLACK =
  '0:0000110111 1:010 2:11 3:10 4:011 5:0011 6:0010 7:00011 8:000101 9:000100 10:0000100 11:0000101 12:0000111 13:00000100 14:00000111 15:000011000 16:0000010111 17:0000011000 18:0000001000 19:00001100111 20:00001101000 21:00001101100 22:00000110111 23:00000101000 24:00000010111 25:00000011000 26:000011001010 27:000011001011 28:000011001100 29:000011001101 30:000001101000 31:000001101001 32:000001101010 33:000001101011 34:000011010010 35:000011010011 36:000011010100 37:000011010101 38:000011010110 39:000011010111 40:000001101100 41:000001101101 42:000011011010 43:000011011011 44:000001010100 45:000001010101 46:000001010110 47:000001010111 48:000001100100 49:000001100101 50:000001010010 51:000001010011 52:000000100100 53:000000110111 54:000000111000 55:000000100111 56:000000101000 57:000001011000 58:000001011001 59:000000101011 60:000000101100 61:000001011010 62:000001100110 63:000001100111 64:0000001111 128:000011001000 192:000011001001 256:000001011011 320:000000110011 384:000000110100 448:000000110101 512:0000001101100 576:0000001101101 640:0000001001010 704:0000001001011 768:0000001001100 832:0000001001101 896:0000001110010 960:0000001110011 1024:0000001110100 1088:0000001110101 1152:0000001110110 1216:0000001110111 1280:0000001010010 1344:0000001010011 1408:0000001010100 1472:0000001010101 1536:0000001011010 1600:0000001011011 1664:0000001100100 1728:0000001100101';
const BOTH =
  '1792:00000001000 1856:00000001100 1920:00000001101 1984:000000010010 2048:000000010011 2112:000000010100 2176:000000010101 2240:000000010110 2304:000000010111 2368:000000011100 2432:000000011101 2496:000000011110 2560:000000011111';
/** Modes of a two-dimensional line (T.6, table 1): vertical by its distance, pass, horizontal. */
const [PASS, HORIZONTAL] = [100, 101];
const MODES = `0:1 1:011 -1:010 2:000011 -2:000010 3:0000011 -3:0000010 ${PASS}:0001 ${HORIZONTAL}:001`;
const LOOK = 13;
const OFFSET = 8;
const NONE = -100;

/** One lookup a code: (what + 8) << 8 | bits; 0 for no code. */
function tableOf(codes: string): Int32Array {
  const table = new Int32Array(1 << LOOK);
  for (const one of codes.split(' ')) {
    const [what, code] = one.split(':') as [string, string];
    const first = Number.parseInt(code, 2) << (LOOK - code.length);
    table.fill(((Number(what) + OFFSET) << 8) | code.length, first, first + (1 << (LOOK - code.length)));
  }
  return table;
}
const [WHITES, BLACKS, TWO_DIMENSIONAL] = [`${WHITE} ${BOTH}`, `${BLACK} ${BOTH}`, MODES].map(tableOf) as [
  Int32Array,
  Int32Array,
  Int32Array,
];

/** The bits of a strip, from the most significant; past the end there are zeros. */
class Bits {
  at = 0;
  readonly end: number;
  readonly #view: DataView;

  constructor(bytes: Buffer) {
    const padded = Buffer.alloc(bytes.length + 8);
    bytes.copy(padded);
    this.#view = new DataView(padded.buffer, padded.byteOffset, padded.length);
    this.end = bytes.length * 8;
  }

  /** What the next code means, or NONE where there is none; goes past it. */
  code(table: Int32Array): number {
    const { at } = this;
    if (at >= this.end) return NONE;
    const entry = table[((this.#view.getUint32(at >>> 3) << (at & 7)) >>> 0) >>> (32 - LOOK)]!;
    this.at = at + (entry & 0xff);
    return entry === 0 ? NONE : (entry >> 8) - OFFSET;
  }

  /** A run: any number of make-up codes, then what is left. −1 where there is no such run. */
  run(table: Int32Array, most: number): number {
    for (let length = 0; ; ) {
      const piece = this.code(table);
      if (piece === NONE) return -1;
      length += piece;
      if (length > most) return -1;
      if (piece < 64) return length;
    }
  }
}

/**
 * Decodes Group 4 (ITU-T T.6), every code of every line, into runs, which is what the reducer wants: no pixel is painted.
 * @param white what a white run is in grey, 255 or 0 @returns what is wrong, or null
 */
export function decodeGroup4(
  bytes: Buffer,
  width: number,
  rows: number,
  white: number,
  reducer: Reducer,
): string | null {
  const bits = new Bits(bytes);
  let [above, line] = [new Int32Array(width + 8), new Int32Array(width + 8)];
  above.fill(width);
  for (let row = 0; row < rows; row += 1) {
    const changes = oneLine(bits, above, line, width);
    if (changes < 0) return `line ${row + 1}: ${bits.at >= bits.end ? 'ends too early' : 'no such code or run'}`;
    for (let n = 0; n < 4; n += 1) line[changes + n] = width;
    reducer.runs(line, changes + (changes & 1), white);
    [above, line] = [line, above];
  }
  return bits.at > bits.end ? 'ends too early' : null;
}

/**
 * One line by the line above it. A line begins before its first pixel, in white; changes of even number are to black. A run of no length is none: two changes at one place
 * cancel. @returns how many changes, or −1
 */
function oneLine(bits: Bits, above: Int32Array, line: Int32Array, width: number): number {
  let [a0, black, changes, b] = [-1, 0, 0, 0];
  while (a0 < width) {
    const mode = bits.code(TWO_DIMENSIONAL);
    if (mode === NONE) return -1;
    // b1: the first change of the line above that lies to the right and is to the other colour.
    while (b > 0 && above[b - 1]! > a0) b -= 1;
    while (above[b]! < width && (above[b]! <= a0 || (b & 1) !== black)) b += 1;
    if (mode === PASS) {
      a0 = above[b]! < width ? above[b + 1]! : width;
      continue;
    }
    let to = above[b]! + mode;
    if (mode === HORIZONTAL) {
      const from = Math.max(a0, 0);
      const one = bits.run(black === 1 ? BLACKS : WHITES, width - from);
      if (one < 0) return -1;
      if (changes > 0 && line[changes - 1] === from + one) changes -= 1;
      else line[changes++] = from + one;
      const two = bits.run(black === 1 ? WHITES : BLACKS, width - from - one);
      if (two < 0) return -1;
      to = from + one + two;
    } else black ^= 1;
    if (to < a0 || to < 0 || to > width || changes > width) return -1;
    if (changes > 0 && line[changes - 1] === to) changes -= 1;
    else line[changes++] = to;
    a0 = to;
  }
  return changes;
}
