import { DRAWN, drawnOfd, sealAsOfd } from '@guidang/lab/signed';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlineOf } from '../src/preview/ofd/outline.ts';
import { Previews } from '../src/preview/previews.ts';

const NOW = Date.UTC(2026, 0, 15);
const WIDTH = 420; // two pixels for a millimetre
const previews = new Previews();
afterAll(() => previews.close());
const draw = (content: Buffer, page = 1) => previews.draw({ kind: 'ofd', content, page, width: WIDTH });

type Colour = readonly [number, number, number];
/** Mean colours of squares of two millimetres about places on the page. */
async function coloursAt(png: Uint8Array, places: readonly (readonly [number, number])[]): Promise<Colour[]> {
  return Promise.all(
    places.map(async ([x, y]) => {
      const square = { left: Math.round(2 * x) - 2, top: Math.round(2 * y) - 2, width: 4, height: 4 };
      const data = await sharp(png).extract(square).removeAlpha().raw().toBuffer();
      const mean = (channel: number): number =>
        Math.round(data.filter((_, at) => at % 3 === channel).reduce((sum, one) => sum + one, 0) / 16);
      return [mean(0), mean(1), mean(2)] as const;
    }),
  );
}
/** Share of what is dark, of a box in millimetres. */
async function inkIn(
  png: Uint8Array,
  [x, y, width, height]: readonly [number, number, number, number],
): Promise<number> {
  const { data } = await sharp(png)
    .extract({ left: 2 * x, top: 2 * y, width: 2 * width, height: 2 * height })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data.filter((value) => value < 128).length / data.length;
}
const body = (objects: string) => drawnOfd('console', NOW, { ...DRAWN, first: objects });

describe('a preview of an OFD', () => {
  let png: Uint8Array;
  let drawn: Awaited<ReturnType<typeof draw>>;
  beforeAll(async () => {
    drawn = await draw(await drawnOfd('console', NOW));
    png = drawn.png;
  }, 60_000);

  it('is a picture of the page, as wide as was asked for, and says of how many', async () => {
    expect(drawn.pages).toBe(2);
    expect(await sharp(png).metadata()).toMatchObject({ width: WIDTH, height: 594, format: 'png' });
  });

  it('shows the template behind it, lines, filled curves, pictures and the seal, each where it stands', async () => {
    const [template, line, curve, picture, seal, beside] = await coloursAt(png, [
      [100, 10],
      [60, 60],
      [130, 105],
      [40, 95],
      [160, 220],
      [100, 220],
    ]);
    expect([template, curve, picture, seal, beside]).toEqual([
      [0, 0, 200],
      [255, 200, 0],
      [0, 160, 0],
      [224, 0, 224],
      [255, 255, 255],
    ]);
    // One millimetre of red in two of white.
    expect(line![0]).toBe(255);
    expect(line![1]).toBeLessThan(200);
  });

  it('writes its Chinese text letter by letter, and what stands in a composite', async () => {
    // 政务服务归档证明: eight letters, twelve millimetres apart.
    for (let letter = 0; letter < 8; letter++)
      expect(await inkIn(png, [20 + 12 * letter, 30, 10, 11])).toBeGreaterThan(0.03);
    expect(await inkIn(png, [120, 30, 60, 11])).toBe(0);
    expect(await inkIn(png, [20, 132, 28, 15])).toBeGreaterThan(0.1);
    expect(
      await inkIn(await draw(await drawnOfd('console', NOW), 2).then((two) => two.png), [20, 20, 24, 10]),
    ).toBeGreaterThan(0.05);
  });

  it('says that its font was not embedded, and nothing else', () => expect(drawn.notes).toEqual(['FONT']));

  it('shows a seal whose picture is a document itself', async () => {
    const { png: sealed } = await draw(await drawnOfd('console', NOW, DRAWN, await sealAsOfd()));
    expect(await coloursAt(sealed, [[143, 203]])).toEqual([[255, 120, 0]]);
    expect(await inkIn(sealed, [150, 210, 20, 20])).toBeGreaterThan(0.1);
  });
});

