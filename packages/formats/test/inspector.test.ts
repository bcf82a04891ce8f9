import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { openInspector } from '../src/index.ts';
import { pdf } from './pdfs.ts';
import { picture } from './specimens.ts';

const folder = mkdtempSync(join(tmpdir(), 'guidang-formats-'));
const inspector = openInspector({ workers: 1, folder });
afterAll(() => {
  inspector.close();
  rmSync(folder, { recursive: true });
});
const chunks = (bytes: Buffer): Readable =>
  Readable.from([bytes.subarray(0, 100), bytes.subarray(100)], { objectMode: false });

describe('a file may come', () => {
  it.each([
    ['pdf', async () => pdf({ pages: 3 })],
    ['jpeg', () => picture(300, 200).jpeg().toBuffer()],
    ['tiff', () => picture(300, 200).tiff().toBuffer()],
  ])('as bytes, by its path or as a stream, and is the same %s', async (_, make) => {
    const bytes = await make();
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    const facts = await inspector.inspect({ bytes, name: 'a.x' });
    expect(facts.readable).toBe('yes');
    expect(await inspector.inspect({ path, name: 'a.x' })).toEqual(facts);
    expect(await inspector.inspect({ stream: chunks(bytes), name: 'a.x' })).toEqual(facts);
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('what is no fault of the file is thrown', () => {
  it('where there is no such path', async () => {
    await expect(inspector.inspect({ path: join(folder, 'nothing') })).rejects.toThrow('ENOENT');
  });

  it('where the stream breaks off, leaving nothing behind', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('%PDF');
        throw new Error('reset');
      })(),
    );
    await expect(inspector.inspect({ stream: broken })).rejects.toThrow('reset');
    expect(readdirSync(folder).filter((name) => name !== 'file')).toEqual([]);
  });
});

describe('limits', () => {
  it.each<[string, object, () => Promise<Buffer> | Buffer, string]>([
    ['time', { timeMs: 1 }, () => pdf({ pages: 50 }), 'TIME'],
    ['bytes of a PDF', { pdfBytes: 100 }, () => pdf(), 'PDF_TOO_LARGE'],
    ['pixels', { pixels: 1000 }, () => picture(100, 100).png().toBuffer(), 'IMAGE_TOO_LARGE'],
    ['bytes of a text', { textBytes: 10 }, () => Buffer.from('<?xml version="1.0"?><a/>'), 'TEXT_TOO_LONG'],
  ])('of %s end in not-looked, never in a pass', async (_, limits, make, code) => {
    const strict = openInspector({ workers: 1, limits });
    const facts = await strict.inspect({ bytes: await make() });
    strict.close();
    expect(facts).toMatchObject({ readable: 'not-looked', problems: [{ code }] });
    expect(facts.puid).not.toBeNull();
  });
});
