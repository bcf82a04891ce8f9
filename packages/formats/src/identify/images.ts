import type { Bytes } from '../bytes.ts';
import { type Found, found } from './found.ts';

const JFIF: Readonly<Record<string, string>> = { '1.0': 'fmt/42', '1.1': 'fmt/43', '1.2': 'fmt/44' };
const EXIF: readonly (readonly [string, string])[] = [
  ['0200', 'x-fmt/398'],
  ['0210', 'x-fmt/390'],
  ['0220', 'x-fmt/391'],
  ['0221', 'fmt/645'],
  ['023', 'fmt/1507'],
];

/** JFIF and Exif by their application segments, as PRONOM tells them apart; anything else that starts like a JPEG is a raw stream. */
export function jpegOf(head: Buffer): Found | null {
  if (head.length < 4 || head[0] !== 0xff || head[1] !== 0xd8 || head[2] !== 0xff) return null;
  if (head.length >= 13 && head[3] === 0xe0 && head.toString('latin1', 6, 11) === 'JFIF\0') {
    return found(JFIF[`${head[11]}.${head[12]}`] ?? 'fmt/43');
  }
  if (head[3] === 0xe1 && head.toString('latin1', 6, 10) === 'Exif') {
    const version = exifVersion(head);
    return found(EXIF.find(([start]) => version?.startsWith(start))?.[1] ?? 'x-fmt/391');
  }
  return { puid: 'fmt/41' };
}

/** The ExifVersion tag (0x9000, four undefined bytes) in either byte order. */
function exifVersion(head: Buffer): string | null {
  for (const tag of ['00900700' + '04000000', '90000007' + '00000004']) {
    const at = head.indexOf(Buffer.from(tag, 'hex'));
    if (at !== -1) return head.toString('latin1', at + 8, at + 12);
  }
  return null;
}

/** The version of PNG is the newest chunk type in it. Chunks are walked as far as the bytes at hand go. */
export function pngOf(bytes: Bytes): Found | null {
  if (bytes.at(0, 8).toString('hex') !== '89504e470d0a1a0a') return null;
  let puid = 'fmt/11';
  for (let at = 8, seen = 0; seen < 1000; seen += 1) {
    const chunk = bytes.at(at, 8);
    if (chunk.length < 8) break;
    const type = chunk.toString('latin1', 4, 8);
    if (type === 'acTL') return { puid: 'fmt/935' };
    if (type === 'iTXt') puid = 'fmt/13';
    else if (['iCCP', 'sRGB', 'sPLT'].includes(type) && puid === 'fmt/11') puid = 'fmt/12';
    if (type === 'IEND') break;
    at += 12 + chunk.readUInt32BE(0);
  }
  return { puid };
}

const BMP: Readonly<Record<number, string>> = { 12: 'x-fmt/270', 40: 'fmt/116', 108: 'fmt/118', 124: 'fmt/119' };

export function bmpOf(head: Buffer): Found | null {
  if (head.length < 30 || head.toString('latin1', 0, 2) !== 'BM') return null;
  return found(BMP[head.readUInt32LE(14)]);
}

const VP8: Readonly<Record<string, string>> = { 'VP8 ': 'fmt/566', VP8L: 'fmt/567', VP8X: 'fmt/568' };

/** RIFF: WebP, WAV by its format chunk, AVI. */
export function riffOf(head: Buffer): Found | null {
  if (head.length < 16 || head.toString('latin1', 0, 4) !== 'RIFF') return null;
  const form = head.toString('latin1', 8, 12);
  if (form === 'WEBP') return found(VP8[head.toString('latin1', 12, 16)]);
  if (form === 'AVI ') return { puid: 'fmt/5' };
  return form === 'WAVE' ? { puid: waveOf(head) } : null;
}

function waveOf(head: Buffer): string {
  const at = head.indexOf('fmt ', 12, 'latin1');
  if (at === -1 || at + 10 > head.length) return 'fmt/6';
  const [size, tag] = [head.readUInt32LE(at + 4), head.readUInt16LE(at + 8)];
  if (tag === 0xfffe) return 'fmt/143';
  return tag === 1 && size === 16 ? 'fmt/141' : 'fmt/142';
}

const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^jp2 /, 'x-fmt/392'],
  [/^jpx /, 'fmt/151'],
  [/^qt {2}/, 'x-fmt/384'],
  [/^avi[fs]/, 'fmt/2062'],
  [/^3g[gp]/, 'fmt/357'],
  [/^M4A/, 'fmt/2094'],
  [/^(heic|heix|hevc|mif1|msf1)/, 'fmt/1101'],
  [/^(isom|iso\d|mp4\d|avc1|M4V|dash|mmp4|f4v|MSNV)/, 'fmt/199'],
];

/** Boxes of the ISO base media family, by the major brand; JPEG 2000 puts a signature box before it. */
export function boxesOf(head: Buffer): Found | null {
  if (head.length < 16) return null;
  const type = head.toString('latin1', 4, 8);
  if (type === 'moov' || type === 'wide') return { puid: 'x-fmt/384' };
  const at = type === 'ftyp' ? 8 : type === 'jP  ' && head.toString('latin1', 16, 20) === 'ftyp' ? 20 : -1;
  const brand = at === -1 ? '' : head.toString('latin1', at, at + 4);
  return found(BRANDS.find(([pattern]) => pattern.test(brand))?.[1]);
}
