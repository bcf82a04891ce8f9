import { afterAll, describe, expect, it } from 'vitest';
import { type FileFacts, openInspector } from '../src/index.ts';
import { ofdParts } from './documents.ts';
import { type Packed, zip } from './zips.ts';

const inspector = openInspector({ workers: 1 });
afterAll(() => inspector.close());

const N = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const X = '<?xml version="1.0" encoding="UTF-8"?>\n';
const FONTS =
  '<ofd:Fonts><ofd:Font ID="2" FontName="宋体"><ofd:FontFile>font.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>';

interface Change {
  readonly resources?: string;
  readonly page?: string;
  readonly document?: string;
  readonly type?: string;
  readonly more?: readonly Packed[];
}

/** A document of one page with a font of its own, and whatever is changed about it. */
const ofd = ({
  resources = FONTS,
  page = '<ofd:TextObject ID="4" Font="2"/>',
  document = '',
  type = 'OFD',
  more = [],
}: Change = {}): Buffer =>
  zip([
    ...ofdParts({ pages: 1, type }).filter(({ name }) => !/Document|PublicRes|Content/.test(String(name))),
    {
      name: 'Doc_0/Document.xml',
      content: `${X}<ofd:Document ${N}><ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>${document}</ofd:Document>`,
    },
    { name: 'Doc_0/PublicRes.xml', content: `${X}<ofd:Res ${N} BaseLoc="Res">${resources}</ofd:Res>` },
    { name: 'Doc_0/Res/font.ttf', content: 'font' },
    {
      name: 'Doc_0/Pages/Page_0/Content.xml',
      content: `${X}<ofd:Page ${N}><ofd:Content><ofd:Layer ID="3">${page}</ofd:Layer></ofd:Content></ofd:Page>`,
    },
    ...more,
  ]);
const look = (change?: Change): Promise<FileFacts> => inspector.inspect({ bytes: ofd(change), name: 'a.ofd' });

it('an OFD that has all it leans on is readable', async () => {
  expect(await look()).toMatchObject({ puid: 'x-ofd/1', readable: 'yes', problems: [], pages: 1 });
});

describe('an OFD is not readable', () => {
  it.each<[string, Change, string]>([
    ['whose font file is gone', { resources: FONTS.replace('font.ttf', 'other.ttf') }, 'PART_MISSING'],
    [
      'whose picture is gone',
      {
        resources: `${FONTS}<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>`,
      },
      'PART_MISSING',
    ],
    ['whose page draws with a font nobody defines', { page: '<ofd:TextObject ID="4" Font="77"/>' }, 'OFD_REFERENCE'],
    [
      'whose page shows a picture nobody defines',
      { page: '<ofd:ImageObject ID="4" ResourceID="78"/>' },
      'OFD_REFERENCE',
    ],
    [
      'whose annotations are gone',
      { document: '<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>' },
      'PART_MISSING',
    ],
    [
      'whose attachments are gone',
      { document: '<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>' },
      'PART_MISSING',
    ],
  ])('%s', async (_, change, code) => {
    const facts = await look(change);
    expect(facts.readable).toBe('no');
    expect(facts.problems.map((one) => one.code)).toContain(code);
  });
});

describe('an OFD is told', () => {
  it('of fonts it does not carry', async () => {
    const facts = await look({ resources: '<ofd:Fonts><ofd:Font ID="2" FontName="宋体"/></ofd:Fonts>' });
    expect(facts).toMatchObject({ readable: 'yes', fontsMissing: ['宋体'], problems: [{ code: 'FONT_NOT_EMBEDDED' }] });
  });

  it('of identifiers given twice', async () => {
    const facts = await look({ resources: FONTS + FONTS });
    expect(facts.problems.map(({ code }) => code)).toEqual(['OFD_ID_TWICE']);
  });

  it('of encryption', async () => {
    const facts = await look({ more: [{ name: 'Encryptions.xml', content: `${X}<ofd:Encryptions ${N}/>` }] });
    expect(facts).toMatchObject({ readable: 'not-looked', encrypted: true });
  });
});

describe('what calls itself OFD-A', () => {
  it('and keeps to it', async () => {
    expect(await look({ type: 'OFD-A' })).toMatchObject({ puid: 'x-ofd/A', readable: 'yes', problems: [] });
  });

  it.each<[string, Change]>([
    ['6.2.2 a', { document: '<ofd:Permissions/>' }],
    ['6.2.2 b', { document: '<ofd:VPreferences/>' }],
    ['6.2.2 e', { document: '<ofd:Extensions>x</ofd:Extensions>', more: [] }],
    [
      '6.2.2 c',
      {
        page: '<ofd:TextObject ID="4" Font="2"><ofd:Actions><ofd:Action Event="CLICK"><ofd:URI URI="http://x"/></ofd:Action></ofd:Actions></ofd:TextObject>',
      },
    ],
    [
      '6.2.6 f',
      {
        resources: `${FONTS}<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Video"><ofd:MediaFile>font.ttf</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>`,
      },
    ],
  ])('and breaks %s of GB/T 42133', async (clause, change) => {
    const facts = await look({ ...change, type: 'OFD-A' });
    expect(facts.problems).toEqual([{ code: 'OFD_A_RULE', detail: expect.stringContaining(clause) }]);
    // The same document that claims nothing breaks nothing.
    expect((await look(change)).problems).toEqual([]);
  });
});
