/** Attacks by file (issue: hostile input). Each meets a finding of its own name, and the next file is served as if nothing had been. */
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type FileFacts, openInspector } from '../src/index.ts';
import { ofdParts, office, officeParts } from './documents.ts';
import { page } from './pages.ts';
import { objectStream, pdf } from './pdfs.ts';
import { picture } from './specimens.ts';
import { type Packed, zip } from './zips.ts';

const MIB = 1024 ** 2;
const inspector = openInspector({ workers: 2, limits: { timeMs: 10_000, memoryBytes: 700 * MIB } });
afterAll(() => inspector.close());
afterEach(async () => {
  // Whatever was tried: the next file is read.
  expect((await inspector.inspect({ bytes: pdf() })).readable).toBe('yes');
});
const look = (bytes: Uint8Array, name?: string): Promise<FileFacts> => inspector.inspect({ bytes, name });
const codes = ({ problems }: FileFacts): string[] => problems.map(({ code }) => code);

/** Zips in zips: `wide` copies at each of `deep` levels. The directory of each is small; all of them together are not. */
const bush = (deep: number, wide: number, leaf: Packed): Buffer => {
  let inner = zip([leaf]);
  for (let level = 0; level < deep; level += 1)
    inner = zip(Array.from({ length: wide }, (_, n) => ({ name: `${n}.zip`, content: inner, stored: true })));
  return inner;
};

