import { crc32, inflateRawSync } from 'node:zlib';

/** Bits as deflate packs them: numbers from their lowest bit, codes of Huffman from their highest (RFC 1951 §3.1.1). */
class Bits {
  readonly #bits: number[] = [];

  number(value: number, width: number): this {
    for (let i = 0; i < width; i++) this.#bits.push((value >> i) & 1);
    return this;
  }
  code(value: number, width: number): this {
    for (let i = width - 1; i >= 0; i--) this.#bits.push((value >> i) & 1);
    return this;
  }
  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    for (const [i, bit] of this.#bits.entries()) bytes[i >> 3]! |= bit << (i & 7);
    return bytes;
  }
}

/** Lengths from 3 to 34 and distances from 17 to 128 by their codes (RFC 1951 §3.2.5): first of the code, extra bits. */
const LENGTHS = [
  ...[3, 4, 5, 6, 7, 8, 9, 10].map((n) => [n, 0]),
  ...[11, 13, 15, 17].map((n) => [n, 1]),
  ...[19, 23, 27, 31].map((n) => [n, 2]),
];
const DISTANCES = [
  [17, 3, 8],
  [25, 3, 9],
  [33, 4, 10],
  [49, 4, 11],
  [65, 5, 12],
  [97, 5, 13],
] as const;

/** Prints what was printed last, `lengths` together, once more; blocks that print nothing behind it, so that it fills whole bytes. */
function repeat(lengths: readonly number[], empty: number, last = false): Buffer {
  const distance = lengths.reduce((sum, one) => sum + one, 0);
  const [from, extra, code] = DISTANCES.findLast(([first]) => first <= distance)!;
  const bits = new Bits().number(last && empty === 0 ? 1 : 0, 1).number(1, 2);
  for (const length of lengths) {
    const n = LENGTHS.findLastIndex(([first]) => first! <= length);
    const [first, width] = LENGTHS[n]!;
    bits
      .code(n + 1, 7)
      .number(length - first!, width!)
      .code(code, 5)
      .number(distance - from, extra);
  }
  bits.code(0, 7);
  for (let n = 0; n < empty; n++)
    bits
      .number(last && n === empty - 1 ? 1 : 0, 1)
      .number(1, 2)
      .code(0, 7);
  return bits.bytes();
}

/** A stored block of so many bytes, without them. */
function literal(length: number): Buffer {
  const block = Buffer.alloc(5);
  block.writeUInt16LE(length, 1);
  block.writeUInt16LE(~length & 0xffff, 3);
  return block;
}

const NAME = Buffer.from('r.zip');

/** Entry, directory and end of a zip with one packed file. */
function around(crc: number, packed: number, whole: number, minute: number): { head: Buffer; tail: Buffer } {
  const common = Buffer.alloc(26);
  for (const [value, at] of [
    [20, 0],
    [8, 4],
    [minute, 6],
    [0x21, 8],
    [NAME.length, 22],
  ] as const)
    common.writeUInt16LE(value, at);
  for (const [value, at] of [
    [crc, 10],
    [packed, 14],
    [whole, 18],
  ] as const)
    common.writeUInt32LE(value, at);
  const head = Buffer.concat([Buffer.from('504b0304', 'hex'), common, NAME]);
  const entry = Buffer.concat([Buffer.from('504b01021400', 'hex'), common, Buffer.alloc(14), NAME]);
  const end = Buffer.alloc(22);
  end.writeUInt32BE(0x504b0506, 0);
  for (const at of [8, 10]) end.writeUInt16LE(1, at);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(head.length + packed, 16);
  return { head, tail: Buffer.concat([entry, end]) };
}

/** What prints itself with `head` before and `tail` behind: each block prints what of the text was not printed yet. */
function itself(head: Buffer, tail: Buffer): Buffer {
  const [again, five, ten] = [literal(head.length + 5), literal(5), literal(10)];
  const asHead = repeat([10, 10, 20], 2);
  const [thirty, asThirty, nothing] = [literal(30), repeat([8, 8, 7, 7], 1), literal(0)];
  // It fills nine bytes itself, which it prints as well.
  const asTail = repeat([34, 34, tail.length + 9 - 68], 0, true);
  const end = Buffer.concat([asTail, tail]);
  const ends = literal(end.length);
  return Buffer.concat([
    ...[again, head, again, asHead, ten, asHead, five, ten, nothing],
    ...[thirty, asHead, five, ten, nothing, thirty, asThirty],
    ...[thirty, asThirty, thirty, asThirty, thirty, asThirty],
    ...[thirty, asThirty, nothing, nothing, nothing, ends, asThirty, nothing, nothing, nothing],
    ...[ends, end, asTail],
  ]);
}

function zipWith(crc: number, minute: number): Buffer {
  const sizes = around(0, 0, 0, 0);
  const packed = itself(sizes.head, sizes.tail).length;
  const { head, tail } = around(crc, packed, sizes.head.length + packed + sizes.tail.length, minute);
  return Buffer.concat([head, itself(head, tail), tail]);
}

/** The digest that a zip has which names it: CRC-32 is a sum over bits, so that is 32 equations. */
function ownDigest(minute: number): number | undefined {
  const none = crc32(zipWith(0, minute));
  // Row for row: which bits of the digest the one that is named changes, itself taken off; and what has to come of it.
  const columns = Array.from({ length: 32 }, (_, n) => (crc32(zipWith(2 ** n, minute)) ^ none ^ (1 << n)) >>> 0);
  const rows = Array.from({ length: 32 }, (_, bit) => {
    const left = columns.reduce((sum, column, n) => sum | (((BigInt(column) >> BigInt(bit)) & 1n) << BigInt(n)), 0n);
    return left | (((BigInt(none) >> BigInt(bit)) & 1n) << 32n);
  });
  for (let n = 0; n < 32; n++) {
    const found = rows.findIndex((row, i) => i >= n && (row >> BigInt(n)) & 1n);
    if (found < 0) return undefined;
    [rows[n], rows[found]] = [rows[found]!, rows[n]!];
    for (let i = 0; i < 32; i++) if (i !== n && (rows[i]! >> BigInt(n)) & 1n) rows[i]! ^= rows[n]!;
  }
  return Number(rows.reduce((sum, row, n) => sum | ((row >> 32n) << BigInt(n)), 0n));
}

/** A zip that holds itself: whoever opens what is in it without counting never comes to an end. Held to be one before it is given out. */
export function quine(): Buffer {
  for (let minute = 0; minute < 60; minute++) {
    const crc = ownDigest(minute << 5);
    if (crc === undefined) continue;
    const whole = zipWith(crc, minute << 5);
    const head = 30 + NAME.length;
    if (!inflateRawSync(whole.subarray(head)).equals(whole) || crc32(whole) !== crc)
      throw new Error('this zip does not hold itself');
    return whole;
  }
  throw new Error('no digest fits');
}
