import type { Typeface } from './typeface.ts';

/** 避头 and 避尾: what may not begin and what may not end a line (GB/T 15834 practice). */
const NOT_FIRST = new Set('，。、；：？！）〕】》」』”’…—·％%,.;:?!)]}');
const NOT_LAST = new Set('（〔【《「『“‘([{');

/** Ideographs, kana and full-width signs: a line may break on either side of them. */
const isWide = (character: string): boolean => character.codePointAt(0)! >= 0x2e80;

const mayBreak = (before: string, after: string): boolean =>
  !NOT_FIRST.has(after) && !NOT_LAST.has(before) && (before === ' ' || isWide(before) || isWide(after));

/**
 * Breaks characters into lines no wider than `width`. Words and numbers stay whole where they fit on a line; what is longer is broken anywhere. A space at
 * which a line breaks is dropped.
 * @param width in thousandths of an em
 */
export function wrap(characters: readonly string[], typeface: Typeface, width: number): string[] {
  const lines: string[] = [];
  let from = 0;
  let taken = 0;
  /** Where the line may break last, and how wide what comes after it is. */
  let breakAt = 0;
  let after = 0;
  const end = (to: number): void => {
    lines.push(characters.slice(from, to).join('').trimEnd());
    from = to;
  };
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === '\n') {
      end(i);
      from = i + 1;
      [taken, after, breakAt] = [0, 0, from];
      continue;
    }
    const advance = typeface.advance(character)!;
    if (i > from && mayBreak(characters[i - 1]!, character)) [breakAt, after] = [i, 0];
    // Twice where what stands behind the last break fills a line by itself.
    while (taken + advance > width && i > from && character !== ' ') {
      if (breakAt > from) {
        end(breakAt);
        taken = after;
      } else {
        end(i);
        taken = 0;
      }
      [breakAt, after] = [from, taken];
    }
    taken += advance;
    after += advance;
  }
  if (from < characters.length || lines.length === 0) end(characters.length);
  return lines;
}
