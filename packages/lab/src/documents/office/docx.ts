import { escaped, officePackage } from './parts.ts';
import { type Part, zipped } from './zip.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** A letter or statement as it is typed: what stands where on the page follows from the kind of line. */
export interface Letter {
  title: string;
  lines: readonly Line[];
}
export interface Line {
  as: 'address' | 'text' | 'heading' | 'signature';
  text: string;
}

const STYLES = `<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>${[
  style('Normal', '', '', true),
  style('Title', '<w:spacing w:before="240" w:after="360"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="36"/>'),
  style('Address', '<w:spacing w:after="120"/>', ''),
  style('Text', '<w:ind w:firstLineChars="200" w:firstLine="480"/><w:jc w:val="both"/>', ''),
  style('Heading', '<w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/>', '<w:b/>'),
  style('Signature', '<w:ind w:right="480"/><w:jc w:val="right"/>', ''),
  style('Note', '<w:spacing w:before="480"/><w:jc w:val="center"/>', '<w:color w:val="8C8C91"/><w:sz w:val="15"/>'),
].join('')}</w:styles>`;

function style(id: string, paragraph: string, run: string, byDefault = false): string {
  return `<w:style w:type="paragraph"${byDefault ? ' w:default="1"' : ''} w:styleId="${id}"><w:name w:val="${id}"/>${byDefault ? '' : '<w:basedOn w:val="Normal"/>'}<w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`;
}

const STYLE_OF: Record<Line['as'], string> = {
  address: 'Address',
  text: 'Text',
  heading: 'Heading',
  signature: 'Signature',
};

const paragraph = (styled: string, text: string): string =>
  `<w:p><w:pPr><w:pStyle w:val="${styled}"/></w:pPr><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;

const A4 =
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1588" w:right="1474" w:bottom="1440" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>';

/** The letter as a Word document (ISO/IEC 29500 WordprocessingML). `more` are parts that no relationship leads to. */
export function docx({ title, lines }: Letter, more: readonly Part[] = []): Promise<Buffer> {
  const body = [
    paragraph('Title', title),
    ...lines.map(({ as, text }) => paragraph(STYLE_OF[as], text)),
    paragraph('Note', '归档系统测试样本 · 内容纯属虚构'),
  ].join('');
  return zipped(
    officePackage(
      title,
      {
        name: 'word/document.xml',
        type: 'wordprocessingml.document.main+xml',
        relation: 'officeDocument',
        body: `<w:document xmlns:w="${W}"><w:body>${body}${A4}</w:body></w:document>`,
      },
      [{ name: 'word/styles.xml', type: 'wordprocessingml.styles+xml', relation: 'styles', body: STYLES }],
      more,
    ),
  );
}
