/**
 * Huffman tables of JPEG (ITU-T T.81, annex C and F.2.2.3) for one lookup a symbol. An entry holds what a symbol comes to: how many bits it takes with the
 * bits of its value, how many coefficients it goes on, and how many bits the code alone takes. 0: longer than the table, or no code.
 */
export const LOOK = 11;
/** What an end-of-block advances by: more than any block has. */
export const END_OF_BLOCK = 128;

export interface Huffman {
  readonly table: Int32Array;
  /** largest code of each length, −1 for none; index 1 to 16 */
  readonly most: Int32Array;
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly values: Uint8Array;
  /** what each value comes to, by the value: advance << 16 | bits of the value << 8 */
  readonly meaning: Int32Array;
}

/** @param counts how many codes of each length, 1 to 16 @returns null where the counts are none that a code could have */
export function huffman(counts: Uint8Array, values: Uint8Array, ac: boolean): Huffman | null {
  const table = new Int32Array(1 << LOOK);
  const [most, first, from] = [new Int32Array(18).fill(-1), new Int32Array(18), new Int32Array(18)];
  const meaning = new Int32Array(256);
  for (const value of values) meaning[value] = ac ? coefficient(value) : Math.min(value, 16) << 8;
  if (!ac && values.some((value) => value > 15)) return null;
  let [code, at] = [0, 0];
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1]!;
    first[length] = code;
    from[length] = at;
    for (let n = 0; n < count; n += 1, at += 1, code += 1) {
      if (code >= 1 << length || at >= values.length) return null;
      if (length > LOOK) continue;
      const entry = meaning[values[at]!]! | (length + ((meaning[values[at]!]! >> 8) & 0xff));
      table.fill(entry, code << (LOOK - length), (code + 1) << (LOOK - length));
    }
    if (count > 0) most[length] = code - 1;
    code <<= 1;
  }
  return { table, most, first, from, values, meaning };
}

/** Run and size of a coefficient; a run of sixteen zeros; the end of the block. */
function coefficient(value: number): number {
  const [run, size] = [value >> 4, value & 15];
  if (size > 0) return ((run + 1) << 16) | (size << 8);
  return (run === 15 ? 16 : END_OF_BLOCK) << 16;
}

/** A code longer than the table. @param bits the next 16 @returns an entry, or 0 where there is no such code */
export function longer({ most, first, from, values, meaning }: Huffman, bits: number): number {
  for (let length = LOOK + 1; length <= 16; length += 1) {
    const code = bits >>> (16 - length);
    if (code > most[length]! || code < first[length]!) continue;
    const found = meaning[values[from[length]! + code - first[length]!]!]!;
    return found | (length + ((found >> 8) & 0xff));
  }
  return 0;
}