describe('bombs', () => {
  it.each<[string, () => Buffer, string]>([
    ['a zip that unpacks a thousandfold', () => zip([{ name: 'a', content: Buffer.alloc(64 * MIB) }]), 'ARCHIVE_BOMB'],
    [
      'a zip that says it is four gigabytes',
      () => zip([{ name: 'a', content: 'x', says: { unpacked: 0xfffffff0 } }]),
      'ARCHIVE_BOMB',
    ],
    [
      'a zip that says less than it unpacks to',
      () => zip([{ name: 'a', content: Buffer.alloc(8 * MIB), says: { unpacked: 100 } }]),
      'ENTRY_DAMAGED',
    ],
    [
      'a zip of zips of zips, each a bomb of its own',
      () => bush(2, 6, { name: 'a', content: Buffer.alloc(12 * MIB) }),
      'ARCHIVE_BOMB',
    ],
    [
      'a zip nested without end in sight (a quine meets the same)',
      () => bush(12, 1, { name: 'a', content: 'x' }),
      'ARCHIVE_DEPTH',
    ],
    [
      'a zip whose entries share their bytes',
      () =>
        zip([
          { name: 'a', content: 'x'.repeat(100) },
          { name: 'b', content: 'x'.repeat(100), says: { offset: 0 }, ghost: true },
        ]),
      'ARCHIVE_BOMB',
    ],
    [
      'a zip of more entries than anybody files',
      () => zip(Array.from({ length: 10_001 }, (_, n) => ({ name: `${n}`, content: '', stored: true }))),
      'ARCHIVE_BOMB',
    ],
    ['a gzip that unpacks a thousandfold', () => gzipSync(Buffer.alloc(64 * MIB)), 'ARCHIVE_BOMB'],
    [
      'a document that is one',
      () => office('docx', { name: 'word/media/a.png', content: Buffer.alloc(64 * MIB) }),
      'ARCHIVE_BOMB',
    ],
    [
      'an OFD that is one',
      () => zip([...ofdParts(), { name: 'Doc_0/Res/a.bmp', content: Buffer.alloc(64 * MIB) }]),
      'ARCHIVE_BOMB',
    ],
  ])('%s', { timeout: 30_000 }, async (_, make, code) => {
    const facts = await look(make());
    expect(codes(facts)).toContain(code);
    expect(facts.readable).not.toBe('yes');
  });

  it('a plain archive that saves more than nine tenths is told, and is no bomb', async () => {
    const facts = await look(zip([{ name: 'a.txt', content: 'a'.repeat(3 * MIB) }]));
    expect(facts).toMatchObject({ readable: 'yes', problems: [{ code: 'ARCHIVE_RATIO' }] });
    expect((await look(zip([{ name: 'a.txt', content: 'a'.repeat(3000) }]))).problems).toEqual([]);
  });

  it('a PNG of a few kilobytes that says it is ten gigapixels', async () => {
    const png = await picture(100, 100).png().toBuffer();
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(100_000, 16);
    bomb.writeUInt32BE(100_000, 20);
    expect(await look(bomb)).toMatchObject({ readable: expect.not.stringMatching('yes') });
  });

  it('a PNG whose rows are packed a thousandfold costs what its size allows', { timeout: 120_000 }, async () => {
    const blank = await sharp({ create: { width: 16_000, height: 15_000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect((await look(blank)).family).toBe('png');
  });

  it('a PDF whose page is packed a thousandfold, twice over', { timeout: 40_000 }, async () => {
    const content = deflateSync(deflateSync(Buffer.alloc(200 * MIB)));
    const stream = `<</Length ${content.length}/Filter[/FlateDecode/FlateDecode]>>stream\n${content.toString('latin1')}\nendstream`;
    const bytes = pdf({ pages: 1, more: [stream] })
      .toString('latin1')
      .replace('/Contents 11 0 R', '/Contents 12 0 R');
    expect(['yes', 'no', 'not-looked']).toContain((await look(Buffer.from(bytes, 'latin1'))).readable);
  });

  it('a PDF whose page draws itself', async () => {
    const loop =
      '<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 12 0 R>>>>/Length 4>>stream\n/X Do\nendstream';
    const bytes = pdf({ pages: 1, more: [loop] })
      .toString('latin1')
      .replace('/Contents 11 0 R', '/Contents 12 0 R/Resources<</XObject<</X 12 0 R>>>>');
    expect((await look(Buffer.from(bytes, 'latin1'))).family).toBe('pdf');
  });

  it('a PDF whose pages are their own parents', async () => {
    const bytes = pdf().toString('latin1').replace('/Kids[10 0 R]', '/Kids[2 0 R]');
    expect((await look(Buffer.from(bytes, 'latin1'))).readable).not.toBe('yes');
  });

  it('a PDF that says it has two billion pages', async () => {
    const bytes = pdf().toString('latin1').replace('/Count 1', '/Count 2000000000');
    // PDFium counts the pages that are there.
    expect((await look(Buffer.from(bytes, 'latin1'))).pages).toBe(1);
  });

  it('a TIFF whose directories lead in a circle', async () => {
    const tiff = await page({ width: 64, height: 64 }).tiff({ compression: 'none' }).toBuffer();
    const first = tiff.readUInt32LE(4);
    tiff.writeUInt32LE(first, first + 2 + tiff.readUInt16LE(first) * 12);
    expect(await look(tiff)).toMatchObject({ readable: 'no', problems: [{ code: 'TRUNCATED' }] });
  });
});

describe('XML that does more than say something', () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]><a>&a29;</a>`;
  it.each<[string, Buffer, string]>([
    ['a billion laughs', Buffer.from(laughs), 'XML_ENTITIES'],
    [
      'an entity that is a file of this machine',
      Buffer.from('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a xmlns="u">&x;</a>'),
      'XML_ENTITIES',
    ],
    [
      'an entity that is an address',
      Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % x SYSTEM "http://169.254.169.254/">%x;]><a/>'),
      'XML_ENTITIES',
    ],
    [
      'a document type that lies elsewhere',
      Buffer.from('<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://example.org/x.dtd"><a/>'),
      'XML_ENTITIES',
    ],
    [
      'elements nested by the hundred thousand',
      Buffer.from(`<?xml version="1.0"?>${'<a>'.repeat(300_000)}`),
      'XML_NOT_WELL_FORMED',
    ],
    [
      'a drawing that runs a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'SCRIPT',
    ],
    ['laughs in a document', office('docx', { name: 'word/x.xml', content: laughs }), 'XML_ENTITIES'],
    ['laughs in an OFD', zip([...ofdParts(), { name: 'Doc_0/x.xml', content: laughs }]), 'XML_ENTITIES'],
  ])('%s', async (_, bytes, code) => {
    expect(codes(await look(bytes))).toContain(code);
  });
});

describe('names that would write somewhere else', () => {
  it.each<[string, Packed[], string]>([
    ['climbing out', [{ name: '../../etc/cron.d/x', content: 'x' }], 'climbs out'],
    ['climbing out the Windows way', [{ name: '..\\..\\x', content: 'x' }], 'climbs out'],
    ['absolute', [{ name: '/etc/passwd', content: 'x' }], 'absolute'],
    ['on a drive', [{ name: 'C:\\x', content: 'x' }], 'absolute'],
    ['of a device', [{ name: 'a/NUL.txt', content: 'x' }], 'device name'],
    [
      'one name in two cases',
      [
        { name: 'a.txt', content: 'x' },
        { name: 'A.TXT', content: 'y' },
      ],
      'duplicate',
    ],
    [
      'one name in two Unicode forms',
      [
        { name: 'é', content: 'x' },
        { name: 'e\u0301', content: 'y' },
      ],
      'duplicate',
    ],
    [
      'one name twice',
      [
        { name: 'a', content: 'x' },
        { name: 'a', content: 'y' },
      ],
      'duplicate',
    ],
    ['a name with a zero in it', [{ name: 'a.pdf\0.exe', content: 'x' }], 'control characters'],
  ])('%s', async (_, entries, detail) => {
    const facts = await look(zip(entries));
    expect(facts.problems).toContainEqual({ code: 'ENTRY_NAME', detail: expect.stringContaining(detail) });
    // In a document as well.
    const inside = await look(zip([...officeParts('docx'), ...entries]));
    expect(inside.problems).toContainEqual({ code: 'ENTRY_NAME', detail: expect.stringContaining(detail) });
  });

  it.each<[string, Packed, string]>([
    ['a link', { name: 'a', content: '/etc/passwd', says: { mode: 0o120777 } }, 'ENTRY_SYMLINK'],
    ['an encrypted entry', { name: 'a', content: 'x', says: { flags: 1 } }, 'ENTRY_ENCRYPTED'],
    ['an entry packed in a way nobody knows', { name: 'a', content: 'x', says: { method: 97 } }, 'ENTRY_METHOD'],
  ])('%s', async (_, entry, code) => {
    expect(codes(await look(zip([entry])))).toContain(code);
  });
});

describe('a PDF that does something', () => {
  it.each<[string, Buffer, string]>([
    ['runs JavaScript', pdf({ catalog: '/OpenAction<</S/JavaScript/JS(x)>>' }), 'JAVASCRIPT'],
    ['runs JavaScript packed away', pdf({ more: [objectStream('<</S/JavaScript/JS(x)>>')] }), 'JAVASCRIPT'],
    [
      'runs JavaScript by name',
      pdf({ catalog: '/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>' }),
      'JAVASCRIPT',
    ],
    ['starts a program', pdf({ catalog: '/OpenAction<</S/Launch/F(cmd.exe)>>' }), 'LAUNCH_ACTION'],
    ['carries a file', pdf({ more: ['<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream'] }), 'EMBEDDED_FILE'],
    ['hides a name', pdf({ catalog: '/OpenAction<</S/Java#53cript/JS(x)>>' }), 'NAME_ESCAPED'],
    ['is a form in XFA', pdf({ catalog: '/AcroForm<</XFA 12 0 R>>' }), 'XFA_FORM'],
  ])('%s', async (_, bytes, code) => {
    expect(codes(await look(bytes))).toContain(code);
  });
});

/** A bitmap whose size in bytes reads as the start of a comment. */
function bmpScript(): Buffer {
  const bytes = Buffer.alloc(58);
  bytes.write('BM/*', 0, 'latin1');
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(1, 18);
  bytes.writeInt32LE(1, 22);
  bytes.writeUInt16LE(24, 28);
  return Buffer.concat([bytes, Buffer.from('*/=1;alert(1)')]);
}

describe('one file that is two', () => {
  const inner = zip([{ name: 'a.txt', content: 'x' }]);
  const script = Buffer.from('*/=1;alert(document.domain)//');
  it.each<[string, () => Buffer | Promise<Buffer>, string, string]>([
    ['PDF and zip', () => Buffer.concat([pdf(), inner]), 'pdf', 'zip'],
    ['JPEG and zip', async () => Buffer.concat([await picture().jpeg().toBuffer(), inner]), 'jpeg', 'zip'],
    ['PNG and zip', async () => Buffer.concat([await picture().png().toBuffer(), inner]), 'png', 'zip'],
    [
      'GIF and zip (GIFAR)',
      async () =>
        Buffer.concat([await picture().gif().toBuffer(), zip([{ name: 'META-INF/MANIFEST.MF', content: 'x' }])]),
      'gif',
      'zip',
    ],
    ['zip and PDF', () => zip([{ name: 'a.pdf', content: pdf(), stored: true }]), 'zip', 'pdf'],
    [
      'GIF and JavaScript',
      () => Buffer.concat([Buffer.from('GIF89a/*\x01\0\0\0\0', 'latin1'), script]),
      'gif',
      'script',
    ],
    [
      'JPEG and PHP',
      async () => Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from('<?php system($_GET[0]); ?>')]),
      'jpeg',
      'script',
    ],
    [
      'PNG and a web page',
      async () => Buffer.concat([await picture().png().toBuffer(), Buffer.from('<html><script>x</script></html>')]),
      'png',
      'script',
    ],
    ['BMP and JavaScript', bmpScript, 'bmp', 'script'],
    ['program and PDF', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200), pdf()]), 'executable', 'pdf'],
    ['PDF behind a web page', () => pdf({ before: '<html><script>x</script>\n' }), 'pdf', 'script'],
    [
      'GIF and RAR',
      async () =>
        Buffer.concat([await picture().gif().toBuffer(), Buffer.from('526172211a0700', 'hex'), Buffer.alloc(40)]),
      'gif',
      'rar',
    ],
  ])('%s', async (_, make, family, other) => {
    const facts = await look(await make());
    expect([facts.family, ...(facts.alsoIs ?? [])]).toEqual(expect.arrayContaining([other]));
    if (family !== 'zip' || facts.family === 'zip')
      expect(facts.family === family || facts.alsoIs?.includes(family)).toBe(true);
    expect(facts.problems).toContainEqual({ code: 'POLYGLOT', detail: expect.stringContaining(other) });
  });

  it('bytes behind the end that are nothing are told as that', async () => {
    const facts = await look(Buffer.concat([await picture().png().toBuffer(), Buffer.from('secret '.repeat(20))]));
    expect(codes(facts)).toEqual(['TRAILING_DATA']);
  });

  it('what is honest is not called a polyglot', async () => {
    for (const bytes of [
      pdf(),
      await picture().jpeg().toBuffer(),
      await picture().gif().toBuffer(),
      office('docx'),
      zip([{ name: 'a.pdf', content: pdf() }]),
      Buffer.from('text about %PDF-1.7 and <script>'),
    ])
      expect((await look(bytes)).alsoIs).toBeUndefined();
  });
});

describe('something under another name', () => {
  it.each([
    ['a program called a PDF', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'executable'],
    ['a script called a picture', Buffer.from('#!/bin/sh\nrm -rf /\n'), 'script'],
    ['a web page called a PDF', Buffer.from('<!DOCTYPE html><html></html>'), 'html'],
    ['a page of PHP called a picture', Buffer.from('<?php eval($_POST[1]); ?>'), 'script'],
    [
      'a shortcut called a document',
      Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(60)]),
      'shortcut',
    ],
  ])('%s', async (_, bytes, family) => {
    expect(await look(bytes, 'harmless.pdf')).toMatchObject({ family, extensionAgrees: false });
  });
});
