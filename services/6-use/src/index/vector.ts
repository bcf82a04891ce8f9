/** Texts of one weight (A counts most), and what cuts them into words. */
export interface Weighted {
  readonly weight: 'A' | 'B' | 'C' | 'D';
  readonly texts: readonly string[];
  readonly cut: (text: string) => string[];
}

/** What PostgreSQL takes of one tsvector: positions count to 16,383 and a word has at most 256 of them; all of it stays well below a megabyte. */
const LAST_POSITION = 16_383;
const MOST_POSITIONS = 64;
const MOST_WORDS = 12_000;

/**
 * A tsvector literal of exactly the words that were cut, with positions and weights: PostgreSQL's own parser, which does not know Chinese, has no say.
 * @returns the literal, and how many different words are in it
 */
export function vectorOf(all: readonly Weighted[]): { words: string; count: number } {
  const positions = new Map<string, string[]>();
  let at = 0;
  for (const { weight, texts, cut } of all)
    for (const text of texts) {
      for (const word of cut(text)) {
        at += 1;
        const known = positions.get(word);
        const place = `${Math.min(at, LAST_POSITION)}${weight}`;
        if (known === undefined && positions.size < MOST_WORDS) positions.set(word, [place]);
        else if (known !== undefined && known.length < MOST_POSITIONS) known.push(place);
      }
    }
  const words = [...positions].map(([word, places]) => `${quoted(word)}:${places.join(',')}`).join(' ');
  return { words, count: positions.size };
}

/** A tsquery literal: every word has to be there. undefined where there is no word. */
export const queryOf = (words: readonly string[]): string | undefined =>
  words.length === 0 ? undefined : [...new Set(words)].map(quoted).join(' & ');

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
