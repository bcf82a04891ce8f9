import { advance, drawn, font, type Weight } from './glyphs.ts';

export interface Glyph {
  character: string;
  x: number;
  y: number;
  /** radians, clockwise */
  turned?: number;
}

/** Punctuation that must not begin a line. */
const NOT_FIRST = '，。、；：！？）》〉」』】…';

/** Where each character of a text goes: one line, or lines no wider than `width`. */
export function setText(
  text: string,
  at: {
    x: number;
    y: number;
    size: number;
    weight?: Weight;
    align?: 'left' | 'centre';
    width?: number;
    leading?: number;
  },
): Glyph[] {
  const weight = at.weight ?? 'regular';
  const lines: { characters: string[]; length: number }[] = [{ characters: [], length: 0 }];
  for (const character of text
    .split('\n')
    .flatMap((part, n) => [...(n > 0 ? ['\n'] : []), ...drawn(part, font(weight))])) {
    if (character === '\n') {
      lines.push({ characters: [], length: 0 });
      continue;
    }
    const wide = advance(character, weight) * at.size;
    const line = lines.at(-1)!;
    const full = at.width !== undefined && line.length + wide > at.width && !NOT_FIRST.includes(character);
    if (full) lines.push({ characters: [character], length: wide });
    else {
      line.characters.push(character);
      line.length += wide;
    }
  }
  return lines.flatMap(({ characters, length }, n) => {
    let x = at.align === 'centre' ? at.x - length / 2 : at.x;
    const y = at.y + n * (at.leading ?? at.size * 1.6);
    return characters.map((character) => {
      const glyph = { character, x, y };
      x += advance(character, weight) * at.size;
      return glyph;
    });
  });
}

/** Characters along the upper part of a circle, as a seal has them. */
export function setOnArc(text: string, at: { x: number; y: number; r: number; size: number }): Glyph[] {
  const characters = drawn(text, font('regular'));
  const span = Math.min(Math.PI * 1.45, characters.length * 0.42);
  return characters.map((character, i) => {
    const turned = characters.length === 1 ? 0 : -span / 2 + (span * i) / (characters.length - 1);
    const inner = at.r - at.size * 0.35;
    const left = -at.size / 2;
    return {
      character,
      x: at.x + inner * Math.sin(turned) + left * Math.cos(turned),
      y: at.y - inner * Math.cos(turned) + left * Math.sin(turned),
      turned,
    };
  });
}
