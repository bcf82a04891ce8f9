import { deflateSync, gzipSync } from 'node:zlib';
import { ofdParts, office, officeParts } from '../../../formats/test/documents.ts';
import { objectStream, pdf } from '../../../formats/test/pdfs.ts';
import { picture } from '../../../formats/test/specimens.ts';
import { type Packed, zip } from '../../../formats/test/zips.ts';
import { quine } from './quine.ts';

const MIB = 1024 ** 2;
type Made = Buffer | Promise<Buffer>;

/** Zips in zips, so many deep. */
const deep = (levels: number): Buffer => {
  let inner = zip([{ name: 'a', content: 'x' }]);
  for (let level = 0; level < levels; level += 1) inner = zip([{ name: 'a.zip', content: inner, stored: true }]);
  return inner;
};
const laughs = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]><a>&a29;</a>`;
const packedPage = (): Buffer => {
  const content = deflateSync(deflateSync(Buffer.alloc(32 * MIB)));
  const stream = `<</Length ${content.length}/Filter[/FlateDecode/FlateDecode]>>stream\n${content.toString('latin1')}\nendstream`;
  const text = pdf({ pages: 1, more: [stream] }).toString('latin1');
  return Buffer.from(text.replace('/Contents 11 0 R', '/Contents 12 0 R'), 'latin1');
};
const named = (...names: (string | Buffer)[]) => zip(names.map((name, n): Packed => ({ name, content: `${n}` })));

/** Hostile files by what the issue calls them: how each is made, and every finding that it has to bring about, by item and code. */
export const HOSTILE: readonly (readonly [input: string, make: () => Made, findings: readonly string[]])[] = [
  [
    'zip bomb',
    () => zip([{ name: 'a', content: Buffer.alloc(64 * MIB) }]),
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL COMPRESSION_BOMB', 'GD-3-8 WARN COMPRESSION_HIGH'],
  ],
  [
    'zip that unpacks to more than it says',
    () => zip([{ name: 'a', content: Buffer.alloc(8 * MIB), says: { unpacked: 100 } }]),
    ['GD-2-7 FAIL CONTENT_INCOMPLETE', 'GD-3-4 FAIL UNREADABLE'],
  ],
  [
    'gzip bomb',
    () => gzipSync(Buffer.alloc(64 * MIB)),
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL COMPRESSION_BOMB'],
  ],
  [
    'bomb in OOXML',
    () => office('docx', { name: 'word/media/a.png', content: Buffer.alloc(64 * MIB) }),
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL COMPRESSION_BOMB'],
  ],
  [
    'bomb in OFD',
    () => zip([...ofdParts(), { name: 'Doc_0/Res/a.bmp', content: Buffer.alloc(64 * MIB) }]),
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL COMPRESSION_BOMB'],
  ],
  ['PDF bomb', packedPage, ['GD-3-8 FAIL COMPRESSION_BOMB']],
  ['deep nesting', () => deep(12), ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL COMPRESSION_BOMB']],
  ['quine: a zip that holds itself', quine, ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL COMPRESSION_BOMB']],
  ['ratio above 90 %', () => zip([{ name: 'a.txt', content: 'a'.repeat(3 * MIB) }]), ['GD-3-8 WARN COMPRESSION_HIGH']],
  ['billion laughs', () => Buffer.from(laughs), ['GD-3-8 FAIL ENTITIES']],
  [
    'billion laughs in OOXML',
    () => office('docx', { name: 'word/x.xml', content: laughs }),
    ['GD-3-4 FAIL UNREADABLE', 'GD-3-8 FAIL ENTITIES'],
  ],
  [
    'external entity: a file',
    () => Buffer.from('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a xmlns="u">&x;</a>'),
    ['GD-3-8 FAIL ENTITIES'],
  ],
  [
    'external entity: an address',
    () => Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % x SYSTEM "http://169.254.169.254/">%x;]><a/>'),
    ['GD-3-8 FAIL ENTITIES'],
  ],
  [
    'elements nested by the hundred thousand',
    () => Buffer.from(`<?xml version="1.0"?>${'<a>'.repeat(300_000)}`),
    ['GD-3-4 FAIL UNREADABLE'],
  ],
  ['path traversal', () => named('../../etc/cron.d/x'), ['GD-3-8 FAIL UNSAFE_ENTRY']],
  ['absolute name', () => named('/etc/passwd'), ['GD-3-8 FAIL UNSAFE_ENTRY']],
  ['device name', () => named('a/NUL.txt'), ['GD-3-8 FAIL UNSAFE_ENTRY']],
  ['names that differ in case', () => named('a.txt', 'A.TXT'), ['GD-3-8 FAIL UNSAFE_ENTRY']],
  ['names that differ in Unicode form', () => named('é', 'e\u0301'), ['GD-3-8 FAIL UNSAFE_ENTRY']],
  [
    'traversal in OOXML',
    () => zip([...officeParts('docx'), { name: '../x', content: 'x' }]),
    ['GD-3-8 FAIL UNSAFE_ENTRY'],
  ],
  [
    'symbolic link',
    () => zip([{ name: 'a', content: '/etc/passwd', says: { mode: 0o120777 } }]),
    ['GD-3-8 FAIL UNSAFE_ENTRY'],
  ],
  [
    'encrypted member',
    () => zip([{ name: 'a', content: 'x', says: { flags: 1 } }]),
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL ENCRYPTED'],
  ],
  [
    'member packed in a way nobody knows',
    () => zip([{ name: 'a', content: 'x', says: { method: 97 } }]),
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL COMPRESSION_NOT_OPEN'],
  ],
  ['PDF with JavaScript', () => pdf({ catalog: '/OpenAction<</S/JavaScript/JS(x)>>' }), ['GD-3-8 WARN ACTIVE_CONTENT']],
  [
    'PDF with JavaScript packed away',
    () => pdf({ more: [objectStream('<</S/JavaScript/JS(x)>>')] }),
    ['GD-3-8 WARN ACTIVE_CONTENT'],
  ],
  [
    'PDF that starts a program',
    () => pdf({ catalog: '/OpenAction<</S/Launch/F(cmd.exe)>>' }),
    ['GD-3-8 WARN ACTIVE_CONTENT'],
  ],
  [
    'PDF with a file embedded',
    () => pdf({ more: ['<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream'] }),
    ['GD-3-8 WARN ACTIVE_CONTENT'],
  ],
  [
    'polyglot: PDF and ZIP',
    () => Buffer.concat([pdf(), zip([{ name: 'a.txt', content: 'x' }])]),
    ['GD-3-8 FAIL POLYGLOT'],
  ],
  [
    'polyglot: GIF and JavaScript',
    () => Buffer.concat([Buffer.from('GIF89a/*\x01\0\0\0\0', 'latin1'), Buffer.from('*/=1;alert(document.domain)//')]),
    ['GD-3-4 FAIL UNREADABLE', 'GD-3-8 FAIL POLYGLOT'],
  ],
  [
    'polyglot: GIF and ZIP',
    async () =>
      Buffer.concat([await picture().gif().toBuffer(), zip([{ name: 'META-INF/MANIFEST.MF', content: 'x' }])]),
    ['GD-3-8 FAIL POLYGLOT'],
  ],
  [
    'polyglot: a program and PDF',
    () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200), pdf()]),
    ['GD-3-4 MANUAL_REVIEW NOT_OPENED', 'GD-3-8 FAIL POLYGLOT'],
  ],
  [
    'bytes behind the end of a picture',
    async () => Buffer.concat([await picture().png().toBuffer(), Buffer.from('secret '.repeat(20))]),
    ['GD-3-8 WARN HIDDEN_BYTES'],
  ],
];

/** Of these neither bytes nor the inspector can tell: the scanner, capture and the queue of check do. Each is a test of its own. */
export const ELSEWHERE: readonly (readonly [input: string, file: string, test: string, comesOf: string])[] = [
  [
    'EICAR plain, in a zip, in OOXML, in PDF, in OFD, behind a PDF or a picture',
    'packages/formats/test/clamav.int.test.ts',
    'finds EICAR %s',
    'GD-4-2 FAIL INFECTED',
  ],
  [
    "over the scanner's stream limit",
    'packages/formats/test/clamav.int.test.ts',
    'calls nothing clean that is beyond a limit: %s',
    'GD-4-2 MANUAL_REVIEW TOO_LARGE_TO_SCAN',
  ],
  [
    'signatures older than the configured age',
    'packages/properties/test/borders.ts',
    'signatures of 30 days',
    'GD-4-2 WARN CLEAN_BY_OLD_SIGNATURES',
  ],
  [
    'scanner down',
    'services/2-check/test/step.int.test.ts',
    'ScannerUnavailable',
    'no link: the record is asked for again until it answers',
  ],
  [
    'a file that hangs, crashes, eats memory',
    'packages/formats/test/process.test.ts',
    'is ended when it does this: %s, and the next file meets a new one',
    'GD-3-4 MANUAL_REVIEW NOT_OPENED, or FAIL UNREADABLE',
  ],
  ['hostile signatures', 'packages/lab/test/signed.test.ts', '$name: $says $code', 'GD-1-1, one finding'],
  [
    'signed by somebody who had been taken back, or of whom no list tells',
    'packages/lab/test/signed.test.ts',
    'who signed a file and was taken back',
    'GD-1-1 FAIL SIGNATURE_REVOKED, MANUAL_REVIEW SIGNATURE_REVOKED_SINCE, WARN SIGNATURE_REVOCATION_UNKNOWN (dat70@4)',
  ],
  [
    'a package from elsewhere: traversal, absolute and device names, names that fall together, links, in zip and tar',
    'services/5-store/test/transfer.test.ts',
    'a path climbs out of a tar',
    'YJ-LOCAL-LAYOUT FAIL UNSAFE_ENTRY',
  ],
  [
    'a package from elsewhere: bomb, password, method nobody knows',
    'services/5-store/test/transfer.test.ts',
    'it is a bomb',
    'YJ-LOCAL-PACKING FAIL COMPRESSION_BOMB, ENCRYPTED, COMPRESSION_NOT_OPEN',
  ],
  [
    'a package from elsewhere whose description names an entity outside',
    'services/5-store/test/transfer.test.ts',
    'its description names an entity outside',
    'YJ-LOCAL-METADATA FAIL METADATA_UNREADABLE',
  ],
  [
    'fetch address: loopback, octal, IPv6 forms, a number',
    'services/1-capture/test/fetcher.test.ts',
    'an address that may not be asked is refused, and not asked',
    'MaterialRefused ADDRESS_NOT_ALLOWED',
  ],
  [
    'fetch address: DNS to private and metadata ranges, NAT64, 6to4, mapped',
    'services/1-capture/test/fetcher.test.ts',
    'the metadata of a cloud',
    'MaterialRefused ADDRESS_NOT_ALLOWED',
  ],
  [
    'a name that changes where it leads (rebinding)',
    'services/1-capture/test/fetcher.test.ts',
    'a name that changes where it leads',
    'MaterialRefused ADDRESS_NOT_ALLOWED',
  ],
  [
    'redirect to loopback, metadata, another host',
    'services/1-capture/test/fetcher.test.ts',
    'one to %s is refused',
    'MaterialRefused ADDRESS_NOT_ALLOWED',
  ],
  [
    'endless download',
    'services/1-capture/test/fetcher.test.ts',
    'an endless body is given up by whoever takes it, and the host is not asked for more',
    'MaterialRefused TOO_LARGE',
  ],
  [
    'trickling download',
    'services/1-capture/test/fetcher.test.ts',
    'a trickle',
    'asked again, then MaterialRefused FETCH_UNAVAILABLE',
  ],
  [
    'wrong content length',
    'services/1-capture/test/fetcher.test.ts',
    'a length that is too much, or not what was announced, is refused before a byte is read',
    'MaterialRefused SIZE_MISMATCH, TOO_LARGE',
  ],
  [
    'a body shorter than its length, one that falls silent',
    'services/1-capture/test/fetcher.test.ts',
    'a body shorter than its length',
    'asked again, then MaterialRefused FETCH_UNAVAILABLE',
  ],
  ['5,000 fuzzed files', 'packages/formats/test/fuzz.test.ts', '5000', 'no crash, no hang, no memory beyond the limit'],
];