describe('what cannot be drawn of an OFD', () => {
  const text = (said: string): string =>
    `<ofd:TextObject ID="21" Boundary="20 30 170 12" Font="2" Size="10"><ofd:TextCode X="0" Y="9">${said}</ofd:TextCode></ofd:TextObject>`;
  const path = (inside: string): string =>
    `<ofd:PathObject ID="22" Boundary="20 59 170 20" Fill="true">${inside}<ofd:AbbreviatedData>M 0 0 L 170 0 L 170 20 C</ofd:AbbreviatedData></ofd:PathObject>`;
  const image = (id: string): string => `<ofd:ImageObject ID="24" Boundary="20 80 40 30" ResourceID="${id}"/>`;
  it.each([
    ['a letter that no typeface has', text('\ue123'), 'GLYPH'],
    ['a picture that is not there', image('99'), 'IMAGE'],
    [
      'a shading',
      path(
        '<ofd:FillColor><ofd:AxialShd><ofd:Segment><ofd:Color Value="255 0 0"/></ofd:Segment></ofd:AxialShd></ofd:FillColor>',
      ),
      'SHADING',
    ],
    ['clipping by text', path('<ofd:Clips><ofd:Clip><ofd:Area><ofd:Text/></ofd:Area></ofd:Clip></ofd:Clips>'), 'CLIP'],
    ['a composite that is not defined', '<ofd:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="77"/>', 'MISSING'],
    ['an object of another kind', '<ofd:VideoObject ID="1" Boundary="0 0 9 9"/>', 'OBJECT'],
    ['blocks inside blocks inside blocks', `${'<ofd:PageBlock>'.repeat(40)}${'</ofd:PageBlock>'.repeat(40)}`, 'NESTED'],
    ['a hundred thousand letters', text(' '.repeat(100_000)), 'TOO_MUCH'],
  ])('%s is told beside the picture', async (_, objects, note) => {
    const { notes, pages } = await draw(await body(objects));
    expect(notes).toContain(note);
    expect(pages).toBe(2);
  });

  it('text and attributes of the document stand nowhere in the drawing, and no other file is fetched', async () => {
    const hostile = `<ofd:ImageObject ID="24" Boundary="20 80 40 30" CTM="1 0 0 1 0 0)&quot;/&gt;&lt;image href=&quot;file:///etc/passwd&quot;/&gt;" ResourceID="5&quot;"/>${path('<ofd:FillColor Value="1&quot;/&gt; 0 0"/>')}`;
    expect((await draw(await body(hostile))).notes).toContain('IMAGE');
  });

  it('a unit that is made of itself costs no more than the limits', async () => {
    const { notes } = await draw(await body('<ofd:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="11"/>'));
    expect(notes).toEqual(['NESTED', 'TOO_MUCH']);
  });

  it('a picture that stands on a page ten thousand times is carried once, and shown as often as the limits let it', async () => {
    const { notes } = await draw(await body(image('5').repeat(10_000)));
    expect(notes).toEqual(['TOO_MUCH']);
  });

  it.each([
    ['is no zip', Buffer.from('no ofd'), 'DAMAGED'],
    ['is a zip without pages', Buffer.from('504b0506000000000000000000000000000000000000', 'hex'), 'DAMAGED'],
  ])('a file that %s is refused, and the next one is drawn all the same', async (_, content, code) => {
    await expect(draw(content)).rejects.toThrow(code);
    expect((await draw(await body(''))).pages).toBe(2);
  });

  it('a page it does not have is none', async () => expect(draw(await body(''), 3)).rejects.toThrow('NO_SUCH_PAGE'));
});

describe('abbreviated data', () => {
  it.each([
    ['M 1 2 L 3 4 C', 'M1 2L3 4Z'],
    ['S 0 0 B 1 1 2 2 3 3 Q 4 4 5 5', 'M0 0C1 1 2 2 3 3Q4 4 5 5'],
    ['A 5 5 0 1 0 9 9', 'M0 0A5 5 0 1 0 9 9'],
    ['M 1 2 L 3', 'M1 2'],
    ['M 1 2 L x y L 5 5', 'M1 2'],
    ['M 1e99 NaN', ''],
    ['<script>', ''],
    ['', ''],
  ])('%j is the path %j; what comes after a fault is left out', (data, path) => expect(outlineOf(data)).toBe(path));
});
