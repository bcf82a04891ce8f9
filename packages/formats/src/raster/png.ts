import { crc32, inflateSync } from 'node:zlib';
import { type Decoded, Reducer, sideFor } from './grey.ts';

/** Bytes of rows that are held at once, and of those in colour, whose filters libvips undoes faster; it reads what is larger, row by row. */
const MOST = 96 * 1024 ** 2;
const MOST_IN_COLOUR = 1024 ** 2;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Decodes a PNG to its end (ISO/IEC 15948): the CRC of every chunk, the whole of the zlib stream with its checksum, every row by its filter. null for
 * interlaced, sixteen-bit and very large ones, which libvips reads.
 */
export function decodePng(bytes: Buffer): Decoded | null {
  const header = bytes.subarray(16, 29);
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR' || bytes.readUInt32BE(8) !== 13) return null;
  const [width, height, depth, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8]!, header[9]!];
  const channels = CHANNELS[kind];
  if (!channels || ![1, 2, 4, 8].includes(depth) || header[12] !== 0 || width === 0 || height === 0) return null;
  const row = Math.ceil((width * channels * depth) / 8) + 1;
  if (row * height > (channels * depth > 8 ? MOST_IN_COLOUR : MOST)) return null;
  const chunks = chunksOf(bytes);
  if ('damaged' in chunks) return chunks;
  const rows = inflated(chunks.data, row * height);
  if (typeof rows === 'string') return { damaged: rows };
  if (rows.bytes.length < row * height) return { damaged: `${Math.floor(rows.bytes.length / row)} of ${height} rows` };
  const size = { width, height, row, depth, channels };
  const grey = unfiltered(rows.bytes, size, kind === 3 ? chunks.palette : null);
  if (typeof grey === 'string') return { damaged: grey };
  return {
    grey,
    warning: chunks.warning ?? (rows.more ? 'more image data than there are rows' : null),
    end: chunks.end,
  };
}

interface Chunks {
  readonly data: readonly Buffer[];
  readonly palette: Buffer | null;
  readonly warning: string | null;
  readonly end: number;
}

function chunksOf(bytes: Buffer): Chunks | { readonly damaged: string } {
  const data: Buffer[] = [];
  let [palette, warning]: [Buffer | null, string | null] = [null, null];
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) return { damaged: 'no IEND chunk' };
    const length = bytes.readUInt32BE(at);
    const next = at + 12 + length;
    if (next > bytes.length) return { damaged: 'a chunk is longer than the file' };
    const type = bytes.toString('latin1', at + 4, at + 8);
    const sound = crc32(bytes.subarray(at + 4, next - 4)) === bytes.readUInt32BE(next - 4);
    const critical = (bytes[at + 4]! & 0x20) === 0;
    if (!sound && critical) return { damaged: `the CRC of ${/^[A-Za-z]{4}$/.test(type) ? type : 'a chunk'} differs` };
    if (!sound) warning ??= 'the CRC of an ancillary chunk differs';
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, next - 4));
    if (type === 'PLTE') palette = bytes.subarray(at + 8, next - 4);
    if (type === 'IEND') return { data, palette, warning, end: next };
    at = next;
  }
}

function inflated(data: readonly Buffer[], length: number): { bytes: Buffer; more: boolean } | string {
  const packed = data.length === 1 ? data[0]! : Buffer.concat(data);
  try {
    // One byte more than there should be, to see whether there is.
    const options = { maxOutputLength: length + 1, chunkSize: Math.max(64, length + 1), info: true };
    const { buffer, engine } = inflateSync(packed, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { bytes: buffer, more: buffer.length > length || engine.bytesWritten < packed.length };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'far more image data than there are rows' : `image data: ${code}`;
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly row: number;
  readonly depth: number;
  readonly channels: number;
}

function unfiltered(bytes: Buffer, { width, height, row, depth, channels }: Size, palette: Buffer | null) {
  const reducer = new Reducer(width, height, sideFor(width, height));
  const back = Math.max(1, (channels * depth) >> 3);
  const lookup = lookupOf(depth, palette);
  const line = lookup || depth < 8 ? new Uint8Array(width) : null;
  for (let y = 0; y < height; y += 1) {
    const from = y * row + 1;
    if (!unfilter(bytes, bytes[from - 1]!, from, row - 1, back, y === 0)) return `row ${y + 1}: no such filter`;
    if (!line) reducer.row(bytes, from + (channels >= 3 ? 1 : 0), channels);
    else {
      spread(bytes, from, line, depth, lookup!);
      reducer.row(line, 0, 1);
    }
  }
  return reducer.grey();
}

/** What each value of a narrow or indexed pixel is in grey. */
function lookupOf(depth: number, palette: Buffer | null): Uint8Array | null {
  if (palette) return Uint8Array.from({ length: 256 }, (_, n) => palette[n * 3 + 1] ?? 0);
  if (depth === 8) return null;
  return Uint8Array.from({ length: 1 << depth }, (_, n) => Math.round((n * 255) / ((1 << depth) - 1)));
}

function spread(bytes: Uint8Array, from: number, line: Uint8Array, depth: number, lookup: Uint8Array): void {
  if (depth === 8) {
    for (let x = 0; x < line.length; x += 1) line[x] = lookup[bytes[from + x]!]!;
    return;
  }
  if (depth === 1) {
    const [zero, one] = [lookup[0]!, lookup[1]!];
    for (let x = 0; x < line.length; x += 1)
      line[x] = ((bytes[from + (x >> 3)]! >> (7 - (x & 7))) & 1) === 1 ? one : zero;
    return;
  }
  const [mask, perByte] = [(1 << depth) - 1, 8 / depth];
  for (let x = 0; x < line.length; x += 1) {
    const byte = bytes[from + ((x / perByte) | 0)]!;
    line[x] = lookup[(byte >> (8 - depth - (x % perByte) * depth)) & mask]!;
  }
}

/** Undoes a row's filter in place (§9.2). The row before it lies before it, undone. @returns false where there is no such filter */
function unfilter(
  bytes: Uint8Array,
  filter: number,
  from: number,
  length: number,
  back: number,
  top: boolean,
): boolean {
  const end = from + length;
  const above = length + 1;
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let at = from + back; at < end; at += 1) bytes[at] = bytes[at]! + bytes[at - back]!;
      return true;
    case 2:
      if (!top) for (let at = from; at < end; at += 1) bytes[at] = bytes[at]! + bytes[at - above]!;
      return true;
    case 3:
      for (let at = from; at < end; at += 1) {
        const left = at - back >= from ? bytes[at - back]! : 0;
        bytes[at] = bytes[at]! + ((left + (top ? 0 : bytes[at - above]!)) >> 1);
      }
      return true;
    case 4:
      // Above the first row and before the first pixel lie zeros: then it is the filter of what is left.
      if (top) return unfilter(bytes, 1, from, length, back, true);
      for (let at = from; at < from + back && at < end; at += 1) bytes[at] = bytes[at]! + bytes[at - above]!;
      for (let at = from + back; at < end; at += 1) {
        // No arrays here: this runs for every byte.
        const left = bytes[at - back]!;
        const up = bytes[at - above]!;
        const corner = bytes[at - above - back]!;
        const p = up - corner;
        const q = left - corner;
        const a = p < 0 ? -p : p;
        const b = q < 0 ? -q : q;
        const c = p + q < 0 ? -p - q : p + q;
        bytes[at] = bytes[at]! + (a <= b && a <= c ? left : b <= c ? up : corner);
      }
      return true;
    default:
      return false;
  }
}
