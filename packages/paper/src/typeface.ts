import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, type Font, type Glyph } from 'fontkit';
import { TrueTypeSource } from './true-type.ts';

export type Weight = 'regular' | 'bold';

const REGULAR = import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const BOLD = import.meta.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf');

/** White space that may stand for itself. Every other character without an outline would be invisible in the document. */
const SPACES: ReadonlySet<number> = new Set([0x20, 0xa0, 0x2002, 0x2003, 0x3000]);
const SOFT_HYPHEN = 0xad;

/** A character as pdfkit's font object has it. */
interface Cut {
  id: number;
  advanceWidth: number;
  codePoints: number[];
}

/**
 * A typeface of our papers: opened once for the life of the process, since parsing ten megabytes takes ten times as long as the document, and
 * lent to pdfkit for every document (`lend`). Characters are glyphs here: no shaping, no ligatures, and each code point keeps a number of its own even
 * where two share an outline, so that text read back from the document is what was written.
 */
export class Typeface {
  readonly #font: Font;
  readonly #source: TrueTypeSource;
  readonly #glyphs = new Map<number, Glyph | null>();

  constructor(file: string) {
    const bytes = readFileSync(file);
    this.#font = create(bytes);
    if (this.#font.unitsPerEm !== 1000) throw new RangeError(`${file} does not count in thousandths of an em`);
    this.#source = new TrueTypeSource(bytes, this.#font.directory.tables);
  }

  /** Width of a character in thousandths of an em; undefined where it cannot be drawn so that somebody sees it. */
  advance(character: string): number | undefined {
    return this.#glyph(character.codePointAt(0)!)?.advanceWidth;
  }

  #glyph(codePoint: number): Glyph | null {
    let glyph = this.#glyphs.get(codePoint);
    if (glyph === undefined) {
      glyph = this.#visible(codePoint);
      this.#glyphs.set(codePoint, glyph);
    }
    return glyph;
  }

  #visible(codePoint: number): Glyph | null {
    if (codePoint === SOFT_HYPHEN || !this.#font.hasGlyphForCodePoint(codePoint)) return null;
    const glyph = this.#font.glyphForCodePoint(codePoint);
    const drawn = SPACES.has(codePoint) || this.#source.outline(glyph.id).bytes.length > 0;
    return drawn && glyph.advanceWidth > 0 ? glyph : null;
  }

  /** The font as pdfkit takes it (an object that can lay out text), for one document. */
  lend(): PDFKit.Mixins.PDFFontSource {
    const layout = (text: string) => {
      const glyphs = Array.from(text, (character): Cut => {
        const codePoint = character.codePointAt(0)!;
        const glyph = this.#glyph(codePoint);
        if (!glyph) throw new RangeError(`no glyph for U+${codePoint.toString(16).toUpperCase()}`);
        return { id: codePoint, advanceWidth: glyph.advanceWidth, codePoints: [codePoint] };
      });
      const positions = glyphs.map(({ advanceWidth }) => ({
        xAdvance: advanceWidth,
        yAdvance: 0,
        xOffset: 0,
        yOffset: 0,
      }));
      return { glyphs, positions, advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) };
    };
    const createSubset = () => new Subset((codePoint) => this.#glyph(codePoint)!.id, this.#source);
    return Object.assign(Object.create(this.#font), { layout, createSubset });
  }
}

/** The characters of one document: numbered as they come, cut out at the end. */
class Subset {
  readonly #glyphOf: (codePoint: number) => number;
  readonly #source: TrueTypeSource;
  readonly #numbers = new Map<number, number>();

  constructor(glyphOf: (codePoint: number) => number, source: TrueTypeSource) {
    this.#glyphOf = glyphOf;
    this.#source = source;
  }

  includeGlyph(codePoint: number): number {
    let number = this.#numbers.get(codePoint);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(codePoint, number);
    }
    return number;
  }

  encode(): Buffer {
    const glyphs = [0, ...[...this.#numbers.keys()].map(this.#glyphOf)];
    return this.#source.fontOf(glyphs.map((glyph) => this.#source.outline(glyph)));
  }
}

export type Typefaces = Readonly<Record<Weight, Typeface>>;

/** Both weights, read from the package that brings them (SIL Open Font License). Takes some 50 ms and 20 MB. */
export const openTypefaces = (): Typefaces => ({
  regular: new Typeface(fileURLToPath(REGULAR)),
  bold: new Typeface(fileURLToPath(BOLD)),
});
