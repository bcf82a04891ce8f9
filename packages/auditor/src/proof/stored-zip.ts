import { crc32 } from 'node:zlib';

/** 1980-01-01: the same case gives the same bytes, whenever the proof is made. */
const DOS_DATE = 0x0021;

/** Files one behind the other as a ZIP of stored entries, in the order they are given. */
export function storedZip(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const path = Buffer.from(name);
    const crc = crc32(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    common(local, 4, crc, bytes.length, path.length);
    locals.push(local, path, Buffer.from(bytes));
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(0x0314, 4);
    common(line, 6, crc, bytes.length, path.length);
    line.writeUInt32LE((0o100644 << 16) >>> 0, 38);
    line.writeUInt32LE(at, 42);
    directory.push(line, path);
    at += local.length + path.length + bytes.length;
  }
  const lines = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(lines.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, lines, end]);
}

/** What local header and directory say alike: version, UTF-8 names, stored, time, CRC, sizes. */
function common(into: Buffer, at: number, crc: number, size: number, name: number): void {
  into.writeUInt16LE(20, at);
  into.writeUInt16LE(0x0800, at + 2);
  into.writeUInt16LE(DOS_DATE, at + 8);
  into.writeUInt32LE(crc, at + 10);
  into.writeUInt32LE(size, at + 14);
  into.writeUInt32LE(size, at + 18);
  into.writeUInt16LE(name, at + 22);
}
