import { type Huffman, huffman } from './huffman.ts';

export interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly quantizer: number;
}

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
  /** steps of the coefficients in the order of the zigzag, by table */
  readonly steps: Readonly<Record<number, Uint16Array>>;
  readonly dc: readonly (Huffman | undefined)[];
  readonly ac: readonly (Huffman | undefined)[];
  /** MCUs between restarts; 0 for none */
  readonly restart: number;
  /** tables each component of the scan is coded with, in the order of the frame */
  readonly tables: readonly (readonly [dc: number, ac: number])[];
  /** where the entropy-coded data begins */
  readonly data: number;
}

const [SOF0, SOF1, DHT, DQT, DRI, SOS, EOI] = [0xc0, 0xc1, 0xc4, 0xdb, 0xdd, 0xda, 0xd9];

/**
 * Reads up to the first scan (T.81 annex B). null for what is not a sequential Huffman-coded frame of eight bits with all its components in one scan: progressive,
 * arithmetic, lossless and twelve-bit JPEG are read by libvips, or by nobody.
 */
export function jpegHeader(bytes: Buffer): JpegHeader | { readonly damaged: string } | null {
  let frame: Pick<JpegHeader, 'width' | 'height' | 'components'> | undefined;
  const steps: Record<number, Uint16Array> = {};
  const [dc, ac]: (Huffman | undefined)[][] = [[], []];
  let restart = 0;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) return null;
    const length = bytes.readUInt16BE(at + 2);
    const [from, to] = [at + 4, at + 2 + length];
    if (length < 2 || to > bytes.length) return { damaged: 'ends in a header' };
    const body = bytes.subarray(from, to);
    if (marker === SOF0 || marker === SOF1) {
      frame = frameOf(body) ?? undefined;
      if (!frame) return null;
    } else if (marker >= 0xc2 && marker <= 0xcf && marker !== DHT) return null;
    else if (marker === DHT && !huffmanTables(body, dc!, ac!)) return { damaged: 'a Huffman table that is none' };
    else if (marker === DQT && !quantizers(body, steps)) return { damaged: 'a quantization table that is none' };
    else if (marker === DRI && body.length >= 2) restart = body.readUInt16BE(0);
    else if (marker === SOS) {
      const tables = frame && scanOf(body, frame.components);
      return tables ? { ...frame!, steps, dc: dc!, ac: ac!, restart, tables, data: to } : null;
    }
    at = to;
  }
  return { damaged: 'ends before any image data' };
}

function frameOf(body: Buffer): Pick<JpegHeader, 'width' | 'height' | 'components'> | null {
  if (body.length < 6 || body[0] !== 8) return null;
  const [height, width, count] = [body.readUInt16BE(1), body.readUInt16BE(3), body[5]!];
  if (height === 0 || width === 0 || (count !== 1 && count !== 3) || body.length < 6 + count * 3) return null;
  const components = Array.from({ length: count }, (_, n) => {
    const [id, sampling, quantizer] = body.subarray(6 + n * 3, 9 + n * 3) as unknown as [number, number, number];
    return { id, across: count === 1 ? 1 : sampling >> 4, down: count === 1 ? 1 : sampling & 15, quantizer };
  });
  const sound = components.every(({ across, down }) => across >= 1 && across <= 4 && down >= 1 && down <= 4);
  // Only where the first component is the finest is its picture that of the page.
  const finest = components.every(({ across, down }) => across <= components[0]!.across && down <= components[0]!.down);
  return sound && finest ? { width, height, components } : null;
}

function huffmanTables(body: Buffer, dc: (Huffman | undefined)[], ac: (Huffman | undefined)[]): boolean {
  for (let at = 0; at < body.length; ) {
    if (at + 17 > body.length) return false;
    const [kind, id] = [body[at]! >> 4, body[at]! & 15];
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total > 256 || kind > 1 || id > 3 || at + 17 + total > body.length) return false;
    const table = huffman(counts, body.subarray(at + 17, at + 17 + total), kind === 1);
    if (!table) return false;
    (kind === 1 ? ac : dc)[id] = table;
    at += 17 + total;
  }
  return true;
}

function quantizers(body: Buffer, steps: Record<number, Uint16Array>): boolean {
  for (let at = 0; at < body.length; ) {
    const wide = body[at]! >> 4 !== 0;
    const next = at + 1 + (wide ? 128 : 64);
    if (next > body.length) return false;
    const from = at + 1;
    steps[body[at]! & 15] = Uint16Array.from({ length: 64 }, (_, n) =>
      wide ? body.readUInt16BE(from + n * 2) : body[from + n]!,
    );
    at = next;
  }
  return true;
}

function scanOf(body: Buffer, components: readonly Component[]): [number, number][] | null {
  if (body[0] !== components.length || body.length < 4 + components.length * 2) return null;
  const tables: [number, number][] = [];
  for (const [n, { id }] of components.entries()) {
    if (body[1 + n * 2] !== id) return null;
    tables.push([body[2 + n * 2]! >> 4, body[2 + n * 2]! & 15]);
  }
  return tables;
}
