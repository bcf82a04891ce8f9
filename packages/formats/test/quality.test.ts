import { afterAll, describe, expect, it } from 'vitest';
import { type FileFacts, openInspector } from '../src/index.ts';
import { apart } from '../src/quality/hash.ts';
import { bound, page } from './pages.ts';
import { pdf } from './pdfs.ts';

const inspector = openInspector({ workers: 2 });
afterAll(() => inspector.close());
const look = (bytes: Buffer): Promise<FileFacts> => inspector.inspect({ bytes });
const KINDS = ['jpeg', 'png', 'tiff'] as const;

describe.each(KINDS)('a scan in %s', (kind) => {
  it.each([-4, -2, -1, 0, 1, 2, 4])('that lies crooked by %d° is told so', async (turned) => {
    const [first] = (await look(await page({ turned })[kind]().toBuffer())).pageFacts!;
    expect(Math.abs(first!.skew! - turned)).toBeLessThanOrEqual(0.4);
    expect(first!.blank).toBe(false);
  });

  it('with nothing on it is blank, noise and all', async () => {
    const facts = await look(await page({ lines: 0, noise: 24 })[kind]().toBuffer());
    expect(facts).toMatchObject({ readable: 'yes', pageFacts: [{ page: 1, blank: true }] });
    expect(facts.pageFacts![0]).not.toHaveProperty('skew');
  });

  it('with three lines on it is not', async () => {
    expect((await look(await page({ lines: 3 })[kind]().toBuffer())).pageFacts).toMatchObject([{ blank: false }]);
  });

  it('that is too dark or too faint shows in the levels of its paper and its contrast', async () => {
    const levels = async (options: object) => (await look(await page(options)[kind]().toBuffer())).pageFacts![0]!;
    const [good, dark, faint] = [await levels({}), await levels({ paper: 90, ink: 20 }), await levels({ ink: 222 })];
    expect(good.paper).toBeGreaterThan(225);
    expect(good.contrast).toBeGreaterThan(60);
    expect(dark.paper).toBeLessThan(110);
    expect(faint.contrast).toBeLessThan(30);
  });

  it('says how finely it was scanned', async () => {
    const facts = await look(await page().withMetadata({ density: 150 })[kind]().toBuffer());
    expect(facts).toMatchObject({ dpi: 150, pageFacts: [{ dpi: 150 }] });
  });
});

it('tells the same page in three formats by nearly the same hash', async () => {
  const hashes = await Promise.all(
    KINDS.map(async (kind) => (await look(await page()[kind]().toBuffer())).pageFacts![0]!.hash!),
  );
  expect(apart(hashes[0]!, hashes[1]!)).toBeLessThan(20);
  expect(apart(hashes[1]!, hashes[2]!)).toBeLessThan(20);
  const other = (await look(await page({ seed: 9, lines: 11 }).png().toBuffer())).pageFacts![0]!.hash!;
  expect(apart(hashes[1]!, other)).toBeGreaterThan(20);
});

describe('a PDF of scans', () => {
  const jpeg = (options = {}): Promise<Buffer> => page(options).jpeg().toBuffer();

  it('is told page by page: blank, crooked, the same twice, how fine', async () => {
    const [one, crooked, empty, other] = await Promise.all([
      jpeg(),
      jpeg({ turned: 3 }),
      jpeg({ lines: 0 }),
      jpeg({ seed: 5, lines: 17 }),
    ]);
    const again = await page().jpeg({ quality: 60 }).toBuffer();
    const facts = await look(bound([one, crooked, empty, other, again]));
    expect(facts).toMatchObject({ readable: 'yes', pages: 5, drawn: [[1, 5]], problems: [] });
    expect(facts.pageFacts!.map(({ blank }) => blank)).toEqual([false, false, true, false, false]);
    expect(facts.pageFacts!.map(({ sameAs }) => sameAs ?? null)).toEqual([null, null, null, null, 1]);
    expect(facts.pageFacts![1]!.skew).toBeGreaterThan(2.5);
    expect(facts.pageFacts![0]).toMatchObject({ dpi: 103 });
  });

  it('is seen the same when text lies over the picture and PDFium has to draw it', async () => {
    const plain = await look(bound([await jpeg({ turned: 2 })]));
    const over = await look(bound([await jpeg({ turned: 2 })], { text: 'BT /F 12 Tf 100 100 Td (x) Tj ET' }));
    expect(over.pageFacts![0]!.skew).toBe(plain.pageFacts![0]!.skew);
    expect(over).toMatchObject({ fontsMissing: ['SomeFont'], problems: [{ code: 'FONT_NOT_EMBEDDED' }] });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut short', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['with a hole', (bytes) => Buffer.concat([bytes.subarray(0, 3000), bytes.subarray(9000)])],
  ])('with a picture %s is not readable, and says which page', async (_, spoil) => {
    const facts = await look(bound([await jpeg(), spoil(await jpeg()), await jpeg({ seed: 3 })]));
    expect(facts).toMatchObject({ readable: 'no', problems: [{ code: 'PAGE_IMAGE_DAMAGED', detail: 'page 2' }] });
  });

  it('with a picture that nothing can decode is not readable either', async () => {
    const facts = await look(bound([Buffer.from('no JPEG 2000 at all')], { filter: '/JPXDecode' }));
    expect(facts).toMatchObject({ readable: 'no', problems: [{ code: 'PAGE_IMAGE_DAMAGED', detail: 'page 1' }] });
  });

  it('that is long is drawn at both ends, and says so', async () => {
    const strict = openInspector({ workers: 1, limits: { drawnPages: 4 } });
    const facts = await strict.inspect({ bytes: pdf({ pages: 20 }) });
    strict.close();
    expect(facts).toMatchObject({ pages: 20, readable: 'yes' });
    expect(facts.drawn).toEqual([
      [1, 2],
      [19, 20],
    ]);
  });
});
