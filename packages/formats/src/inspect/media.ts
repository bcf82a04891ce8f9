import { type Inspection, notLooked, unreadable } from '../facts.ts';
import type { Subject } from './subject.ts';

/** RIFF (WAV, AVI): the form has the length it says. The sound itself is not decoded, so it is damaged or not looked at. */
export async function inspectRiff({ bytes }: Subject): Promise<Inspection> {
  const said = bytes.at(4, 4).readUInt32LE(0) + 8;
  return said > bytes.size ? unreadable('TRUNCATED', `${bytes.size} of ${said} bytes are there`) : notLooked();
}

/** MP4, MOV, JPEG 2000, HEIC: the boxes fill the file exactly. What is in them is not decoded. */
export async function inspectBoxes({ bytes }: Subject): Promise<Inspection> {
  for (let at = 0, seen = 0; at < bytes.size; seen += 1) {
    const header = bytes.at(at, 16);
    if (header.length < 8 || seen > 100_000) return unreadable('TRUNCATED', 'ends in the middle of a box');
    const short = header.readUInt32BE(0);
    if (short === 1 && header.length < 16) return unreadable('TRUNCATED', 'ends in the middle of a box');
    const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? bytes.size - at : short;
    if (length < 8 || at + length > bytes.size) return unreadable('TRUNCATED', 'a box is longer than the file');
    at += length;
  }
  return notLooked();
}

/** BMP without compression has exactly the rows its header says; compressed ones are not looked at. */
export async function inspectBmp({ bytes }: Subject): Promise<Inspection> {
  const head = bytes.at(0, 54);
  if (head.length < 30) return unreadable('TRUNCATED', 'ends in its header');
  const core = head.readUInt32LE(14) === 12;
  const [width, height] = core
    ? [head.readUInt16LE(18), head.readUInt16LE(20)]
    : [head.readInt32LE(18), head.readInt32LE(22)];
  const size = { width: Math.abs(width), height: Math.abs(height) };
  const bits = head.readUInt16LE(core ? 24 : 28);
  const compressed = !core && head.length >= 34 && ![0, 3].includes(head.readUInt32LE(30));
  if (compressed) return { ...notLooked(), ...size };
  const needed = head.readUInt32LE(10) + Math.ceil((size.width * bits) / 32) * 4 * size.height;
  if (needed > bytes.size) return { ...unreadable('TRUNCATED', `${bytes.size} of ${needed} bytes are there`), ...size };
  const metre = !core && head.length >= 42 ? head.readInt32LE(38) : 0;
  return { readable: 'yes', problems: [], ...size, ...(metre > 0 && { dpi: Math.round(metre * 0.0254) }) };
}
