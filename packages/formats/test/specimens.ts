import { gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { compoundFile, wordStream, workbookStream } from './cfbs.ts';
import { ofd, office, openDocument } from './documents.ts';
import { pdf } from './pdfs.ts';
import { drawings, strangers } from './strangers.ts';
import { zip } from './zips.ts';

export interface Specimen {
  readonly name: string;
  readonly bytes: Buffer;
  readonly puid: string | null;
  readonly family: string;
  readonly readable: 'yes' | 'no' | 'not-looked';
  /** Why siegfried says something else of it, where it does. */
  readonly differs?: string;
}

/** A picture with something in it, always the same. */
export const picture = (width = 120, height = 80): Sharp => {
  const pixels = Buffer.alloc(width * height * 3, 0);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = (at * 31 + (at >> 7) * 17) % 251;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
};

const gb18030 = (text: string): Buffer => {
  // Node writes no GB 18030; these are the bytes of 东莞市 and 准予许可 as the standard has them.
  const known: Record<string, string> = { 东莞市: 'b6abdda8cad0', 准予许可: 'd7bcd3e8d0edbfc9' };
  return Buffer.from(known[text]!, 'hex');
};

const bmp = (): Buffer => {
  const bytes = Buffer.alloc(54 + 8 * 4);
  bytes.write('BM', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(2, 18);
  bytes.writeInt32LE(4, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  bytes.writeInt32LE(11811, 38);
  return bytes;
};

const wave = (): Buffer => {
  const data = Buffer.alloc(800);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
};

const box = (type: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};

const mp3 = (): Buffer => {
  const frame = Buffer.alloc(417);
  frame.write('fffb9064', 0, 'hex');
  return Buffer.concat(Array.from({ length: 8 }, () => frame));
};

const tar = (): Buffer => {
  const head = Buffer.alloc(512);
  head.write('a.txt', 0, 'latin1');
  head.write('0000644\x000000000\x000000000\x0000000000001\x0000000000000\x00', 100, 'latin1');
  head.write('        0', 148, 'latin1');
  head.write('ustar\x0000', 257, 'latin1');
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\x00 `, 148, 'latin1');
  return Buffer.concat([head, Buffer.alloc(512, 65), Buffer.alloc(1024)]);
};

const portableExecutable = (): Buffer => {
  const bytes = Buffer.alloc(1024);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(128, 60);
  bytes.write('PE\0\0', 128, 'latin1');
  bytes.writeUInt16LE(0x8664, 132);
  bytes.writeUInt16LE(0x20b, 152);
  return bytes;
};

/** What Word says of itself for whoever embeds its document ([MS-OLEDS] 2.3.8). */
const COMP_OBJ = Buffer.from(
  '\x01\0\xfe\xff\x03\x0a\0\0\xff\xff\xff\xff\x06\x09\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46\x18\0\0\0Microsoft Word 97-2003\0\0\x0a\0\0\0MSWordDoc\0\x10\0\0\0Word.Document.8\0',
  'latin1',
);

const elf = (): Buffer => Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(200)]);

/** Every format once or more, as it should be. Made anew in each process, the same bytes each time. */
export async function specimens(): Promise<Specimen[]> {
  const list: Specimen[] = [];
  const add = (
    name: string,
    bytes: Buffer,
    puid: string | null,
    family: string,
    readable: Specimen['readable'],
    differs?: string,
  ) => list.push({ name, bytes, puid, family, readable, ...(differs && { differs }) });

  for (const [version, puid] of [
    ['1.3', 'fmt/17'],
    ['1.4', 'fmt/18'],
    ['1.5', 'fmt/19'],
    ['1.6', 'fmt/20'],
    ['1.7', 'fmt/276'],
    ['2.0', 'fmt/1129'],
  ] as const) {
    add(`v${version}.pdf`, pdf({ version }), puid, 'pdf', 'yes');
  }
  for (const [part, level, puid] of [
    ['1', 'A', 'fmt/95'],
    ['1', 'B', 'fmt/354'],
    ['2', 'B', 'fmt/477'],
    ['2', 'U', 'fmt/478'],
    ['3', 'B', 'fmt/480'],
  ] as const) {
    add(
      `a${part}${level}.pdf`,
      pdf({ pdfa: [part, level], version: part === '1' ? '1.4' : '1.7' }),
      puid,
      'pdf',
      'yes',
    );
  }
  add('form.ofd', ofd(), 'x-ofd/1', 'ofd', 'yes', 'PRONOM V125 has no OFD');
  add('archive.ofd', ofd({ type: 'OFD-A' }), 'x-ofd/A', 'ofd', 'yes', 'PRONOM V125 has no OFD');
  add('old.ofd', ofd({ namespace: 'http://www.ofdspec.org' }), 'x-ofd/1', 'ofd', 'yes', 'PRONOM V125 has no OFD');
  add('letter.docx', office('docx'), 'fmt/412', 'docx', 'yes');
  add('macros.docm', office('docm', { name: 'word/vbaProject.bin', content: 'x' }), 'fmt/523', 'docm', 'yes');
  add('table.xlsx', office('xlsx'), 'fmt/214', 'xlsx', 'yes');
  add('slides.pptx', office('pptx'), 'fmt/215', 'pptx', 'yes');
  add('text.odt', openDocument('text'), 'fmt/291', 'odt', 'yes');
  add('table.ods', openDocument('spreadsheet', '1.3'), 'fmt/1755', 'ods', 'yes');
  add('slides.odp', openDocument('presentation'), 'fmt/293', 'odp', 'yes');
  add(
    'old.doc',
    compoundFile({ WordDocument: wordStream(), '1Table': Buffer.alloc(10), '\x01CompObj': COMP_OBJ }),
    'fmt/40',
    'doc',
    'yes',
  );
  add(
    'bare.doc',
    compoundFile({ WordDocument: wordStream(), '1Table': Buffer.alloc(10) }),
    'fmt/40',
    'doc',
    'yes',
    'without CompObj siegfried knows Word 6.0-2003; the file information block says 97',
  );
  add('old.xls', compoundFile({ Workbook: workbookStream() }), 'fmt/61', 'xls', 'yes');
  add('old.ppt', compoundFile({ 'PowerPoint Document': Buffer.alloc(10) }), 'fmt/126', 'ppt', 'yes');
  add(
    'kingsoft.wps',
    compoundFile({ WordDocument: wordStream(), WpsCustomData: Buffer.alloc(10) }),
    'x-wps/1',
    'wps',
    'yes',
    'PRONOM has no WPS Writer',
  );
  add(
    'kingsoft.et',
    compoundFile({ Workbook: workbookStream(), ETExtData: Buffer.alloc(10) }),
    'x-et/1',
    'et',
    'yes',
    'PRONOM has no WPS Spreadsheets',
  );

  const image = picture().withMetadata({ density: 300 });
  const raw = await picture().jpeg().toBuffer();
  const app0 = Buffer.from('ffe000104a46494600010101012c012c0000', 'hex');
  add('raw.jpg', raw, 'fmt/41', 'jpeg', 'yes');
  add('scan.jpg', Buffer.concat([raw.subarray(0, 2), app0, raw.subarray(2)]), 'fmt/43', 'jpeg', 'yes');
  add(
    'photo.jpg',
    await picture()
      .withExif({ IFD0: { Copyright: 'x' } })
      .jpeg()
      .toBuffer(),
    'x-fmt/390',
    'jpeg',
    'yes',
  );
  add('scan.png', await picture().png().toBuffer(), 'fmt/11', 'png', 'yes');
  add('profile.png', await picture().withIccProfile('srgb').png().toBuffer(), 'fmt/12', 'png', 'yes');
  add('photo.avif', await picture().avif().toBuffer(), 'fmt/2062', 'avif', 'yes');
  add('scan.tif', await image.clone().tiff({ compression: 'lzw' }).toBuffer(), 'fmt/353', 'tiff', 'yes');
  add('icon.gif', await picture().gif().toBuffer(), 'fmt/4', 'gif', 'yes');
  add('lossy.webp', await picture().webp().toBuffer(), 'fmt/566', 'webp', 'yes');
  add('lossless.webp', await picture().webp({ lossless: true }).toBuffer(), 'fmt/567', 'webp', 'yes');
  add('scan.bmp', bmp(), 'fmt/116', 'bmp', 'yes');
  add(
    'vector.svg',
    Buffer.from(
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="1" height="1"></svg>',
    ),
    'fmt/92',
    'svg',
    'yes',
  );
  const signature = box('jP  ', Buffer.from('0d0a870a', 'hex'));
  add(
    'scan.jp2',
    Buffer.concat([
      signature,
      box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
      box('jp2h', box('ihdr', Buffer.alloc(14))),
    ]),
    'x-fmt/392',
    'jp2',
    'not-looked',
  );

  add(
    'data.xml',
    Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<case><name>医师执业注册</name></case>'),
    'fmt/101',
    'xml',
    'yes',
  );
  add('data.json', Buffer.from('{"case": ["准予许可", 1]}'), 'fmt/817', 'json', 'yes');
  add('table.csv', Buffer.from('序号,名称\r\n1,申请表\r\n'), 'x-fmt/18', 'csv', 'yes');
  add('note.txt', Buffer.from('准予许可\n'), 'x-fmt/111', 'txt', 'yes');
  add(
    'national.txt',
    Buffer.concat([gb18030('东莞市'), gb18030('准予许可'), Buffer.from('\r\n')]),
    'x-fmt/111',
    'txt',
    'yes',
  );
  add(
    'page.html',
    Buffer.from('<!DOCTYPE html>\n<html><head><title>x</title></head><body></body></html>'),
    'fmt/471',
    'html',
    'yes',
  );
  add(
    'mail.eml',
    Buffer.from(
      'From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nDate: Mon, 2 Mar 2026 08:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx\r\n',
    ),
    'fmt/950',
    'eml',
    'yes',
  );
  add(
    'plain.eml',
    Buffer.from(
      'From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nDate: Mon, 2 Mar 2026 08:00:00 +0800\r\n\r\nx\r\n',
    ),
    'fmt/278',
    'eml',
    'yes',
    'PRONOM wants a trace header',
  );
  add('letter.rtf', Buffer.from('{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}\\f0 x}'), 'fmt/45', 'rtf', 'yes');

  add('sound.wav', wave(), 'fmt/141', 'wav', 'yes');
  add('sound.mp3', mp3(), 'fmt/134', 'mp3', 'yes', 'silence without a tag: PRONOM wants more of it');
  add(
    'film.mp4',
    Buffer.concat([
      box('ftyp', Buffer.from('isom\0\0\x02\0isommp42', 'latin1')),
      box('moov', box('mvhd', Buffer.alloc(100))),
      box('mdat', Buffer.alloc(10)),
    ]),
    'fmt/199',
    'mp4',
    'not-looked',
  );

  add(
    'plain.zip',
    zip([
      { name: 'a.txt', content: 'x' },
      { name: '申请表.txt', content: 'y' },
    ]),
    'x-fmt/263',
    'zip',
    'yes',
  );
  add(
    'old.rar',
    Buffer.from('526172211a0700cf907300000d00000000000000c43d7b00400700', 'hex'),
    'x-fmt/264',
    'rar',
    'not-looked',
    'an archive without files',
  );
  add(
    'new.rar',
    Buffer.concat([Buffer.from('526172211a070100', 'hex'), Buffer.alloc(50)]),
    'fmt/613',
    'rar',
    'not-looked',
  );
  add(
    'packed.7z',
    Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(50)]),
    'fmt/484',
    '7z',
    'not-looked',
  );
  add('packed.gz', gzipSync('x'), 'x-fmt/266', 'gzip', 'yes');
  add('packed.tar', tar(), 'x-fmt/265', 'tar', 'yes');

  for (const [name, bytes, puid, family, readable] of [...drawings(), ...strangers()])
    add(name, bytes, puid, family, readable);

  add('program.exe', portableExecutable(), 'fmt/900', 'executable', 'not-looked');
  add('program', elf(), 'fmt/690', 'executable', 'not-looked');
  add(
    'run.sh',
    Buffer.from('#!/bin/sh\necho x\n'),
    'x-script/1',
    'script',
    'not-looked',
    'PRONOM has no interpreter line',
  );
  add('run.bat', Buffer.from('@echo off\r\ndel x\r\n'), 'x-fmt/413', 'script', 'not-looked');
  add('page.php', Buffer.from('<?php echo 1; ?>'), 'x-fmt/169', 'script', 'not-looked');
  add(
    'noise.bin',
    Buffer.from(Array.from({ length: 300 }, (_, n) => (n * 97 + (n >> 3) * 13 + 128) % 256)),
    null,
    'unknown',
    'not-looked',
    'siegfried answers by the extension alone',
  );
  add('empty.txt', Buffer.alloc(0), null, 'unknown', 'no', 'siegfried answers by the extension alone');
  return list;
}
