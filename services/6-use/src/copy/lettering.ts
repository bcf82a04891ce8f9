import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PDFDocument, PDFFont, PDFHexString } from '@cantoo/pdf-lib';
import { create } from 'fontkit';

const require = createRequire(import.meta.url);
const file = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const bytes = readFileSync(file);
/** One for the life of a process: what was read of it is kept, and each document cuts a subset of its own. */
const typeface = create(bytes);

/** Stands for a character the typeface does not have; an empty box would be a fault of the document (ISO 19005-2 §6.2.11.8). */
const GETA = '〓';

/** Noto Sans SC in one document: what can be written with it, how wide it is, where its lines break. */
export class Lettering {
  readonly font: PDFFont;

  private constructor(font: PDFFont) {
    this.font = font;
  }

  static async into(document: PDFDocument): Promise<Lettering> {
    document.registerFontkit({ create: () => typeface } as never);
    return new Lettering(await document.embedFont(bytes, { subset: true }));
  }

  encode(text: string): PDFHexString {
    return this.font.encodeText(writable(text));
  }
}

/** One line that the typeface can write: nothing invisible in it, nothing that would turn its direction, nothing it has no glyph for. */
export function writable(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Variation_Selector}]/gu, '');
  return [...plain].map((c) => (typeface.hasGlyphForCodePoint(c.codePointAt(0)!) ? c : GETA)).join('');
}

/** Width in points. */
export function widthOf(text: string, size: number): number {
  let units = 0;
  for (const c of writable(text)) units += typeface.glyphForCodePoint(c.codePointAt(0)!).advanceWidth;
  return (units * size) / typeface.unitsPerEm;
}

/** Breaks a text into lines of at most `width` points: between any two Han characters, otherwise at spaces where there are any. */
export function linesOf(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of writable(text).match(/[\x21-\x7e]+|./gu) ?? []) {
    if (line !== '' && widthOf(line + piece, size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    let rest = piece.trimStart() === '' && line === '' ? '' : piece;
    while (widthOf(rest, size) > width) {
      const fits = fitting(rest, size, width);
      lines.push(fits);
      rest = rest.slice(fits.length);
    }
    line += rest;
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd());
  return lines;
}

/** The longest beginning that fits, at least one character. */
function fitting(text: string, size: number, width: number): string {
  let fits = '';
  for (const c of text) {
    if (fits !== '' && widthOf(fits + c, size) > width) break;
    fits += c;
  }
  return fits;
}

/** A text on one line of at most `width` points, ending in `…` where something was left out. */
export function shortened(text: string, size: number, width: number): string {
  const line = writable(text);
  if (widthOf(line, size) <= width) return line;
  return `${fitting(line, size, width - widthOf('…', size))}…`;
}
