import type { Bytes } from '../bytes.ts';
import { type Found, found } from './found.ts';

type Magic = readonly [hex: string, puid: string];

/** Formats told by their first bytes alone. */
const AT_START: readonly Magic[] = [
  ['474946383761', 'fmt/3'],
  ['474946383961', 'fmt/4'],
  ['49492a00', 'fmt/353'],
  ['4d4d002a', 'fmt/353'],
  ['49492b00', 'x-bigtiff/1'],
  ['4d4d002b', 'x-bigtiff/1'],
  ['526172211a0700', 'x-fmt/264'],
  ['526172211a070100', 'fmt/613'],
  ['377abcaf271c', 'fmt/484'],
  ['1f8b08', 'x-fmt/266'],
  ['425a68', 'x-fmt/268'],
  ['fd377a585a00', 'fmt/1098'],
  ['664c6143', 'fmt/279'],
  ['7f454c460101', 'fmt/688'],
  ['7f454c460102', 'fmt/689'],
  ['7f454c460201', 'fmt/690'],
  ['7f454c460202', 'fmt/691'],
  ['cefaedfe', 'fmt/692'],
  ['feedface', 'fmt/692'],
  ['cffaedfe', 'fmt/693'],
  ['feedfacf', 'fmt/693'],
  ['4c0000000114020000000000c000000000000046', 'x-fmt/428'],
  ['414331303032', 'fmt/28'],
  ['414331303033', 'fmt/29'],
  ['414331303034', 'fmt/30'],
  ['414331303036', 'fmt/31'],
  ['414331303039', 'fmt/32'],
  ['414331303132', 'fmt/33'],
  ['414331303134', 'fmt/34'],
  ['414331303135', 'fmt/35'],
  ['414331303138', 'fmt/36'],
  ['414331303231', 'x-fmt/455'],
  ['414331303234', 'fmt/434'],
  ['414331303237', 'fmt/531'],
  ['414331303332', 'fmt/1395'],
  // AutoCAD Binary DXF
  ['4175746f4341442042696e617279204458460d0a1a00', 'fmt/1394'],
  // the header partition pack of MXF (SMPTE 377-1); its status byte may be anything
  ['060e2b34020501010d0102010102', 'fmt/200'],
  ['38425053', 'x-fmt/92'],
  ['464c5601', 'x-fmt/382'],
  ['465753', 'x-swf/1'],
  ['435753', 'x-swf/1'],
  ['5a5753', 'x-swf/1'],
  ['3026b2758e66cf11a6d900aa0062ce6c', 'fmt/131'],
  ['4f67675300', 'fmt/944'],
  ['2321414d520a', 'fmt/356'],
  ['4d546864', 'x-fmt/230'],
  ['41542654464f524d', 'fmt/255'],
  ['d7cdc69a', 'x-fmt/119'],
  ['762f3101', 'fmt/1001'],
  ['0000000c4a584c200d0a870a', 'fmt/1485'],
  ['53514c69746520666f726d6174203300', 'fmt/729'],
  ['000100005374616e64617264204a657420444200', 'x-access/1'],
  ['000100005374616e646172642041434520444200', 'x-access/1'],
  ['4d534346000000', 'x-fmt/414'],
  ['49545346', 'fmt/634'],
  ['28b52ffd', 'x-zstd/1'],
  ['0061736d01000000', 'x-wasm/1'],
];

const TABLE = AT_START.map(([hex, puid]) => ({ magic: Buffer.from(hex, 'hex'), puid }));

export function magicOf(head: Buffer): Found | null {
  return found(TABLE.find(({ magic }) => head.subarray(0, magic.length).equals(magic))?.puid);
}

/** Formats told by what stands somewhere in their first bytes. */
export function placedOf(bytes: Bytes, head: Buffer): Found | null {
  const says = (at: number, text: string): boolean => head.toString('latin1', at, at + text.length) === text;
  if (says(128, 'DICM')) return { puid: 'fmt/574' };
  if (says(0, 'FORM') && (says(8, 'AIFF') || says(8, 'AIFC'))) return { puid: 'fmt/414' };
  if (says(0, '\x01\0\0\0') && says(40, ' EMF')) return { puid: 'fmt/345' };
  if (says(0, '\0\0\x01\0') && head.length >= 22 && head[4]! > 0 && head[9] === 0) return { puid: 'x-fmt/418' };
  if (says(0, '\x1a\x45\xdf\xa3')) {
    const start = head.toString('latin1', 0, 100);
    return start.includes('webm') ? { puid: 'fmt/573' } : start.includes('matroska') ? { puid: 'fmt/569' } : null;
  }
  if (says(0, '\0\0\x01\xba') && head.length > 4)
    return { puid: (head[4]! & 0xc0) === 0x40 ? 'x-fmt/386' : 'x-fmt/385' };
  if (head.length >= 7 && head[0] === 0xff && (head[1]! & 0xf6) === 0xf0 && adts(bytes)) return { puid: 'fmt/1812' };
  if (head[0] === 0x03 && head.length >= 65 && dbase(head)) return { puid: 'x-fmt/9' };
  return bytes.at(32_769, 5).toString('latin1') === 'CD001' ? { puid: 'fmt/468' } : null;
}

/** Three frames of AAC that lead to one another. */
function adts(bytes: Bytes): boolean {
  for (let at = 0, frames = 0; frames < 3; frames += 1) {
    const header = bytes.at(at, 7);
    if (header.length < 7 || header[0] !== 0xff || (header[1]! & 0xf6) !== 0xf0) return false;
    const length = ((header[3]! & 3) << 11) | (header[4]! << 3) | (header[5]! >> 5);
    if (length < 7) return false;
    at += length;
  }
  return true;
}

/** dBASE III: a date, a header of whole fields, and a carriage return where it ends. */
function dbase(head: Buffer): boolean {
  const [month, day, length] = [head[2]!, head[3]!, head.readUInt16LE(8)];
  const whole = length >= 65 && (length - 33) % 32 === 0 && length <= head.length;
  return whole && month >= 1 && month <= 12 && day >= 1 && day <= 31 && head[length - 1] === 0x0d;
}

/** `ustar` stands in the middle of the first header, whose checksum must be right: the word alone may stand anywhere. */
export function tarOf(head: Buffer): Found | null {
  if (head.length < 512 || head.toString('latin1', 257, 262) !== 'ustar') return null;
  const sum = head.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  return Number.parseInt(head.toString('latin1', 148, 156), 8) === sum ? { puid: 'x-fmt/265' } : null;
}
