import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { WORDS } from './dictionary.ts';

/** What cuts words here, with the version of its words: an index cut by another is made anew. */
export const CUTTER = 'jieba@2.0.3+2';

const LONGEST = 60;
/** Words of the archive's own trade stay whole (and their parts are found as well). Weight high enough to win over their parts. */
const userWords = WORDS.map((word) => `${word} 20000 n`).join('\n');

let jieba: Jieba | undefined;
function cutter(): Jieba {
  if (jieba === undefined) {
    jieba = Jieba.withDict(dict);
    jieba.loadDict(Buffer.from(`${userWords}\n`));
  }
  return jieba;
}

/** Text as it is compared: compatibility forms made plain (full-width letters and digits), lower case. */
export const folded = (text: string): string => text.toWellFormed().normalize('NFKC').toLowerCase();

/** The words of a text in their order, long words with their parts beside them; what is neither letter nor number parts words. */
export const cut = (text: string): string[] =>
  cutter()
    .cutForSearch(folded(text), true)
    .flatMap((word) => word.split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word !== '')
    .map((word) => word.slice(0, LONGEST));

/**
 * The words of a name or title, and beside them its Han characters one by one and in pairs: what is looked for in one or two characters is found by these, since
 * trigrams begin with three.
 */
export const cutFinely = (text: string): string[] => {
  const pieces = (folded(text).match(/\p{Script=Han}+/gu) ?? []).flatMap((run) => {
    const characters = [...run];
    return characters.flatMap((one, i) => (i + 1 < characters.length ? [one, one + characters[i + 1]] : [one]));
  });
  return [...new Set([...cut(text), ...pieces])];
};

/** From here on a part of a word is found by its trigrams; what is shorter is looked for among the words. */
export const SHORTEST_PART = 3;
