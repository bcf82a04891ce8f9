import { z } from 'zod';
import type { Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';
import { lookAlikes } from '../text/look-alikes.ts';
import { looksGarbled } from '../text/mojibake.ts';
import { isPrivate, movedTo } from '../text/private-use.ts';
import { OUTSIDE_SCRIPTS } from '../text/scripts.ts';

/**
 * Characters no text may hold: controls, what a failed conversion leaves behind, halves of characters, and marks that turn the direction of the text, so that
 * people read another thing than is there. These classes are the same in every version of Unicode.
 */
const BROKEN = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\ufffd\u202a-\u202e\u2066-\u2069]/gu;
const MOST_CHARACTERS = 10;

const isText = ({ element: { kind }, value }: Value): boolean =>
  (kind === 'text' || kind === 'paragraph') && typeof value === 'string';
const pointOf = (one: string): string => `U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
const codePoints = (characters: readonly string[]): string =>
  [...new Set(characters)]
    .slice(0, MOST_CHARACTERS)
    .map((one) => {
      const moved = movedTo(one.codePointAt(0)!);
      return moved === undefined ? pointOf(one) : `${pointOf(one)}→${pointOf(String.fromCodePoint(moved))}`;
    })
    .join(' ');
const textOf = ({ value }: Value): string => String(value);

/** A line break belongs into a paragraph and nowhere else. */
const broken = (one: Value): string[] => [
  ...(textOf(one).match(BROKEN) ?? []),
  ...(one.element.kind === 'paragraph' ? [] : (textOf(one).match(/\n/g) ?? [])),
];
const privateOnes = (one: Value): string[] => [...textOf(one)].filter((c) => isPrivate(c.codePointAt(0)!));

/** Of a name what is no letter, digit or punctuation of writing, and has not been named otherwise. */
function special(one: Value, allowed: string): string[] {
  if (one.element.kind === 'paragraph') return [];
  const named = new Set([...broken(one), ...privateOnes(one), ...lookAlikes(textOf(one)), ...allowed]);
  return (textOf(one).match(OUTSIDE_SCRIPTS) ?? []).filter((c) => !named.has(c));
}

export const specialCharacters = metadataItem(
  {
    code: 'GD-1-6',
    zh: '元数据项数据包含特殊字符检测',
    en: 'special characters in metadata values',
    looksAt:
      'the characters of each text; evidence names them by code point. Rare names (生僻字, CJK Extension B and beyond) are letters like any other. `allowed`: further characters a name may hold',
    fits: 'no text holds a special character',
    basis: 'GB 18030-2022; the list of what a name may hold is ours (basis recalled)',
    sure: 'N',
    parameters: z.strictObject({ allowed: z.string().max(200) }),
    codes: {
      BROKEN_CHARACTERS: ['FAIL', 'controls, replacement characters, halves of characters, marks of direction'],
      PRIVATE_CHARACTERS: [
        'WARN',
        'characters of the private area, with what GB 18030-2022 has in their place where it is known',
      ],
      LOOK_ALIKES: [
        'WARN',
        'radicals, compatibility ideographs or letters of another script in the place of what they look like',
      ],
      GARBLED: ['WARN', 'it looks like bytes that were read in the wrong encoding (乱码)'],
      SPECIAL_CHARACTERS: ['WARN', 'invisible characters or symbols in a name'],
    },
  },
  (values, told, { allowed }) => {
    const texts = values.filter(isText);
    const with_ = (of: (one: Value) => readonly string[]): Value[] => texts.filter((one) => of(one).length > 0);
    return [
      ...told('BROKEN_CHARACTERS', with_(broken), (one) => codePoints(broken(one))),
      ...told('PRIVATE_CHARACTERS', with_(privateOnes), (one) => codePoints(privateOnes(one))),
      ...told(
        'LOOK_ALIKES',
        with_((one) => lookAlikes(textOf(one))),
        (one) => codePoints(lookAlikes(textOf(one))),
      ),
      ...told(
        'GARBLED',
        texts.filter((one) => looksGarbled(textOf(one)) && broken(one).length === 0),
      ),
      ...told(
        'SPECIAL_CHARACTERS',
        with_((one) => special(one, allowed)),
        (one) => codePoints(special(one, allowed)),
      ),
    ];
  },
);
