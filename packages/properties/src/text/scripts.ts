/**
 * Characters that a name may hold, by blocks of Unicode written down one by one: `\p{L}` grows with every version of the engine, and the same name must be judged
 * the same for ever. GB 18030-2022 has all of these; rare names (生僻字) lie in the planes beyond the first and are names like any other.
 */
const BLOCKS: readonly (readonly [from: number, to: number, what: string])[] = [
  [0x20, 0x7e, 'ASCII'],
  [0xaa, 0xaa, 'ª'],
  [0xb5, 0xb5, 'µ'],
  [0xba, 0xba, 'º'],
  [0xc0, 0xd6, 'Latin-1 letters'],
  [0xd8, 0xf6, 'Latin-1 letters'],
  [0xf8, 0x24f, 'Latin-1 letters, Latin Extended-A and -B: pinyin, Zhuang'],
  [0x250, 0x2af, 'IPA'],
  [0x2b0, 0x2ff, 'modifier letters'],
  [0x300, 0x36f, 'combining marks'],
  [0x370, 0x3ff, 'Greek'],
  [0x400, 0x52f, 'Cyrillic'],
  [0x600, 0x60b, 'Arabic signs'],
  [0x610, 0x61a, 'Arabic marks'],
  [0x61b, 0x6ff, 'Arabic: Uyghur, Kazakh, Kirghiz'],
  [0x750, 0x77f, 'Arabic Supplement'],
  [0xf00, 0xfff, 'Tibetan'],
  [0x1100, 0x11ff, 'Hangul Jamo'],
  [0x1800, 0x180a, 'Mongolian punctuation'],
  [0x1810, 0x18af, 'Mongolian, Manchu, Xibe, Todo'],
  [0x1950, 0x19df, 'Tai Le, New Tai Lue'],
  [0x1a20, 0x1aaf, 'Tai Tham'],
  [0x1e00, 0x1eff, 'Latin Extended Additional'],
  [0x2160, 0x2179, 'Roman numerals'],
  [0x3001, 0x3003, '、。〃'],
  [0x3005, 0x3011, '々〆〇〈〉《》「」『』【】'],
  [0x3014, 0x3017, '〔〕〖〗'],
  [0x3041, 0x3096, 'Hiragana'],
  [0x3099, 0x30ff, 'kana marks, Katakana'],
  [0x3105, 0x312f, 'Bopomofo'],
  [0x3131, 0x318e, 'Hangul compatibility letters'],
  [0x31a0, 0x31bf, 'Bopomofo Extended'],
  [0x3400, 0x4dbf, 'CJK Extension A'],
  [0x4e00, 0x9fff, 'CJK'],
  [0xa000, 0xa48c, 'Yi'],
  [0xa490, 0xa4c6, 'Yi radicals'],
  [0xa4d0, 0xa4ff, 'Lisu'],
  [0xa840, 0xa877, "'Phags-pa"],
  [0xac00, 0xd7a3, 'Hangul'],
  [0xfa0e, 0xfa0f, 'unified ideographs among the compatibility ones'],
  [0xfa11, 0xfa11, 'likewise'],
  [0xfa13, 0xfa14, 'likewise'],
  [0xfa1f, 0xfa1f, 'likewise'],
  [0xfa21, 0xfa21, 'likewise'],
  [0xfa23, 0xfa24, 'likewise'],
  [0xfa27, 0xfa29, 'likewise'],
  [0xff01, 0xff5e, 'full-width forms'],
  [0xffe5, 0xffe5, '￥'],
  [0x16f00, 0x16f9f, 'Miao'],
  [0x20000, 0x3fffd, 'CJK Extension B and all that are to come: rare names'],
];

/** Punctuation and marks of measure that stand in names of materials. */
const SINGLE = '·‐‑–—―‘’“”…‰℃°×～○–';

const escaped = (point: number): string => `\\u{${point.toString(16)}}`;
const inside = [
  ...BLOCKS.map(([from, to]) => (from === to ? escaped(from) : `${escaped(from)}-${escaped(to)}`)),
  ...[...new Set(SINGLE)].map((one) => escaped(one.codePointAt(0)!)),
].join('');

/** Characters that a name should not hold: symbols, private and invisible ones, scripts nobody here writes. */
export const OUTSIDE_SCRIPTS = new RegExp(`[^${inside}]`, 'gu');
