import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openScanner } from '../src/index.ts';
import { ofdParts, office } from './documents.ts';
import { pdf } from './pdfs.ts';
import { zip } from './zips.ts';

const MB = 1_000_000;
const parts = JSON.parse(
  readFileSync(`${process.env.GUIDANG_RUN ?? new URL('../../../.local', import.meta.url).pathname}/parts.json`, 'utf8'),
);
const scanner = openScanner(parts.clamd);
afterAll(() => scanner.close());

/** Put together here, so that no scanner of a reader's machine takes this file away. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join(''));
const attached = (content: Buffer, more = ''): string =>
  `<</Type/EmbeddedFile/Length ${content.length}${more}>>stream\n${content.toString('latin1')}\nendstream`;
const zeros = (megabytes: number): Readable =>
  Readable.from(
    (function* () {
      for (let n = 0; n < megabytes; n += 1) yield Buffer.alloc(MB, n);
    })(),
  );

describe('the real scanner', () => {
  it.each<[string, () => Buffer]>([
    ['plain', () => EICAR],
    ['in a zip', () => zip([{ name: 'a.com', content: EICAR }])],
    ['in a zip in a zip', () => zip([{ name: 'a.zip', content: zip([{ name: 'a.com', content: EICAR }]) }])],
    ['in a document', () => office('docx', { name: 'word/embeddings/a.bin', content: EICAR })],
    ['behind a PDF', () => Buffer.concat([pdf(), EICAR])],
    ['in gzip', () => gzipSync(EICAR)],
    ['in a file attached to a PDF', () => pdf({ more: [attached(EICAR)] })],
    ['in a file attached to a PDF, packed', () => pdf({ more: [attached(deflateSync(EICAR), '/Filter/FlateDecode')] })],
    ['in a workbook', () => office('xlsx', { name: 'xl/embeddings/a.bin', content: EICAR })],
    ['in an OFD', () => zip([...ofdParts(), { name: 'Doc_0/Attachs/a.com', content: EICAR }])],
    [
      'in a zip behind a picture',
      () => Buffer.concat([Buffer.from('GIF89a'), zip([{ name: 'a.com', content: EICAR }])]),
    ],
  ])('finds EICAR %s', async (_, make) => {
    const result = await scanner.scan(make());
    expect(result).toMatchObject({
      verdict: 'infected',
      signature: expect.stringMatching(/EICAR/i),
      engine: expect.stringMatching(/^ClamAV \d/),
    });
  });

  it('passes what is harmless, as bytes and as a stream', async () => {
    expect(await scanner.scan(pdf())).toMatchObject({ verdict: 'clean' });
    expect(await scanner.scan(Readable.from([pdf()]))).toMatchObject({ verdict: 'clean' });
    expect(await scanner.scan(Buffer.alloc(0))).toMatchObject({ verdict: 'clean' });
  });

  it('says how old its signatures are, or that they do not say', async () => {
    const { engine, signaturesAt } = await scanner.scan(Buffer.from('harmless'));
    expect(engine).toMatch(/^ClamAV \d/);
    expect(signaturesAt === null || !Number.isNaN(Date.parse(signaturesAt))).toBe(true);
  });

  it('keeps files of many callers apart', async () => {
    const files = Array.from({ length: 100 }, (_, n) => (n % 7 === 3 ? EICAR : Buffer.from(`harmless ${n}`)));
    const results = await Promise.all(files.map((file) => scanner.scan(file)));
    expect(results.map(({ verdict }) => verdict)).toEqual(files.map((file) => (file === EICAR ? 'infected' : 'clean')));
  });

  it.each<[string, () => Buffer | Readable, object]>([
    ['ours, as bytes', () => Buffer.alloc(3 * MB), { maxBytes: 2 * MB }],
    ['ours, as a stream', () => zeros(3), { maxBytes: 2 * MB }],
    ["the scanner's own, as bytes", () => Buffer.alloc(230 * MB), { maxBytes: 1e12 }],
    ["the scanner's own, as a stream", () => zeros(230), { maxBytes: 1e12 }],
  ])('calls nothing clean that is beyond a limit: %s', async (_, make, limits) => {
    const strict = openScanner({ ...parts.clamd, ...limits });
    expect(await strict.scan(make())).toMatchObject({ verdict: 'too-large' });
    expect(await strict.scan(Buffer.from('x'))).toMatchObject({ verdict: 'clean' });
    strict.close();
  });

  it('passes on the error of a stream that breaks off, and serves the next', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.alloc(10);
        throw new Error('reset');
      })(),
    );
    await expect(scanner.scan(broken)).rejects.toThrow('reset');
    expect(await scanner.scan(EICAR)).toMatchObject({ verdict: 'infected' });
  });
});
