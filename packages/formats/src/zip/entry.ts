import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { Bytes } from '../bytes.ts';
import type { Entry } from './directory.ts';
import { unpacking } from './unpacking.ts';

const STORED = 0;
const DEFLATED = 8;
/** Up to here an entry is unpacked in one go. */
const IN_MEMORY = 16 * 1024 ** 2;
const STEP = 1024 ** 2;

/** Where an entry's packed bytes begin; null where its local header is not what the directory says. */
function dataOffset(bytes: Bytes, entry: Entry): number | null {
  const header = bytes.at(entry.offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) return null;
  return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** An entry's content, if it is no longer than `most` bytes; null where it is longer, damaged, encrypted or not at hand. */
export function contentOf(bytes: Bytes, entry: Entry, most: number = IN_MEMORY): Buffer | null {
  if (entry.encrypted || entry.unpacked > most) return null;
  const from = dataOffset(bytes, entry);
  if (from === null) return null;
  const packed = bytes.at(from, entry.packed);
  if (packed.length < entry.packed) return null;
  const content =
    entry.method === STORED ? packed : entry.method === DEFLATED ? inflated(packed, entry.unpacked) : null;
  return content?.length === entry.unpacked ? content : null;
}

/** The first bytes of an entry, for telling what it is. Damage further on does not matter here. */
export function startOf(bytes: Bytes, entry: Entry, length: number): Buffer {
  const from = entry.encrypted ? null : dataOffset(bytes, entry);
  if (from === null) return Buffer.alloc(0);
  const packed = bytes.at(from, Math.min(entry.packed, entry.method === STORED ? length : length * 4));
  if (entry.method !== DEFLATED) return entry.method === STORED ? packed : Buffer.alloc(0);
  return (inflated(packed.subarray(0, 8192), 8192 * 1032, constants.Z_SYNC_FLUSH) ?? Buffer.alloc(0)).subarray(
    0,
    length,
  );
}

function inflated(packed: Buffer, most: number, finishFlush: number = constants.Z_FINISH): Buffer | null {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most), finishFlush });
  } catch {
    // Damaged, or longer than declared: for whoever asks both mean that there is no such content.
    return null;
  }
}

export type Unpacked =
  | { readonly ok: true; readonly content: Buffer | null }
  | { readonly ok: false; readonly why: string };

/**
 * Unpacks an entry to its end and checks length and CRC. What is larger than memory allows is unpacked in a stream and
 * not kept. Never yields more than the directory declares: a bomb stops at its own lie.
 */
export async function unpack(bytes: Bytes, entry: Entry): Promise<Unpacked> {
  if (entry.method !== STORED && entry.method !== DEFLATED)
    return { ok: false, why: `compression method ${entry.method}` };
  const from = dataOffset(bytes, entry);
  if (from === null) return { ok: false, why: 'local header missing' };
  if (entry.unpacked <= IN_MEMORY && entry.packed <= IN_MEMORY) {
    const content = contentOf(bytes, entry);
    if (!content) return { ok: false, why: 'cannot be unpacked to its declared length' };
    return crc32(content) === entry.crc ? { ok: true, content } : { ok: false, why: 'CRC differs' };
  }
  return streamed(bytes, entry, from);
}

async function streamed(bytes: Bytes, entry: Entry, from: number): Promise<Unpacked> {
  let [size, crc] = [0, 0];
  const source = packedOf(bytes, from, entry.packed);
  const chunks = entry.method === STORED ? source : unpacking(source, createInflateRaw());
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > entry.unpacked) return { ok: false, why: 'longer than declared' };
      crc = crc32(chunk, crc);
    }
  } catch (error) {
    return { ok: false, why: (error as NodeJS.ErrnoException).code ?? 'cannot be unpacked' };
  }
  if (size !== entry.unpacked) return { ok: false, why: 'shorter than declared' };
  return crc === entry.crc ? { ok: true, content: null } : { ok: false, why: 'CRC differs' };
}

function* packedOf(bytes: Bytes, from: number, length: number): Generator<Buffer> {
  for (let done = 0; done < length; done += STEP) yield bytes.at(from + done, Math.min(STEP, length - done));
}
