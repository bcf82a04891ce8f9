import type { Bytes } from '../bytes.ts';
import { type Inspection, notLooked, unreadable } from '../facts.ts';
import { frameOf } from '../identify/audio.ts';
import type { Subject } from './subject.ts';

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** WAV: the chunks fill the form. Samples that are not packed (PCM) need no decoder: they are there or they are not. */
export async function inspectWave({ bytes }: Subject): Promise<Inspection> {
  const said = bytes.at(4, 4).readUInt32LE(0) + 8;
  if (said > bytes.size) return unreadable('TRUNCATED', `${bytes.size} of ${said} bytes are there`);
  let [tag, perSecond, align, data]: [number, number, number, number | null] = [0, 0, 0, null];
  for (let at = 12; at + 8 <= said; ) {
    const head = bytes.at(at, 8);
    const [kind, size] = [head.toString('latin1', 0, 4), head.readUInt32LE(4)];
    if (at + 8 + size > bytes.size) return unreadable('TRUNCATED', `a chunk is longer than the file`);
    if (kind === 'fmt ' && size >= 16) {
      const format = bytes.at(at + 8, Math.min(size, 40));
      [tag, perSecond, align] = [format.readUInt16LE(0), format.readUInt32LE(8), format.readUInt16LE(12)];
      if (tag === EXTENSIBLE && format.length >= 26) tag = format.readUInt16LE(24);
    }
    if (kind === 'data') data = size;
    at += 8 + size + (size & 1);
  }
  if (data === null) return unreadable('NO_SOUND', 'no data chunk');
  const seconds = perSecond > 0 ? { seconds: rounded(data / perSecond) } : {};
  const plain = (tag === PCM || tag === FLOAT) && align > 0 && data > 0;
  return plain && data % align === 0 ? { readable: 'yes', problems: [], ...seconds } : { ...notLooked(), ...seconds };
}

/** MP3: from the first frame to the last each leads to the next; tags before and behind. Frames are not decoded, but none is missing in the middle. */
export async function inspectMp3({ bytes }: Subject): Promise<Inspection> {
  let at = tagBefore(bytes);
  const end = tagBehind(bytes);
  let [frames, seconds] = [0, 0];
  while (at + 4 <= end) {
    const frame = frameOf(bytes.at(at, 4));
    if (!frame) break;
    if (at + frame.length > end)
      return { ...unreadable('TRUNCATED', 'ends in the middle of a frame'), seconds: rounded(seconds) };
    frames += 1;
    seconds += frame.seconds;
    at += frame.length;
  }
  if (frames === 0) return unreadable('NO_SOUND', 'no frame');
  const rest = bytes.at(at, Math.min(65_536, Math.max(0, end - at)));
  const facts = { seconds: rounded(seconds) };
  if (end - at > 65_536 || rest.some((byte) => byte !== 0))
    return { ...unreadable('SOUND_DAMAGED', `${end - at} bytes that are no frame, after ${frames}`), ...facts };
  return { readable: 'yes', problems: [], ...facts };
}

/** FLAC says how long it is and is not decoded here: the length is told, and that its blocks lead to the first frame. */
export async function inspectFlac({ bytes }: Subject): Promise<Inspection> {
  let [at, seconds] = [4, 0];
  for (let last = false; !last; ) {
    const head = bytes.at(at, 4);
    if (head.length < 4) return unreadable('TRUNCATED', 'ends in its headers');
    last = (head[0]! & 0x80) !== 0;
    const size = head.readUIntBE(1, 3);
    if ((head[0]! & 0x7f) === 0 && size >= 18) {
      const info = bytes.at(at + 4, 18);
      if (info.length < 18) return unreadable('TRUNCATED', 'ends in its headers');
      const rate = info.readUIntBE(10, 3) >> 4;
      const samples = (info[13]! & 15) * 2 ** 32 + info.readUInt32BE(14);
      seconds = rate > 0 ? samples / rate : 0;
    }
    at += 4 + size;
  }
  const first = bytes.at(at, 2);
  if (first.length < 2 || first[0] !== 0xff || (first[1]! & 0xfc) !== 0xf8)
    return unreadable('TRUNCATED', 'no frame after the headers');
  return { ...notLooked(), ...(seconds > 0 && { seconds: rounded(seconds) }) };
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** ID3v2, whose length is written in seven bits a byte. */
function tagBefore(bytes: Bytes): number {
  const head = bytes.at(0, 10);
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return 0;
  const size = (head[6]! << 21) | (head[7]! << 14) | (head[8]! << 7) | head[9]!;
  return 10 + size + ((head[5]! & 0x10) !== 0 ? 10 : 0);
}

/** ID3v1, the last 128 bytes. */
const tagBehind = (bytes: Bytes): number =>
  bytes.size >= 128 && bytes.at(bytes.size - 128, 3).toString('latin1') === 'TAG' ? bytes.size - 128 : bytes.size;
