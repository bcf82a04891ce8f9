import { type Inspection, notLooked, unreadable } from '../facts.ts';
import type { Subject } from './subject.ts';

/** AVI: the form has the length it says. The film itself is not decoded, so it is damaged or not looked at. */
export async function inspectRiff({ bytes }: Subject): Promise<Inspection> {
  const said = bytes.at(4, 4).readUInt32LE(0) + 8;
  if (said > bytes.size) return unreadable('TRUNCATED', `${bytes.size} of ${said} bytes are there`);
  // avih: microseconds a frame, and how many frames.
  const head = bytes.at(0, 4096);
  const at = head.indexOf('avih', 0, 'latin1');
  if (at === -1 || at + 28 > head.length) return notLooked();
  const seconds = (head.readUInt32LE(at + 8) * head.readUInt32LE(at + 24)) / 1e6;
  return { ...notLooked(), ...(seconds > 0 && { seconds: Math.round(seconds * 1000) / 1000 }) };
}

/** MP4, MOV, JPEG 2000, HEIC: the boxes fill the file exactly. What is in them is not decoded. */
export async function inspectBoxes({ bytes, identity }: Subject): Promise<Inspection> {
  let [media, seconds] = [false, 0];
  for (let at = 0, seen = 0; at < bytes.size; seen += 1) {
    const header = bytes.at(at, 16);
    if (header.length < 8 || seen > 100_000) return unreadable('TRUNCATED', 'ends in the middle of a box');
    const short = header.readUInt32BE(0);
    if (short === 1 && header.length < 16) return unreadable('TRUNCATED', 'ends in the middle of a box');
    const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? bytes.size - at : short;
    if (length < 8 || at + length > bytes.size) return unreadable('TRUNCATED', 'a box is longer than the file');
    const type = header.toString('latin1', 4, 8);
    if (type === 'mdat' || type === 'moof') media = true;
    if (type === 'moov') seconds = durationOf(bytes.at(at, Math.min(length, 4096)));
    at += length;
  }
  const film = FILMS.has(identity.family);
  if (film && seconds === 0 && !media) return unreadable('NO_MEDIA', 'neither an index nor any sound or picture');
  return { ...notLooked(), ...(film && seconds > 0 && { seconds: Math.round(seconds * 1000) / 1000 }) };
}

const FILMS = new Set(['mp4', 'mov', 'm4a', '3gp']);

/** mvhd: units a second and how many of them, in 32 or 64 bits. */
function durationOf(index: Buffer): number {
  const at = index.indexOf('mvhd', 0, 'latin1');
  if (at === -1 || at + 36 > index.length) return 0;
  const wide = index[at + 4] === 1;
  const scale = index.readUInt32BE(at + (wide ? 24 : 16));
  const units = wide ? Number(index.readBigUInt64BE(at + 28)) : index.readUInt32BE(at + 20);
  return scale > 0 ? units / scale : 0;
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
