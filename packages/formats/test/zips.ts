import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as a test wants it, with whatever lies it is to tell. */
export interface Packed {
  readonly name: string | Buffer;
  readonly content: Uint8Array | string;
  readonly stored?: boolean;
  /** what the directory says in the place of the truth */
  readonly says?: Partial<{
    unpacked: number;
    packed: number;
    crc: number;
    flags: number;
    method: number;
    offset: number;
    mode: number;
  }>;
  /** no local entry is written; the directory points to one that is there */
  readonly ghost?: boolean;
}

/** A zip written byte by byte, so that it can be wrong in any way. */
export function zip(entries: readonly Packed[], comment = ''): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored = false, says = {}, ghost = false } of entries) {
    const bytes = Buffer.from(content as string);
    const data = stored ? bytes : deflateRawSync(bytes);
    const raw = Buffer.from(name as string);
    const crc = says.crc ?? crc32(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(says.flags ?? (typeof name === 'string' ? 0x800 : 0), 2);
    common.writeUInt16LE(says.method ?? (stored ? 0 : 8), 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(says.packed ?? data.length, 14);
    common.writeUInt32LE(says.unpacked ?? bytes.length, 18);
    common.writeUInt16LE(raw.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(((says.mode ?? 0o100644) << 16) >>> 0, 6);
    entry.writeUInt32LE(says.offset ?? at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, entry, raw);
    if (ghost) continue;
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, raw, data);
    at += 30 + raw.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, list, end, Buffer.from(comment, 'latin1')]);
}
