import type { Found } from './found.ts';

/** MZ, and PE where its header says so. */
export function windowsOf(head: Buffer): Found | null {
  if (head.length < 64 || head.toString('latin1', 0, 2) !== 'MZ') return null;
  const at = head.readUInt32LE(60);
  if (at + 26 > head.length || head.toString('latin1', at, at + 4) !== 'PE\0\0') return { puid: 'x-fmt/409' };
  return { puid: head.readUInt16LE(at + 24) === 0x20b ? 'fmt/900' : 'fmt/899' };
}

/** A Java class and a universal Mach-O binary start alike; the class has a version where the other has a small count. */
export function cafeOf(head: Buffer): Found | null {
  if (head.length < 8 || head.readUInt32BE(0) !== 0xcafebabe) return null;
  return { puid: head.readUInt32BE(4) > 30 ? 'x-fmt/415' : 'fmt/693' };
}
