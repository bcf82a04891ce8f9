import type { Block } from './blocks.ts';
import { type CodeOf, literal, piecesOf } from './draw.ts';
import { type Paper, setPaper } from './layout.ts';
import { type Node, PAPER } from './page.ts';
import { StableDocument } from './stable-document.ts';
import type { Typefaces, Weight } from './typeface.ts';

/** What a document says of itself, beside what stands on its pages. */
export interface PaperOptions {
  readonly title: string;
  /** at the top of every page from the second on */
  readonly running: string;
  /** changes whenever the same blocks would give another picture or other bytes */
  readonly edition: string;
  /** its date, RFC 3339: never that of the clock */
  readonly at: string;
}

/** pdfkit's side of a font that goes into a document. */
interface EmbeddedFont {
  encode(text: string): [codes: string[], positions: unknown];
  ref(): unknown;
}

/**
 * Blocks as a layout document: PDF/A-2b (ISO 19005-2), A4, tagged by headings and rows. The same blocks and options give the same bytes on every machine and at any
 * time: no clock, no chance (its identifier is made of its title and date), no time zone, no zlib.
 */
export function layoutDocument(
  blocks: readonly Block[],
  { title, running, edition, at }: PaperOptions,
  faces: Typefaces,
): Buffer {
  const paper = setPaper(blocks, running, faces);
  const document = new StableDocument({
    autoFirstPage: false,
    // No default font: pdfkit would embed one that nobody asked for.
    font: null as unknown as string,
    pdfVersion: '1.7',
    subset: 'PDF/A-2b',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: title, Creator: edition, Producer: 'pdfkit 0.20.2', CreationDate: new Date(at) },
  });
  drawPaper(document, paper, faces);
  document.end();
  return document.bytes();
}

function drawPaper(document: StableDocument, { pages, structure }: Paper, faces: Typefaces): void {
  const fonts = { regular: embed(document, faces, 'regular'), bold: embed(document, faces, 'bold') };
  const code = coder(fonts);
  const contents = new Map<Node, PDFKit.PDFStructureContent[]>();
  for (const page of pages) {
    document.addPage({ size: [PAPER.width, PAPER.height], margin: 0 });
    const { fonts: resources } = document.page as unknown as { fonts: Record<string, unknown> };
    resources.F1 = fonts.regular.ref();
    resources.F2 = fonts.bold.ref();
    // pdfkit turns every page upside down; turned back, our coordinates are those of the standard.
    document.addContent(`1 0 0 -1 0 ${PAPER.height} cm`);
    for (const { node, ops } of piecesOf(page, code)) {
      if (node) push(contents, node, document.markStructureContent(node.tag));
      else document.markContent('Artifact', { type: 'Layout' });
      document.addContent(ops);
      document.endMarkedContent();
    }
  }
  document.addStructure(structureOf(document, structure, contents));
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
};

function structureOf(
  document: StableDocument,
  own: Node,
  contents: ReadonlyMap<Node, PDFKit.PDFStructureContent[]>,
): PDFKit.PDFStructureElement {
  const { tag, children } = own;
  const element = document.struct(tag);
  for (const content of contents.get(own) ?? []) element.add(content);
  for (const child of children) element.add(structureOf(document, child, contents));
  element.end();
  return element;
}

function embed(document: StableDocument, faces: Typefaces, weight: Weight): EmbeddedFont {
  document.registerFont(weight, faces[weight].lend()).font(weight);
  return (document as unknown as { _font: EmbeddedFont })._font;
}

/** Every character is encoded once for a document, and remembered. */
function coder(fonts: Readonly<Record<Weight, EmbeddedFont>>): CodeOf {
  const codes = { regular: new Map<string, string>(), bold: new Map<string, string>() };
  return (character, weight) => {
    let code = codes[weight].get(character);
    if (code === undefined) {
      code = literal(fonts[weight].encode(character)[0].join(''));
      codes[weight].set(character, code);
    }
    return code;
  };
}
