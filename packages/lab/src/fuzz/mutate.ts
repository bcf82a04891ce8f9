type Mutator = (bytes: Buffer, other: Buffer, next: () => number) => Buffer;

/** Bytes that mean something to somebody: tags and lengths of DER, delimiters of PDF and XML, ends of lines. */
const TELLING = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x0a, 0x20, 0x24, 0x30, 0x31, 0x3c, 0x3e, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88,
  0xa0, 0xa1, 0xff,
];
const NUMBERS = [
  '0',
  '-1',
  '1',
  '255',
  '65536',
  '2147483647',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '99999999999999999999',
  '1e9',
  '1.5',
];
const below = (next: () => number, n: number): number => Math.floor(next() * Math.max(1, n));
const cut = (bytes: Buffer, from: number, to: number, ...between: Buffer[]): Buffer =>
  Buffer.concat([bytes.subarray(0, from), ...between, bytes.subarray(to)]);

/** Where a value of DER may start: anything whose second byte reads as a length that fits. */
const valueAt = (bytes: Buffer, at: number): { from: number; to: number } | null => {
  const first = bytes[at + 1];
  if (first === undefined || first === 0x80 || first > 0x84) return null;
  const count = first < 0x80 ? 0 : first & 0x7f;
  const content = at + 2 + count;
  if (content > bytes.length) return null;
  const to = content + (count === 0 ? first : bytes.readUIntBE(at + 2, count));
  return to <= bytes.length ? { from: at, to } : null;
};
const anyValue = (bytes: Buffer, next: () => number): { from: number; to: number } => {
  for (let tries = 0; tries < 20; tries++) {
    const found = valueAt(bytes, below(next, bytes.length));
    if (found) return found;
  }
  return { from: 0, to: bytes.length };
};

const MUTATORS: readonly Mutator[] = [
  (bytes, _, next) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[below(next, changed.length)]! ^= 1 << below(next, 8);
    return changed;
  },
  (bytes, _, next) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[below(next, changed.length)] = TELLING[below(next, TELLING.length)]!;
    return changed;
  },
  (bytes, _, next) => bytes.subarray(0, below(next, bytes.length)),
  (bytes, _, next) => {
    const from = below(next, bytes.length);
    return cut(bytes, from, Math.min(bytes.length, from + 1 + below(next, 64)));
  },
  (bytes, _, next) => {
    const from = below(next, bytes.length);
    const piece = bytes.subarray(from, from + 1 + below(next, 200));
    return cut(bytes, from, from, ...Array.from({ length: 1 + below(next, 3) }, () => piece));
  },
  (bytes, other, next) => {
    const [a, b] = [below(next, bytes.length), below(next, other.length)];
    return cut(bytes, a, Math.min(bytes.length, a + below(next, 300)), other.subarray(b, b + below(next, 300)));
  },
  // One value of DER in place of another.
  (bytes, other, next) => {
    const [here, there] = [anyValue(bytes, next), anyValue(other, next)];
    return cut(bytes, here.from, here.to, other.subarray(there.from, there.to));
  },
  // A value around itself, many times.
  (bytes, _, next) => {
    const { from, to } = anyValue(bytes, next);
    let deep = bytes.subarray(from, to);
    for (let i = below(next, 60); i > 0 && deep.length < 60_000; i--)
      deep = Buffer.concat([Buffer.of(0x30, 0x82, deep.length >> 8, deep.length & 0xff), deep]);
    return cut(bytes, from, to, deep);
  },
  // Another number where there is one.
  (bytes, _, next) => {
    const text = bytes.toString('latin1');
    const all = [...text.matchAll(/\d+/g)];
    const one = all[below(next, all.length)];
    if (!one) return bytes;
    return cut(bytes, one.index, one.index + one[0].length, Buffer.from(NUMBERS[below(next, NUMBERS.length)]!));
  },
  (_, __, next) => Buffer.from(Array.from({ length: below(next, 300) }, () => below(next, 256))),
];

/** One to four changes in a row, each somewhere. */
export const mutated = (bytes: Buffer, other: Buffer, next: () => number): Buffer => {
  let changed = bytes;
  for (let i = 1 + below(next, 4); i > 0; i--) {
    // The last one throws everything away; it is seldom taken.
    const last = next() < 0.02;
    const mutator = MUTATORS[last ? MUTATORS.length - 1 : below(next, MUTATORS.length - 1)]!;
    changed = mutator(changed, other, next);
  }
  return changed.length > 200_000 ? changed.subarray(0, 200_000) : changed;
};
