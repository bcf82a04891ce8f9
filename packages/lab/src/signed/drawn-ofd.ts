import sharp from 'sharp';
import { zipped } from '../documents/office/zip.ts';
import { makeSeal, signOfd, signWithSeal } from '../eseal/index.ts';
import { House } from './hands.ts';

const SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const xml = (body: string): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
const area = (width: number, height: number): string =>
  `<ofd:Area><ofd:PhysicalBox>0 0 ${width} ${height}</ofd:PhysicalBox></ofd:Area>`;
const page = (objects: string, more = ''): Buffer =>
  xml(
    `<ofd:Page ${SPACE}>${area(210, 297)}${more}<ofd:Content><ofd:Layer ID="20" Type="Body">${objects}</ofd:Layer></ofd:Content></ofd:Page>`,
  );
const plain = (colour: string, width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: colour } })
    .png()
    .toBuffer();

/** A unit that is made of itself, three times over: whoever follows it without counting never comes back. Nothing refers to it unless a page is told to. */
const RING = `<ofd:CompositeGraphicUnit ID="11" Width="9" Height="9"><ofd:Content>${'<ofd:CompositeObject ID="12" Boundary="0 0 9 9" ResourceID="11"/>'.repeat(3)}</ofd:Content></ofd:CompositeGraphicUnit>`;

/** What the two pages of the specimen say: objects of their bodies, in XML. */
export interface DrawnPages {
  readonly first: string;
  readonly second: string;
}

/** The first page: a line of text, a red line, a curve, a green picture, and a sheet of two letters inside a composite. Its template puts a blue bar across its top. */
export const DRAWN: DrawnPages = {
  first: `<ofd:TextObject ID="21" Boundary="20 30 170 12" Font="2" Size="10"><ofd:FillColor Value="20 20 20"/><ofd:TextCode X="0" Y="9" DeltaX="g 7 12">政务服务归档证明</ofd:TextCode></ofd:TextObject>
<ofd:PathObject ID="22" Boundary="20 59 170 2" LineWidth="1"><ofd:StrokeColor Value="255 0 0"/><ofd:AbbreviatedData>M 0 1 L 170 1</ofd:AbbreviatedData></ofd:PathObject>
<ofd:PathObject ID="23" Boundary="100 80 60 30" Fill="true" DrawParam="6"><ofd:AbbreviatedData>M 0 30 B 0 0 60 0 60 30 C</ofd:AbbreviatedData></ofd:PathObject>
<ofd:ImageObject ID="24" Boundary="20 80 40 30" CTM="40 0 0 30 0 0" ResourceID="5"/>
<ofd:CompositeObject ID="25" Boundary="20 130 60 20" ResourceID="7"/>`,
  second: `<ofd:TextObject ID="31" Boundary="20 20 170 12" Font="2" Size="8"><ofd:TextCode X="0" Y="8">第二页</ofd:TextCode></ofd:TextObject>`,
};

/** An OFD with two pages that is drawn with all that documents are usually drawn with (GB/T 33190-2016), and an electronic seal of 40 × 40 mm, magenta, on its first page. */
export async function drawnOfd(seed: string, now: number, pages: DrawnPages = DRAWN, seal?: Buffer): Promise<Buffer> {
  const entries = new Map<string, Buffer>([
    [
      'OFD.xml',
      xml(
        `<ofd:OFD ${SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
      ),
    ],
    [
      'Doc_0/Document.xml',
      xml(
        `<ofd:Document ${SPACE}><ofd:CommonData><ofd:MaxUnitID>40</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="3" BaseLoc="Tpls/Tpl_0/Content.xml" ZOrder="Background"/></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="8" BaseLoc="Pages/Page_1/Content.xml"/></ofd:Pages></ofd:Document>`,
      ),
    ],
    [
      'Doc_0/PublicRes.xml',
      xml(
        `<ofd:Res ${SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>`,
      ),
    ],
    [
      'Doc_0/DocumentRes.xml',
      xml(
        `<ofd:Res ${SPACE} BaseLoc="Res"><ofd:DrawParams><ofd:DrawParam ID="6" LineWidth="0.5"><ofd:FillColor Value="255 200 0"/><ofd:StrokeColor Value="0 0 0"/></ofd:DrawParam></ofd:DrawParams><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image" Format="PNG"><ofd:MediaFile>green.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="60" Height="20"><ofd:Content><ofd:TextObject ID="9" Boundary="0 0 60 20" Font="2" Size="12" Weight="700"><ofd:TextCode X="0" Y="14" DeltaX="14">合成</ofd:TextCode></ofd:TextObject></ofd:Content></ofd:CompositeGraphicUnit>${RING}</ofd:CompositeGraphicUnits></ofd:Res>`,
      ),
    ],
    ['Doc_0/Res/green.png', await plain('#00a000', 80, 60)],
    [
      'Doc_0/Tpls/Tpl_0/Content.xml',
      page(
        '<ofd:PathObject ID="10" Boundary="0 0 210 20" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 200"/><ofd:AbbreviatedData>M 0 0 L 210 0 L 210 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>',
      ),
    ],
    ['Doc_0/Pages/Page_0/Content.xml', page(pages.first, '<ofd:Template TemplateID="3"/>')],
    ['Doc_0/Pages/Page_1/Content.xml', page(pages.second)],
  ]);
  const own = new House(seed, 'sm2', now);
  const [maker, clerk] = [own.hand('制章单位'), own.hand('经办人')];
  const stamp = makeSeal({
    ...{ id: 'LAB0003', name: '测试业务专用章', maker, holders: [clerk.certificate] },
    ...{ picture: seal ?? (await plain('#e000e0', 40, 40)), pictureType: seal ? 'ofd' : 'PNG' },
    ...{ validFrom: now - 100 * 86_400_000, validUntil: now + 100 * 86_400_000 },
  });
  const sealed = signOfd(entries, {
    type: 'Seal',
    stamps: '<ofd:StampAnnot ID="1" PageRef="1" Boundary="140 200 40 40"/>',
    sign: (document, path) => signWithSeal(document, path, stamp, clerk, now),
  });
  return zipped([...sealed].map(([name, content]) => ({ name, content })));
}

/** A document that is a seal's picture: one page of 40 × 40 mm, orange, with a letter in it. */
export const sealAsOfd = (): Promise<Buffer> =>
  zipped([
    {
      name: 'OFD.xml',
      content: xml(
        `<ofd:OFD ${SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
      ),
    },
    {
      name: 'Doc_0/Document.xml',
      content: xml(
        `<ofd:Document ${SPACE}><ofd:CommonData/><ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>`,
      ),
    },
    {
      name: 'Doc_0/Page.xml',
      content: xml(
        `<ofd:Page ${SPACE}>${area(40, 40)}<ofd:Content><ofd:Layer ID="2"><ofd:PathObject ID="3" Boundary="0 0 40 40" Fill="true" Stroke="false"><ofd:FillColor Value="255 120 0"/><ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C</ofd:AbbreviatedData></ofd:PathObject><ofd:TextObject ID="4" Boundary="0 0 40 40" Font="1" Size="20"><ofd:TextCode X="10" Y="28">章</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`,
      ),
    },
  ]);
