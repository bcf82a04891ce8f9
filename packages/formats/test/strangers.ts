type Row = readonly [name: string, bytes: Buffer, puid: string, family: string, readable: 'yes' | 'no' | 'not-looked'];

const hex = (text: string, zeros = 200): Buffer => Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(zeros)]);
const latin = (text: string, zeros = 100): Buffer => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(zeros)]);

const dxf = (version: string): Buffer =>
  Buffer.from(
    `  0\r\nSECTION\r\n  2\r\nHEADER\r\n  9\r\n$ACADVER\r\n  1\r\n${version}\r\n  0\r\nENDSEC\r\n  0\r\nSECTION\r\n  2\r\nENTITIES\r\n  0\r\nENDSEC\r\n  0\r\nEOF\r\n`,
  );

/** Drawings of building archives (城建). */
export const drawings = (): Row[] => [
  ['plan-r12.dxf', dxf('AC1009'), 'fmt/75', 'dxf', 'yes'],
  ['plan-2000.dxf', dxf('AC1015'), 'fmt/78', 'dxf', 'yes'],
  ['plan-2007.dxf', dxf('AC1021'), 'fmt/433', 'dxf', 'yes'],
  ['plan-2010.dxf', dxf('AC1024'), 'fmt/435', 'dxf', 'yes'],
  ['plan-2013.dxf', dxf('AC1027'), 'fmt/532', 'dxf', 'yes'],
  ['plan-2018.dxf', dxf('AC1032'), 'fmt/1389', 'dxf', 'yes'],
  ['binary.dxf', latin('AutoCAD Binary DXF\r\n\x1a\0'), 'fmt/1394', 'dxf', 'not-looked'],
  ['plan-r12.dwg', latin('AC1009\0\0\0\0\0\x1f'), 'fmt/32', 'dwg', 'not-looked'],
  ['plan-2000.dwg', latin('AC1015\0\0\0\0\0\x1f'), 'fmt/35', 'dwg', 'not-looked'],
  ['plan-2004.dwg', latin('AC1018\0\0\0\0\0\x1f'), 'fmt/36', 'dwg', 'not-looked'],
  ['plan-2007.dwg', latin('AC1021\0\0\0\0\0\x1f'), 'x-fmt/455', 'dwg', 'not-looked'],
  ['plan-2010.dwg', latin('AC1024\0\0\0\0\0\x1f'), 'fmt/434', 'dwg', 'not-looked'],
  ['plan-2013.dwg', latin('AC1027\0\0\0\0\0\x1f'), 'fmt/531', 'dwg', 'not-looked'],
  ['plan-2018.dwg', latin('AC1032\0\0\0\0\0\x1f'), 'fmt/1395', 'dwg', 'not-looked'],
  [
    'part.stp',
    Buffer.from(
      "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_SCHEMA(('CONFIG_CONTROL_DESIGN'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n",
    ),
    'fmt/698',
    'step',
    'yes',
  ],
];

/** What no item accepts, told by name all the same: a refusal says what it refuses. */
export const strangers = (): Row[] => [
  [
    'layers.psd',
    latin('8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x0a\0\0\0\x0a\0\x08\0\x03'),
    'x-fmt/92',
    'psd',
    'not-looked',
  ],
  ['film.mxf', hex('060e2b34020501010d0102010102040083000078'), 'fmt/200', 'mxf', 'not-looked'],
  [
    'film.mkv',
    hex(
      '1a45dfa301000000000000234286810142f7810142f2810442f381084282886d6174726f736b6142878104428581021853806701ffffffffffffff',
    ),
    'fmt/569',
    'mkv',
    'not-looked',
  ],
  [
    'film.webm',
    hex(
      '1a45dfa3010000000000001f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
    ),
    'fmt/573',
    'webm',
    'not-looked',
  ],
  [
    'film.mpg',
    hex('000001ba2100010001801b91000001bb000c801b9104a17fb9e0e8b8c020000001e0'),
    'x-fmt/385',
    'mpg',
    'not-looked',
  ],
  [
    'film.wmv',
    hex(
      '3026b2758e66cf11a6d900aa0062ce6cc8000000000000000300000001 02a1dcab8c47a9cf118ee400c00c205365'.replace(' ', ''),
    ),
    'fmt/131',
    'asf',
    'not-looked',
  ],
  ['film.flv', latin('FLV\x01\x05\0\0\0\x09'), 'x-fmt/382', 'flv', 'not-looked'],
  ['game.swf', latin('CWS\x08'), 'x-swf/1', 'swf', 'not-looked'],
  ['sound.ogg', latin('OggS\0\x02'), 'fmt/944', 'ogg', 'not-looked'],
  ['sound.aiff', latin('FORM\0\0\0\x20AIFFCOMM'), 'fmt/414', 'aiff', 'not-looked'],
  ['sound.amr', latin('#!AMR\n'), 'fmt/356', 'amr', 'not-looked'],
  ['song.mid', latin('MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x04\0\xff\x2f\0'), 'x-fmt/230', 'midi', 'not-looked'],
  ['xray.dcm', Buffer.concat([Buffer.alloc(128), latin('DICM\x02\0\0\0UL')]), 'fmt/574', 'dicom', 'not-looked'],
  ['book.djvu', latin('AT&TFORM\0\0\0\x20DJVUINFO'), 'fmt/255', 'djvu', 'not-looked'],
  [
    'icon.ico',
    hex('0000010001001010000001002000680400001600000028000000100000002000000001002000'),
    'x-fmt/418',
    'ico',
    'not-looked',
  ],
  ['drawing.wmf', hex('d7cdc69a000000000000000000000000000000000000010009000003'), 'x-fmt/119', 'wmf', 'not-looked'],
  [
    'drawing.emf',
    Buffer.concat([hex('010000006c000000', 32), latin(' EMF\0\0\x01\0')]),
    'fmt/345',
    'emf',
    'not-looked',
  ],
  [
    'page.eps',
    latin('%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n%%EndComments\nshowpage\n', 0),
    'fmt/124',
    'eps',
    'not-looked',
  ],
  ['page.ps', latin('%!PS-Adobe-3.0\n%%EndComments\nshowpage\n', 0), 'x-fmt/408', 'ps', 'not-looked'],
  [
    'page.mht',
    latin(
      'From: <Saved by X>\r\nSubject: x\r\nDate: Mon, 2 Mar 2026 08:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html></html>\r\n--x--\r\n',
      0,
    ),
    'x-fmt/429',
    'mht',
    'yes',
  ],
  ['data.sqlite', latin('SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20', 400), 'fmt/729', 'sqlite', 'not-looked'],
  [
    'disc.iso',
    Buffer.concat([Buffer.alloc(32_768), latin('\x01CD001\x01', 2041), latin('\xffCD001\x01', 2041)]),
    'fmt/468',
    'iso',
    'not-looked',
  ],
  ['help.chm', latin('ITSF\x03\0\0\0\x60\0\0\0\x01\0\0\0'), 'fmt/634', 'chm', 'not-looked'],
];
