import { type Packed, zip } from './zips.ts';

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const types = (part: string, type: string): string =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${part}" ContentType="${type}"/></Types>`;
const RELS = `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`;

const OFFICE = {
  docx: ['word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'],
  docm: ['word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml'],
  xlsx: ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'],
  pptx: ['ppt/presentation.xml', 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml'],
} as const;

export const officeParts = (kind: keyof typeof OFFICE): Packed[] => {
  const [part, type] = OFFICE[kind];
  return [
    { name: '[Content_Types].xml', content: types(part, type) },
    { name: '_rels/.rels', content: RELS },
    { name: part, content: `${XML}<w:root xmlns:w="urn:x"><w:p>准予许可</w:p></w:root>` },
  ];
};
export const office = (kind: keyof typeof OFFICE, ...more: Packed[]): Buffer => zip([...officeParts(kind), ...more]);

export const openDocument = (kind: 'text' | 'spreadsheet' | 'presentation', version = '1.2'): Buffer => {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  const office = 'urn:oasis:names:tc:opendocument:xmlns:office:1.0';
  const manifest = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';
  return zip([
    { name: 'mimetype', content: type, stored: true },
    {
      name: 'content.xml',
      content: `${XML}<office:document-content xmlns:office="${office}" office:version="${version}"><office:body/></office:document-content>`,
    },
    {
      name: 'META-INF/manifest.xml',
      content: `${XML}<manifest:manifest xmlns:manifest="${manifest}" manifest:version="${version}"><manifest:file-entry manifest:full-path="/" manifest:version="${version}" manifest:media-type="${type}"/></manifest:manifest>`,
    },
  ]);
};

const OFD = 'http://www.ofdspec.org/2016';
export const ofdParts = ({ namespace = OFD, type = 'OFD', pages = 2 } = {}): Packed[] => [
  {
    name: 'OFD.xml',
    content: `${XML}<ofd:OFD xmlns:ofd="${namespace}" Version="1.0" DocType="${type}"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
  },
  {
    name: 'Doc_0/Document.xml',
    content: `${XML}<ofd:Document xmlns:ofd="${namespace}"><ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>${Array.from(
      { length: pages },
      (_, n) => `<ofd:Page ID="${n + 1}" BaseLoc="Pages/Page_${n}/Content.xml"/>`,
    ).join('')}</ofd:Pages></ofd:Document>`,
  },
  { name: 'Doc_0/PublicRes.xml', content: `${XML}<ofd:Res xmlns:ofd="${namespace}"/>` },
  ...Array.from({ length: pages }, (_, n) => ({
    name: `Doc_0/Pages/Page_${n}/Content.xml`,
    content: `${XML}<ofd:Page xmlns:ofd="${namespace}"/>`,
  })),
];
export const ofd = (options?: Parameters<typeof ofdParts>[0]): Buffer => zip(ofdParts(options));
