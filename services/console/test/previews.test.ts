import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { Previews } from '../src/preview/previews.ts';

const previews = new Previews();
afterAll(() => previews.close());

const pdf = (pages: number): Promise<Buffer> =>
  new Promise((resolve) => {
    const document = new PDFDocument({ size: 'A4' });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    for (let page = 2; page <= pages; page++) document.addPage();
    document.end();
  });

/** A bitmap of two by two pixels, red above blue; `palette` in red, green, blue: first blue's colour, then red's. */
function bitmap(bits: number, palette: readonly (readonly number[])[]): Buffer {
  const colours = Buffer.alloc(bits > 8 ? 0 : 4 * 2 ** bits);
  for (const [at, [r, g, b]] of palette.entries()) colours.set([b!, g!, r!, 0], 4 * at);
  const row = (red: boolean): number[] =>
    bits === 24
      ? [...(red ? [0, 0, 255, 0, 0, 255] : [255, 0, 0, 255, 0, 0]), 0, 0]
      : bits === 8
        ? [red ? 1 : 0, red ? 1 : 0, 0, 0]
        : [red ? 0xc0 : 0, 0, 0, 0];
  const head = Buffer.alloc(54);
  head.write('BM', 'latin1');
  head.writeUInt32LE(54 + colours.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(2, 18);
  head.writeInt32LE(2, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  return Buffer.concat([head, colours, Buffer.from([...row(false), ...row(true)])]);
}

describe('a preview', () => {
  it('of a PDF is a picture of the page, as wide as was asked for', async () => {
    const { png, pages } = await previews.draw({ kind: 'pdf', content: await pdf(3), page: 2, width: 400 });
    expect(pages).toBe(3);
    expect((await sharp(png).metadata()).width).toBeCloseTo(400, -1);
  });

  it('of an image is never wider than it is', async () => {
    const content = await sharp({ create: { width: 60, height: 30, channels: 3, background: '#f00' } })
      .jpeg()
      .toBuffer();
    const { png } = await previews.draw({ kind: 'image', content, page: 1, width: 400 });
    expect(await sharp(png).metadata()).toMatchObject({ width: 60, format: 'png' });
  });

  it.each([
    ['24 bits', 24, []],
    [
      '8 bits and a palette',
      8,
      [
        [0, 0, 255],
        [255, 0, 0],
      ],
    ],
    [
      'one bit and two colours',
      1,
      [
        [0, 0, 255],
        [255, 0, 0],
      ],
    ],
  ])('of a bitmap of %s is drawn the right way up, in its colours', async (_, bits, palette) => {
    const { png } = await previews.draw({ kind: 'image', content: bitmap(bits, palette), page: 1, width: 400 });
    const pixels = await sharp(png).removeAlpha().raw().toBuffer();
    // Two by two: red above, blue below.
    expect([...pixels]).toEqual([255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255]);
  });

  it('of a bitmap that is cut off, or says it is endless, is refused', async () => {
    const whole = bitmap(24, []);
    const endless = Buffer.from(whole);
    endless.writeInt32LE(2_000_000_000, 18);
    for (const content of [whole.subarray(0, 60), endless])
      await expect(previews.draw({ kind: 'image', content, page: 1, width: 100 })).rejects.toThrow('DAMAGED');
  });

  it('of what is none of its kind is refused, and the next one is drawn all the same', async () => {
    await expect(previews.draw({ kind: 'pdf', content: Buffer.from('no pdf'), page: 1, width: 100 })).rejects.toThrow(
      'DAMAGED',
    );
    await expect(previews.draw({ kind: 'pdf', content: await pdf(1), page: 9, width: 100 })).rejects.toThrow(
      'NO_SUCH_PAGE',
    );
    expect((await previews.draw({ kind: 'pdf', content: await pdf(1), page: 1, width: 100 })).pages).toBe(1);
  });
});
