import { PDFArray, PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { NoCopy } from '../src/copy/copy.ts';
import { linesOf, shortened, widthOf, writable } from '../src/copy/lettering.ts';
import { makeCopy } from '../src/copy/make.ts';
import { a4For, STRIP, sheetOver } from '../src/copy/sheet.ts';
import { codesOn, pagesOf, seen, share, textOf } from './seeing.ts';
import { COPY_ID, loaded, MARKS, pdf, printed, stamped } from './specimens.ts';

const isRed = (r: number, g: number, b: number): boolean => r > 200 && g < 80 && b < 80;
const isGreen = (r: number, g: number, b: number): boolean => g > 150 && r < 130 && b < 130;
const ofPdf = (content: Uint8Array, marks = MARKS) => makeCopy({ kind: 'pdf', marks }, content);
const ofImage = (content: Uint8Array) => makeCopy({ kind: 'image', marks: MARKS }, content);
const against = async (copying: Promise<unknown>): Promise<string> => {
  const error = await copying.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof NoCopy)) throw new Error(`not refused: ${error}`);
  return error.reason;
};

describe('the copy of a PDF/A', () => {
  it('keeps the pages as they are, with their text, and says on each what it is for, for whom, and how to verify it', async () => {
    const copy = await ofPdf(await pdf({ pages: 3 }));
    expect(copy).toMatchObject({ how: 'kept', pages: 3 });
    expect(await pagesOf(copy.pdf)).toBe(3);
    for (const page of [0, 1, 2]) {
      const text = await textOf(copy.pdf, page);
      expect(text).toContain(`第 ${page + 1} 页 正文`);
      expect(text).toContain('仅限用于：办理银行贷款');
      expect(text).toContain('利用目的：办理银行贷款');
      expect(text).toContain('0101-ZY·XK·2026·Y-0042');
      expect(text).toContain('archivist-07');
      expect(text).toContain(COPY_ID);
      expect(text).toContain(`${page + 1}/3`);
      expect(await codesOn(await seen(copy.pdf, page))).toEqual([MARKS.verifyUrl]);
    }
  });

  it('is dated by the clock of Asia/Shanghai, whatever zone this process runs in', async () => {
    const text = await textOf((await ofPdf(await pdf())).pdf);
    expect(text).toContain('2026-03-21 00:05 (UTC+8)');
    expect(text).toContain('archivist-07 | 2026-03-21');
  });

  it('is the same bytes for the same request, and others for another', async () => {
    const source = await pdf({ pages: 2 });
    const [once, again] = [await ofPdf(source), await ofPdf(source)];
    expect(Buffer.from(once.pdf).equals(again.pdf)).toBe(true);
    const other = await ofPdf(source, { ...MARKS, purpose: '诉讼举证' });
    expect(Buffer.from(once.pdf).equals(other.pdf)).toBe(false);
  });

  it('covers nothing of the page: its picture stands above the strip', async () => {
    const picture = await seen((await ofPdf(await pdf())).pdf);
    const { scale, x } = sheetOver(595.28, 841.89);
    // The red corner of the source, 40 points square, stands whole on the strip.
    expect(share(picture, [x + 1, STRIP + 1, x + 40 * scale - 1, STRIP + 40 * scale - 1], isRed)).toBe(1);
    expect(share(picture, [0, 0, 595, STRIP - 2], isRed)).toBe(0);
  });

  it.each([
    [90, [0, 1]],
    [180, [1, 1]],
    [270, [1, 0]],
  ] as const)('is upright where the page is turned by %d degrees', async (rotate, [right, top]) => {
    const copy = await ofPdf(await pdf({ rotate }));
    expect(copy.how).toBe('kept');
    const picture = await seen(copy.pdf);
    const { width, height } = picture.points;
    expect(width > height).toBe(rotate !== 180);
    // Turned clockwise, the corner at the lower left goes to the upper left, the upper right, the lower right.
    const sheet = sheetOver(width, height);
    const [w, h] = [width * sheet.scale, height * sheet.scale];
    const left = sheet.x + (right ? w - 38 * sheet.scale : 2);
    const bottom = sheet.y + (top ? h - 38 * sheet.scale : 2);
    expect(share(picture, [left, bottom, left + 30, bottom + 30], isRed)).toBe(1);
  });

  it('holds nothing of the source but what is seen on its pages', async () => {
    const copy = await ofPdf(await pdf({ change: loaded }));
    expect(copy.how).toBe('kept');
    const whole = await unpacked(copy.pdf);
    expect(whole).not.toContain('SECRET');
    expect(whole).not.toMatch(/JavaScript|EmbeddedFile|PieceInfo|\/AA\b/);
  });

  it('carries the claim of PDF/A-2b, an identifier of its own and no date but that of the request', async () => {
    const { pdf: bytes } = await ofPdf(await pdf());
    const whole = await unpacked(bytes);
    expect(whole).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>');
    expect(whole).toContain(`/ID [ <${COPY_ID}> <${COPY_ID}> ]`);
    expect(whole.match(/\d{4}-\d\d-\d\dT[\d:]+Z/g)).toEqual(Array(3).fill('2026-03-20T16:05:00Z'));
  });
});

