import { afterAll, describe, expect, it } from 'vitest';
import { openInspector } from '../src/index.ts';
import { compoundFile, wordStream, workbookStream } from './cfbs.ts';
import { ofdParts, office, officeParts } from './documents.ts';
import { objectStream, pdf } from './pdfs.ts';
import { picture, specimens } from './specimens.ts';
import { zip } from './zips.ts';

const inspector = openInspector({ workers: 2 });
afterAll(() => inspector.close());
const all = await specimens();

describe('a sound file', () => {
  it.each(all.map((one) => [one.name, one] as const))('%s', async (name, { bytes, puid, family, readable }) => {
    const facts = await inspector.inspect({ bytes, name });
    expect(facts).toMatchObject({ puid, family, readable });
    if (readable === 'yes') expect(facts.problems.map(({ code }) => code)).toEqual(family === 'docm' ? ['MACRO'] : []);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  it('tells what can be counted', async () => {
    const ask = (bytes: Buffer) => inspector.inspect({ bytes });
    expect(await ask(pdf({ pages: 12 }))).toMatchObject({ pages: 12 });
    expect(await ask(await picture(640, 480).withMetadata({ density: 300 }).jpeg().toBuffer())).toMatchObject({
      width: 640,
      height: 480,
      dpi: 300,
    });
    const tiff = await picture(64, 48).tiff({ compression: 'deflate', xres: 11.811, yres: 11.811 }).toBuffer();
    expect(await ask(tiff)).toMatchObject({ width: 64, height: 48, dpi: 300, pages: 1 });
    expect(await ask(zip(ofdParts({ pages: 3 })))).toMatchObject({ pages: 3, container: { entries: 6 } });
    expect(await ask(pdf({ pdfa: ['2', 'B'] }))).toMatchObject({ pdfa: '2b', puid: 'fmt/477' });
  });
});

describe('a file that ends too early', () => {
  const shortenable = all.filter(
    ({ family }) =>
      ![
        'txt',
        'json',
        'csv',
        'html',
        'eml',
        'mht',
        'script',
        'executable',
        'unknown',
        'rar',
        '7z',
        'ps',
        'eps',
      ].includes(family),
  );
  it.each(shortenable.map((one) => [one.name, one] as const))('%s is never readable', async (name, { bytes }) => {
    for (const share of [1, 0.9, 0.6]) {
      const facts = await inspector.inspect({ bytes: bytes.subarray(0, Math.floor(bytes.length * share) - 10), name });
      expect(facts.readable, `${share}`).not.toBe('yes');
    }
  });

  it.each(['jpeg', 'png', 'tiff', 'webp', 'gif'] as const)(
    '%s without its last rows is found, large as it is',
    async (kind) => {
      const whole = await picture(1500, 1200)[kind]().toBuffer();
      expect(await inspector.inspect({ bytes: whole })).toMatchObject({ readable: 'yes', problems: [] });
      for (const missing of [0.5, 0.1, 0.01]) {
        const cut = whole.subarray(0, Math.floor(whole.length * (1 - missing)));
        expect(await inspector.inspect({ bytes: cut }), `${missing}`).toMatchObject({ readable: 'no' });
      }
    },
  );

  it('a JPEG whose middle is gone but whose end is there is found', async () => {
    const whole = await picture(1500, 1200).jpeg().toBuffer();
    const holed = Buffer.concat([whole.subarray(0, whole.length / 2), Buffer.from([0xff, 0xd9])]);
    expect(await inspector.inspect({ bytes: holed })).toMatchObject({
      readable: 'no',
      problems: [{ code: 'IMAGE_DAMAGED' }],
    });
  });
});

describe('a file with something in it', () => {
  const parts = officeParts('docx');
  it.each<[string, Buffer, string, string]>([
    [
      'JavaScript in the open',
      pdf({ catalog: '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>' }),
      'JAVASCRIPT',
      'yes',
    ],
    ['JavaScript in an object stream', pdf({ more: [objectStream('<</S/JavaScript/JS(x)>>')] }), 'JAVASCRIPT', 'yes'],
    ['a name that hides', pdf({ catalog: '/OpenAction<</S/J#61vaScript/JS(x)>>' }), 'NAME_ESCAPED', 'yes'],
    [
      'an action that starts a program',
      pdf({ catalog: '/OpenAction<</S/Launch/F(cmd.exe)>>' }),
      'LAUNCH_ACTION',
      'yes',
    ],
    ['files in a PDF', pdf({ more: ['<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream'] }), 'EMBEDDED_FILE', 'yes'],
    [
      'a PDF with a password',
      pdf({
        trailer:
          '/Encrypt<</Filter/Standard/V 1/R 2/O(01234567890123456789012345678901)/U(01234567890123456789012345678901)/P -4>>/ID[(0123456789012345)(0123456789012345)]',
      }),
      'PASSWORD',
      'not-looked',
    ],
    ['a PDF without pages', pdf({ pages: 0 }), 'NO_PAGES', 'no'],
    ['something that only begins like a PDF', Buffer.from('%PDF-1.7\nhello\n%%EOF'), 'PDF_DAMAGED', 'no'],
    ['macros in a document', office('docx', { name: 'word/vbaProject.bin', content: 'x' }), 'MACRO', 'yes'],
    ['a file in a document', office('docx', { name: 'word/embeddings/a.bin', content: 'x' }), 'EMBEDDED_FILE', 'yes'],
    [
      'a document without its main part',
      zip([...parts.slice(0, 2), { name: 'word/other.xml', content: '<a/>' }]),
      'PART_MISSING',
      'no',
    ],
    [
      'a document whose part is no XML',
      zip([...parts.slice(0, 2), { name: 'word/document.xml', content: '<w:p>' }]),
      'XML_NOT_WELL_FORMED',
      'no',
    ],
    [
      'a document with an external entity',
      office('docx', {
        name: 'word/x.xml',
        content: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      }),
      'XML_ENTITIES',
      'no',
    ],
    [
      'a document with an encrypted part',
      office('docx', { name: 'word/a.bin', content: 'x', says: { flags: 1 } }),
      'ENTRY_ENCRYPTED',
      'not-looked',
    ],
    [
      'a document that is a bomb',
      office('docx', { name: 'word/media/a.png', content: Buffer.alloc(64 * 1024 ** 2) }),
      'ARCHIVE_BOMB',
      'not-looked',
    ],
    [
      'an OFD without a page it lists',
      zip(ofdParts().filter(({ name }) => name !== 'Doc_0/Pages/Page_1/Content.xml')),
      'PART_MISSING',
      'no',
    ],
    [
      'an OFD without its resources',
      zip(ofdParts().filter(({ name }) => name !== 'Doc_0/PublicRes.xml')),
      'PART_MISSING',
      'no',
    ],
    ['an OFD without pages', zip(ofdParts({ pages: 0 })), 'NO_PAGES', 'no'],
    ['a Word document with a password', compoundFile({ WordDocument: wordStream(true) }), 'ENCRYPTED', 'not-looked'],
    ['a workbook with a password', compoundFile({ Workbook: workbookStream(true) }), 'ENCRYPTED', 'not-looked'],
    [
      'an encrypted Office document',
      compoundFile({ EncryptedPackage: Buffer.alloc(9), EncryptionInfo: Buffer.alloc(9) }),
      'ENCRYPTED',
      'not-looked',
    ],
    ['macros in a Word document', compoundFile({ WordDocument: wordStream() }, ['Macros']), 'MACRO', 'yes'],
    ['a Word stream that is none', compoundFile({ WordDocument: Buffer.alloc(4096) }), 'MAIN_STREAM', 'no'],
    [
      'XML that reaches out',
      Buffer.from('<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://x/"><a/>'),
      'XML_ENTITIES',
      'yes',
    ],
    [
      'XML that says another encoding',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>'),
        Buffer.from('b6abdda8', 'hex'),
        Buffer.from('</a>'),
      ]),
      'XML_ENCODING',
      'no',
    ],
    [
      'a drawing with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'),
      'SCRIPT',
      'yes',
    ],
    ['nothing', Buffer.alloc(0), 'EMPTY', 'no'],
  ])('%s', async (_, bytes, code, readable) => {
    const facts = await inspector.inspect({ bytes });
    expect(facts.problems.map((one) => one.code)).toContain(code);
    expect(facts.readable).toBe(readable);
  });

  it('says so when a page cannot be loaded', async () => {
    const broken = pdf({ pages: 3 }).toString('latin1').replace('12 0 R', '98 0 R');
    const facts = await inspector.inspect({ bytes: Buffer.from(broken, 'latin1') });
    expect(facts).toMatchObject({ readable: 'no', problems: [{ code: 'PAGE_UNREADABLE', detail: 'page 2' }] });
  });
});
