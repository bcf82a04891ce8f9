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
