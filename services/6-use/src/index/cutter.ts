import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { WORDS } from './dictionary.ts';

/** What cuts words here, with the version of its words: an index cut by another is made anew. */
export const CUTTER = 'jieba@2.0.3+1';

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
