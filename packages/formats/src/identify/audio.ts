import type { Bytes } from '../bytes.ts';
import type { Found } from './found.ts';

const RATES: Readonly<Record<number, readonly number[]>> = {
  3: [44100, 48000, 32000],
  2: [22050, 24000, 16000],
  0: [11025, 12000, 8000],
};
const KBIT_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBIT_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** The layer 3 frame that starts with this header (ISO/IEC 11172-3, 13818-3); null where it is none. */
export function frameOf(header: Buffer): { readonly length: number; readonly seconds: number } | null {
  if (header.length < 4 || header[0] !== 0xff || (header[1]! & 0xe0) !== 0xe0) return null;
  const [version, layer] = [(header[1]! >> 3) & 3, (header[1]! >> 1) & 3];
  const rate = RATES[version]?.[(header[2]! >> 2) & 3];
  const kbit = (version === 3 ? KBIT_1 : KBIT_2)[header[2]! >> 4];
  if (layer !== 1 || !rate || !kbit) return null;
  const length = Math.floor(((version === 3 ? 144_000 : 72_000) * kbit) / rate) + ((header[2]! >> 1) & 1);
  return { length, seconds: (version === 3 ? 1152 : 576) / rate };
}

/** MP3: an ID3v2 tag, or three frames that lead to one another; a single sync word is found in any noise. */
export function mp3Of(bytes: Bytes): Found | null {
  const head = bytes.at(0, 10);
  if (head.length === 10 && head.toString('latin1', 0, 3) === 'ID3' && head[3]! < 5) return { puid: 'fmt/134' };
  for (let at = 0, frames = 0; frames < 3; frames += 1) {
    const frame = frameOf(bytes.at(at, 4));
    if (!frame) return null;
    at += frame.length;
  }
  return { puid: 'fmt/134' };
}
