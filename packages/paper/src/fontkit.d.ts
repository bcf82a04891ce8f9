/** What we use of fontkit 2.0.4, which brings no types of its own. */
declare module 'fontkit' {
  interface Glyph {
    id: number;
    advanceWidth: number;
  }
  interface Font {
    postscriptName: string;
    unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
    getGlyph(id: number): Glyph;
    directory: { tables: Record<string, { offset: number; length: number } | undefined> };
  }
  export function create(bytes: Uint8Array): Font;
}
