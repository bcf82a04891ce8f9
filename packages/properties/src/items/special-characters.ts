import type { Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';

/**
 * Characters no text may hold: controls, what a failed conversion leaves behind, halves of characters, and marks that turn the direction of the text, so that
 * people read another thing than is there.
 */
const BROKEN = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\ufffd\u202a-\u202e\u2066-\u2069]/gu;
/**
 * Characters that a name should not hold. Letters and marks of any script, digits, and the punctuation of Chinese and English writing may stand in it; private
 * characters, invisible ones and symbols (GB 18030 has hundreds) may not be shown, found or sorted elsewhere.
 */
const SPECIAL = /[^\p{L}\p{M}\p{Nd}\x20-\x7eⅠ-Ⅻⅰ-ⅻ、。〈-】〔-〗‘’“”—–―…·・～〇○々°℃‰×！-～￥]/gu;

const isText = ({ element: { kind }, value }: Value): boolean =>
  (kind === 'text' || kind === 'paragraph') && typeof value === 'string';
const codePoints = (characters: readonly string[]): string =>
  [...new Set(characters)]
    .slice(0, 10)
    .map((one) => `U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');
const matches = ({ value }: Value, pattern: RegExp): string[] => String(value).match(pattern) ?? [];

/** A line break belongs into a paragraph and nowhere else. */
const broken = (one: Value): string[] => [
  ...matches(one, BROKEN),
  ...(one.element.kind === 'paragraph' ? [] : matches(one, /\n/g)),
];
const special = (one: Value): string[] =>
  one.element.kind === 'paragraph' ? [] : matches(one, SPECIAL).filter((c) => !broken(one).includes(c));

export const specialCharacters = metadataItem(
  {
    code: 'GD-1-6',
    zh: '元数据项数据包含特殊字符检测',
    en: 'special characters in metadata values',
    looksAt: 'the characters of each text; evidence names them by code point',
    fits: 'no text holds a special character',
    basis: 'GB 18030 symbols; the list is ours (basis recalled)',
    sure: 'N',
    codes: {
      BROKEN_CHARACTERS: ['FAIL', 'controls, replacement characters, halves of characters, marks of direction'],
      SPECIAL_CHARACTERS: ['WARN', 'private or invisible characters or symbols in a name'],
    },
  },
  (values, told) => {
    const texts = values.filter(isText);
    return [
      ...told(
        'BROKEN_CHARACTERS',
        texts.filter((one) => broken(one).length > 0),
        (one) => codePoints(broken(one)),
      ),
      ...told(
        'SPECIAL_CHARACTERS',
        texts.filter((one) => special(one).length > 0),
        (one) => codePoints(special(one)),
      ),
    ];
  },
);
