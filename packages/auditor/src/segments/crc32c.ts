/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), by which a broker's record batches are secured. Node knows only that of ZIP. */
const POLYNOMIAL = 0x82f63b78;
const SLICES = 8;

/** Tables of slicing by eight: eight bytes a step. */
const TABLES: readonly Uint32Array[] = tables();

function tables(): Uint32Array[] {
  const made = Array.from({ length: SLICES }, () => new Uint32Array(256));
  for (let n = 0; n < 256; n++) {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[0]![n] = crc >>> 0;
  }
  for (let slice = 1; slice < SLICES; slice++)
    for (let n = 0; n < 256; n++) {
      const before = made[slice - 1]![n]!;
      made[slice]![n] = ((before >>> 8) ^ made[0]![before & 0xff]!) >>> 0;
    }
  return made;
}

const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

/** @returns 0 to 2^32 - 1 */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      T7[crc & 0xff]! ^
      T6[(crc >>> 8) & 0xff]! ^
      T5[(crc >>> 16) & 0xff]! ^
      T4[crc >>> 24]! ^
      T3[bytes[at + 4]!]! ^
      T2[bytes[at + 5]!]! ^
      T1[bytes[at + 6]!]! ^
      T0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ T0[(crc ^ bytes[at]!) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}
