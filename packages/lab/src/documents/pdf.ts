import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { drawn, type EmbeddedFont, FONT_FILES, font, fontOf, type Weight } from './glyphs.ts';
import { type CodeOf, pdfOps } from './pdf-ops.ts';
import { PdfFrame, takeApart } from './pdf-parts.ts';
import { isSlot, type Mark, type Sheet } from './sheet.ts';

/** Documents say they were made then, whenever they are made. */
const MADE = new Date('2026-01-05T01:00:00Z');

export interface PdfOptions {
  title: string;
  /** claims PDF/A-2b (ISO 19005-2), with XMP and output intent */
  archival?: boolean;
}

/**
 * A form printed once and filled many times: pdfkit lays down fonts, metadata and structure; each document then only writes its pages' content,
 * because cutting a Chinese font to size takes a hundred times as long as filling in a name.
 */
export class PdfTemplate {
  readonly #sheets: readonly Sheet[];
  readonly #code: CodeOf;
  readonly #frame: PdfFrame;
  readonly #pages: readonly number[];

  private constructor(sheets: readonly Sheet[], code: CodeOf, frame: PdfFrame, pages: readonly number[]) {
    this.#sheets = sheets;
    this.#code = code;
    this.#frame = frame;
    this.#pages = pages;
  }

  static async print(sheets: readonly Sheet[], { title, archival = false }: PdfOptions): Promise<PdfTemplate> {
    const document = new PDFDocument({
      autoFirstPage: false,
      font: FONT_FILES.regular,
      pdfVersion: '1.7',
      ...(archival && { subset: 'PDF/A-2b' as unknown as 'PDF/A-2' }),
      lang: 'zh-CN',
      info: { Title: title, Creator: 'Guidang lab', Producer: 'pdfkit', CreationDate: MADE, ModDate: MADE },
    });
    const whole = buffer(document);
    const fonts = { regular: fontOf(document), bold: fontOf(document.font(FONT_FILES.bold)) };
    const code = codesOf(sheets, fonts);
    const pages: number[] = [];
    for (const { width, height } of sheets) {
      document.addPage({ size: [width, height], margin: 0 });
      const page = document.page as unknown as { fonts: Record<string, unknown>; content: { id: number } };
      page.fonts.F1 = fonts.regular.ref();
      page.fonts.F2 = fonts.bold.ref();
      pages.push(page.content.id);
    }
    document.end();
    return new PdfTemplate(sheets, code, new PdfFrame(takeApart(await whole), pages), pages);
  }

  /** The document with these values in its slots: the same values, the same bytes. */
  fill(values: Readonly<Record<string, string>>): Buffer {
    const contents = new Map<number, Buffer>();
    this.#sheets.forEach(({ marks, height }, i) => {
      const content = deflateSync(pdfOps(marks, height, values, this.#code));
      const number = this.#pages[i]!;
      contents.set(
        number,
        Buffer.concat([
          Buffer.from(`${number} 0 obj\n<<\n/Length ${content.length}\n/Filter /FlateDecode\n>>\nstream\n`),
          content,
          Buffer.from('\nendstream\nendobj\n'),
        ]),
      );
    });
    const id = createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
    return this.#frame.with(contents, id);
  }
}

/** Takes every character the sheets may draw into the fonts, and remembers its code. */
function codesOf(sheets: readonly Sheet[], fonts: Record<Weight, EmbeddedFont>): CodeOf {
  const codes = { regular: new Map<string, string>(), bold: new Map<string, string>() };
  for (const mark of sheets.flatMap((sheet) => sheet.marks)) {
    if (mark.kind !== 'text' && mark.kind !== 'arc-text') continue;
    const weight = weightOf(mark);
    for (const character of drawn(isSlot(mark.text) ? mark.text.draws : mark.text, font(weight))) {
      if (!codes[weight].has(character)) codes[weight].set(character, fonts[weight].encode(character)[0].join(''));
    }
  }
  return (character, weight) => {
    const code = codes[weight].get(character);
    if (code === undefined)
      throw new RangeError(`the template has no ${character} (U+${character.codePointAt(0)!.toString(16)})`);
    return code;
  };
}

const weightOf = (mark: Extract<Mark, { kind: 'text' | 'arc-text' }>): Weight =>
  mark.kind === 'text' ? (mark.weight ?? 'regular') : 'regular';