describe('the copy of a document for print', () => {
  it('keeps its colours’ profile, and its marks name no colours that the profile does not know', async () => {
    const copy = await ofPdf(await pdf({ change: printed }));
    expect(copy.how).toBe('kept');
    const whole = await unpacked(copy.pdf);
    expect(whole).toContain('a profile of four inks');
    expect(whole).toContain('FOGRA39');
    expect(whole).toContain('0.35 g');
    expect(whole).not.toContain('0.72 0.1 0.1 rg');
  });
});

describe('a document that may not be kept as it is', () => {
  it.each([
    ['claims nothing', { claims: false }],
    ['claims PDF/A and has a font that is not inside', { embedded: false }],
    ['has layers', { change: (d: PDFDocument) => d.catalog.set(PDFName.of('OCProperties'), d.context.obj({})) }],
    [
      'is measured in units of its own',
      { change: (d: PDFDocument) => d.getPage(0).node.set(PDFName.of('UserUnit'), d.context.obj(2)) },
    ],
  ])('is drawn as pictures where it %s', async (_, options) => {
    const copy = await ofPdf(await pdf({ ...options, pages: 2 }));
    expect(copy).toMatchObject({ how: 'drawn', pages: 2 });
    expect(await codesOn(await seen(copy.pdf, 1))).toEqual([MARKS.verifyUrl]);
    expect(await textOf(copy.pdf, 1)).not.toContain('正文');
    expect(await unpacked(copy.pdf)).toContain('<pdfaid:part>2</pdfaid:part>');
  });

  it('shows the stamp of its signature and no longer holds the signature, which would be a dead one', async () => {
    const copy = await ofPdf(await pdf({ change: stamped }));
    expect(copy.how).toBe('drawn');
    expect(share(await seen(copy.pdf), [295, 545, 310, 560], isGreen)).toBeGreaterThan(0.9);
    const document = await PDFDocument.load(copy.pdf);
    expect(document.catalog.has(PDFName.of('AcroForm'))).toBe(false);
    expect(await unpacked(copy.pdf)).not.toContain('/Sig');
  });

  it('gives the same bytes twice', async () => {
    const source = await pdf({ claims: false });
    expect(Buffer.from((await ofPdf(source)).pdf).equals((await ofPdf(source)).pdf)).toBe(true);
  });
});

