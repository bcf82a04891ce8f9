import { Random } from '../random.ts';
import type { Part } from './office/zip.ts';

/**
 * The test file of EICAR that every virus scanner reports and that does nothing. It is put together when it is needed, so that no scanner takes these sources,
 * or a checkout of them, for infected.
 */
export const eicar = (): Buffer =>
  Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE', '!$H+H*'].join(''), 'latin1');

/** EICAR as a part of a zip; nothing in the document leads to it. */
export const infectedPart = (): Part => ({ name: 'word/media/image1.bin', content: eicar() });

const BOMB_BYTES = 48 * 1024 ** 2;
/** A part that packs a thousandfold: 48 MiB of nothing. Large enough to be a bomb by any ratio, small enough to harm nobody. */
export const bombPart = (): Part => ({ name: 'word/media/image1.bmp', content: Buffer.alloc(BOMB_BYTES) });

export type Disguised = 'executable' | 'html';

/** Something that is not what its name will say. */
export function disguised(what: Disguised, path: string): Buffer {
  const random = new Random(path);
  return what === 'html' ? page(random) : program(random);
}

const page = (random: Random): Buffer =>
  Buffer.from(
    `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>系统登录</title></head>\n<body><h1>登录已超时</h1><p>请重新登录后下载附件，编号 ${random.digits(8)}。</p></body></html>\n`,
  );

/** The headers of a Windows program (PE32+) with a section of random bytes in the place of its code: it cannot run. */
function program(random: Random): Buffer {
  const head = Buffer.alloc(1024);
  head.write('MZ', 0, 'latin1');
  head.writeUInt32LE(0x80, 60);
  head.write('This program cannot be run in DOS mode.\r\n$', 78, 'latin1');
  head.write('PE\0\0', 0x80, 'latin1');
  head.writeUInt16LE(0x8664, 0x84);
  head.writeUInt16LE(1, 0x86);
  head.writeUInt16LE(240, 0x94);
  head.writeUInt16LE(0x22, 0x96);
  head.writeUInt16LE(0x20b, 0x98);
  head.write('.text', 0x80 + 24 + 240, 'latin1');
  return Buffer.concat([head, random.bytes(random.between(20, 60) * 1024)]);
}
