import type { Typeface } from './typeface.ts';

const LINE_FEED = '\n';

/** What a character looks like that the fonts have not got, or that would not be seen: 〔U+20BB7〕. */
const substitute = (character: string): string =>
  `〔U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}〕`;

/** A text as characters that can be drawn; `substituted` where some of them stand for others. */
export interface Drawable {
  readonly characters: readonly string[];
  readonly substituted: boolean;
}

/**
 * Replaces by its code point whatever cannot be drawn so that a reader sees it: 生僻字 beyond the fonts, marks without an outline, directional and other
 * controls. So nothing in the text can turn, hide or overprint something else, and no glyph is ever `.notdef`.
 */
export function drawable(text: string, typeface: Typeface): Drawable {
  const characters: string[] = [];
  let substituted = false;
  for (const character of text) {
    if (character === LINE_FEED || typeface.advance(character) !== undefined) characters.push(character);
    else {
      characters.push(...substitute(character));
      substituted = true;
    }
  }
  return { characters, substituted };
}