describe('a document there can be no copy of', () => {
  it('is refused where it is encrypted, even if it opens without a password', async () => {
    const locked = (options: object) =>
      pdf({ claims: false, change: (d) => void d.encrypt({ ownerPassword: 'owner', ...options }) });
    expect(await against(ofPdf(await locked({ userPassword: '' })))).toBe('ENCRYPTED');
    expect(await against(ofPdf(await locked({ userPassword: 'user' })))).toBe('ENCRYPTED');
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no PDF', Buffer.from('%PDF-1.7\nnot a document at all')],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) & 255))],
  ])('is refused where it is %s', async (_, bytes) => {
    expect(await against(ofPdf(bytes))).toBe('BROKEN');
    expect(await against(ofImage(bytes))).toBe('BROKEN');
  });

  it('is refused where it has no pages, or more than anybody asks for', async () => {
    const none = Buffer.from(
      '%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF',
    );
    expect(['NO_PAGES', 'BROKEN']).toContain(await against(ofPdf(none)));
    expect(await against(ofPdf(await pdf({ pages: 1_001, embedded: false })))).toBe('TOO_MANY_PAGES');
  });
});

describe('the copy of a picture', () => {
  const flat = (width: number, height: number, background = '#ff0000') =>
    sharp({ create: { width, height, channels: 3, background } });

  it.each([
    ['jpeg', () => flat(800, 1100).jpeg().toBuffer()],
    ['png', () => flat(800, 1100).png().toBuffer()],
    ['tiff', () => flat(800, 1100).tiff({ compression: 'lzw' }).toBuffer()],
    ['webp', () => flat(800, 1100).webp().toBuffer()],
    ['gif', () => flat(800, 1100).gif().toBuffer()],
  ])('stands on a page of A4 (%s)', async (_, made) => {
    const copy = await ofImage(await made());
    expect(copy).toMatchObject({ how: 'drawn', pages: 1 });
    const picture = await seen(copy.pdf);
    expect(picture.points.height).toBeCloseTo(841.89, 0);
    expect(share(picture, [250, 400, 340, 500], (r, g) => r > 180 && g < 100)).toBeGreaterThan(0.7);
    expect(await codesOn(picture)).toEqual([MARKS.verifyUrl]);
  });

  it('is upright, as EXIF says it was held', async () => {
    // The upper half is white; orientation 6 says: turn it clockwise to see it upright. Then the right half is white.
    const half = await flat(600, 400, '#ffffff').png().toBuffer();
    const held = await flat(600, 800)
      .composite([{ input: half, top: 0, left: 0 }])
      .jpeg()
      .withMetadata({ orientation: 6, density: 96 })
      .toBuffer();
    const picture = await seen((await ofImage(held)).pdf);
    expect(picture.points.width).toBeGreaterThan(picture.points.height);
    const [mid, y] = [421, 66 + 265];
    expect(share(picture, [mid - 200, y - 50, mid - 50, y + 50], (r, g) => r > 180 && g < 100)).toBeGreaterThan(0.7);
    expect(share(picture, [mid + 50, y - 50, mid + 200, y + 50], (_, g) => g > 190)).toBeGreaterThan(0.95);
  });

  it('has a page for each image of a TIFF', async () => {
    const frames = await Promise.all(['#ff0000', '#00ff00', '#0000ff'].map((c) => flat(400, 500, c).png().toBuffer()));
    const volume = await sharp(frames, { join: { animated: true } })
      .tiff({ compression: 'deflate' })
      .toBuffer();
    const copy = await ofImage(volume);
    expect(copy.pages).toBe(3);
    expect(share(await seen(copy.pdf, 1), [290, 440, 310, 460], isGreen)).toBeGreaterThan(0.5);
  });

  it('says nothing of where and by what it was taken', async () => {
    const taken = await flat(300, 300)
      .jpeg()
      .withExif({ IFD0: { Make: 'SECRET-CAMERA' }, IFD3: { GPSLatitude: '23/1 2/1 3/1' } })
      .toBuffer();
    expect(taken.includes('SECRET-CAMERA')).toBe(true);
    const { pdf: bytes } = await ofImage(taken);
    expect(Buffer.from(bytes).includes('SECRET-CAMERA')).toBe(false);
    expect(Buffer.from(bytes).includes('Exif')).toBe(false);
  });

  it('is refused where a part of it is missing', async () => {
    const whole = await sharp(Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919) & 255)), {
      raw: { width: 300, height: 300, channels: 3 },
    })
      .png()
      .toBuffer();
    expect(await against(ofImage(whole.subarray(0, whole.length / 2)))).toBe('BROKEN');
  });
});

