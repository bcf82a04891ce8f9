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
  ['414331303132', 'fmt/33'],
  ['414331303134', 'fmt/34'],
  ['414331303135', 'fmt/35'],
  ['414331303138', 'fmt/36'],
  ['414331303231', 'fmt/434'],
  ['414331303234', 'fmt/531'],
  ['414331303237', 'fmt/532'],
];

const TABLE = AT_START.map(([hex, puid]) => ({ magic: Buffer.from(hex, 'hex'), puid }));

export function magicOf(head: Buffer): Found | null {
  return found(TABLE.find(({ magic }) => head.subarray(0, magic.length).equals(magic))?.puid);
}

/** `ustar` stands in the middle of the first header, whose checksum must be right: the word alone may stand anywhere. */
export function tarOf(head: Buffer): Found | null {
  if (head.length < 512 || head.toString('latin1', 257, 262) !== 'ustar') return null;
  const sum = head.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  return Number.parseInt(head.toString('latin1', 148, 156), 8) === sum ? { puid: 'x-fmt/265' } : null;
}
