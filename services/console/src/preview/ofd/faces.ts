import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, type Font, type Glyph } from 'fontkit';
import type { Container } from './container.ts';
import type { FontResource } from './document.ts';
import type { Note } from './paint.ts';

/** A letter as it is drawn: its outline in a square of one by one, and how far the next one stands. */
export interface Letter {
  /** Name of the outline among the definitions; null where there is nothing to be seen. */
  readonly outline: string | null;
  readonly scale: number;
  readonly advance: number;
}

const place = (weight: string): string =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`));
const OURS = { regular: '400Regular', bold: '700Bold' } as const;
const opened = new Map<string, Font>();

/** The product's own typeface, for whatever a document did not bring. Read once for the life of a process. */
function ownFace(bold: boolean): Font {
  const weight = bold ? OURS.bold : OURS.regular;
  const font = opened.get(weight) ?? create(readFileSync(place(weight)));
  opened.set(weight, font);
  return font;
}

/** The typefaces of one picture, and the outlines of all letters that were written with them. */
export class Faces {
  readonly #container: Container;
  readonly #notes: Set<Note>;
  readonly #embedded = new Map<string, Font | undefined>();
  readonly #outlines = new Map<string, string>();
  readonly #names = new Map<Font, number>();

  constructor(container: Container, notes: Set<Note>) {
    this.#container = container;
    this.#notes = notes;
  }

  /** Definitions of SVG for all outlines that were asked for. */
  definitions(): string {
    return [...this.#outlines].map(([name, path]) => `<path id="${name}" d="${path}"/>`).join('');
  }

  /** The letter of a code point: in the document's own font where it is embedded, else in ours. Undefined where neither has it. */
  letter(font: FontResource | undefined, point: number, bold: boolean): Letter | undefined {
    const embedded = this.#embeddedOf(font);
    const face = embedded?.hasGlyphForCodePoint(point) ? embedded : ownFace(bold || font?.bold === true);
    if (face !== embedded) this.#notes.add('FONT');
    if (!face.hasGlyphForCodePoint(point)) {
      this.#notes.add('GLYPH');
      return undefined;
    }
    return this.#drawn(face, face.glyphForCodePoint(point));
  }

  /** A glyph that the document names by its number, which means something in its own font alone. */
  glyph(font: FontResource | undefined, id: number): Letter | undefined {
    const face = this.#embeddedOf(font);
    return face !== undefined && id >= 0 && id < face.numGlyphs ? this.#drawn(face, face.getGlyph(id)) : undefined;
  }

  #embeddedOf(font: FontResource | undefined): Font | undefined {
    const file = font?.file;
    if (file === undefined) return undefined;
    if (!this.#embedded.has(file)) this.#embedded.set(file, this.#opened(file));
    return this.#embedded.get(file);
  }

  /** A font that cannot be read is as one that is not there: ours is taken, and said so. */
  #opened(file: string): Font | undefined {
    const bytes = this.#container.bytes(file);
    if (bytes === undefined) return undefined;
    try {
      const font = create(bytes);
      return typeof font.glyphForCodePoint === 'function' && font.unitsPerEm > 0 ? font : undefined;
    } catch {
      this.#notes.add('FONT');
      return undefined;
    }
  }

  #drawn(face: Font, glyph: Glyph): Letter {
    const number = this.#names.get(face) ?? this.#names.size;
    this.#names.set(face, number);
    const name = `g${number}-${glyph.id}`;
    if (!this.#outlines.has(name)) this.#outlines.set(name, glyph.path.toSVG());
    const outline = this.#outlines.get(name) === '' ? null : name;
    return { outline, scale: 1 / face.unitsPerEm, advance: glyph.advanceWidth / face.unitsPerEm };
  }
}