describe('what is written on a copy', () => {
  it.each([
    ['a character the typeface does not have', '𠮷野家', '〓野家'],
    ['a picture character', '贷款😀', '贷款〓'],
    ['lines', '第一行\n第二行', '第一行 第二行'],
    ['what turns the direction of writing', '贷款\u202e款贷', '贷款款贷'],
    ['what is invisible', '贷\u200b款\u0007', '贷款'],
  ])('can be written: %s', (_, text, written) => {
    expect(writable(text)).toBe(written);
  });

  it('breaks into lines that fit and leaves nothing out', () => {
    const purpose = '用于办理 mortgage-application-2026/0001 银行贷款及不动产抵押登记。'.repeat(6);
    const lines = linesOf(purpose, 6, 200);
    expect(lines.every((line) => widthOf(line, 6) <= 200)).toBe(true);
    expect(lines.join('').replaceAll(' ', '')).toBe(purpose.replaceAll(' ', ''));
    expect(linesOf('m'.repeat(200), 6, 50).every((line) => widthOf(line, 6) <= 50)).toBe(true);
  });

  it('is shortened in the open where it does not fit', () => {
    expect(shortened('短', 10, 100)).toBe('短');
    expect(shortened('长'.repeat(50), 10, 100)).toMatch(/^长{8,9}…$/);
  });

  it('holds the longest purpose whole, on the narrowest sheet as well', async () => {
    const purpose = `${'贷'.repeat(199)}终`;
    for (const size of [
      [595.28, 841.89],
      [380, 600],
    ] as [number, number][]) {
      const text = await textOf((await ofPdf(await pdf({ size }), { ...MARKS, purpose })).pdf);
      expect(text.replace(/\s/g, '')).toContain(`利用目的：${purpose}`);
    }
  });
});

describe('sheets', () => {
  it.each([
    ['A4', 595.28, 841.89],
    ['A0 lying', 3370, 2384],
    ['A5', 419.5, 595.3],
    ['a card', 243, 153],
    ['a ribbon', 14_400, 3],
  ])('leave the strip free and the page whole: %s', (_, width, height) => {
    for (const sheet of [sheetOver(width, height), a4For(width, height)]) {
      expect(sheet.y).toBeGreaterThanOrEqual(STRIP * sheet.unit - 1e-9);
      expect(sheet.y + height * sheet.scale).toBeLessThanOrEqual(sheet.height + 1e-9);
      expect(sheet.x).toBeGreaterThanOrEqual(-1e-9);
      expect(sheet.x + width * sheet.scale).toBeLessThanOrEqual(sheet.width + 1e-9);
    }
  });
});

/** All of a document's objects in the open, with what is packed in them. */
async function unpacked(bytes: Uint8Array): Promise<string> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const { decodePDFRawStream, PDFRawStream } = await import('@cantoo/pdf-lib');
  const parts = document.context.enumerateIndirectObjects().map(([, object]) => {
    if (object instanceof PDFRawStream) {
      const packed = /Flate/.test(String(object.dict.get(PDFName.of('Filter'))));
      return `${object.dict}\n${Buffer.from(packed ? decodePDFRawStream(object).decode() : object.contents).toString('latin1')}`;
    }
    return object instanceof PDFDict || object instanceof PDFArray ? String(object) : '';
  });
  return `${parts.join('\n')}\n${Buffer.from(bytes).toString('latin1').slice(-400)}`;
}
