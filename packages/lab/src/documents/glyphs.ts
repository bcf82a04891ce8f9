import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

/** What the lab needs of a font as pdfkit's reader opens it. */
export interface Font {
  unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): { advanceWidth: number; path: { toSVG(): string } };
}

/** pdfkit's side of a font that goes into a document: which glyphs of it are used, under which numbers. */
export interface EmbeddedFont {
  id: string;
  font: Font;
  encode(text: string): [codes: string[], positions: unknown];
  ref(): unknown;
}

const file = (folder: string): string =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${folder}/NotoSansSC_${folder}.ttf`));
export const FONT_FILES = { regular: file('400Regular'), bold: file('700Bold') } as const;
export type Weight = keyof typeof FONT_FILES;

/** pdfkit keeps the font it has just set in a field of its own. */
export const fontOf = (document: PDFKit.PDFDocument): EmbeddedFont =>
  (document as unknown as { _font: EmbeddedFont })._font;

/** 〓 stands for a character the font has not got, as printers have always set it. */
const MISSING = '〓';

/** The characters as they will be drawn: those the font lacks (生僻字 outside its range) as 〓. */
export const drawn = (text: string, font: Font): string[] =>
  [...text].map((c) => (font.hasGlyphForCodePoint(c.codePointAt(0)!) ? c : MISSING));

let fonts: Record<Weight, Font> | undefined;

/** The lab's fonts, opened once: they are read only, and 10 MB each. */
export function font(weight: Weight): Font {
  fonts ??= { regular: open('regular'), bold: open('bold') };
  return fonts[weight];
}

const open = (weight: Weight): Font => fontOf(new PDFDocument({ autoFirstPage: false, font: FONT_FILES[weight] })).font;

const advances = new Map<string, number>();

/** Width of a character in em. */
export function advance(character: string, weight: Weight): number {
  const key = weight + character;
  let width = advances.get(key);
  if (width === undefined) {
    const from = font(weight);
    width = from.glyphForCodePoint(character.codePointAt(0)!).advanceWidth / from.unitsPerEm;
    advances.set(key, width);
  }
  return width;
}
