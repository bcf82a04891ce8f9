import { type Bytes, Odd, textOf } from './bytes.ts';

const MOST_FILES = 20_000;

/** The files of a ZIP whose entries are stored as they are, by name. Nothing else is read: what could not be seen with unzip and sha256sum is no proof. */
export function unzip(zip: Bytes): Map<string, Bytes> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.length);
  const end = zip.length - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50)
    throw new Odd('no ZIP, or one with something behind its end');
  const count = view.getUint16(end + 10, true);
  const directoryAt = view.getUint32(end + 16, true);
  if (count > MOST_FILES) throw new Odd(`a ZIP of ${count} files`);
  const files = new Map<string, Bytes>();
  let at = directoryAt;
  let next = 0;
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw new Odd('the directory of the ZIP is broken');
    const method = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const name = textOf(zip.slice(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    if (method !== 0 || view.getUint32(at + 20, true) !== size) throw new Odd(`${name} is packed`);
    if (local !== next || view.getUint32(local, true) !== 0x04034b50)
      throw new Odd(`${name} lies elsewhere in the ZIP`);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const localName = textOf(zip.slice(local + 30, local + 30 + view.getUint16(local + 26, true)));
    if (localName !== name || from + size > directoryAt)
      throw new Odd(`${name} is another file inside than in the directory`);
    if (files.has(name)) throw new Odd(`${name} is there twice`);
    const bytes = zip.slice(from, from + size) as Bytes;
    if (crc32(bytes) !== view.getUint32(at + 16, true)) throw new Odd(`${name} is not what its checksum says`);
    files.set(name, bytes);
    next = from + size;
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (at !== end || next !== directoryAt) throw new Odd('the ZIP holds more than its files');
  return files;
}

/** As ZIP has it, so that what `unzip` refuses is refused. */
function crc32(bytes: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
