import { describe, expect, it } from 'vitest';
import { callsForSomebody, judgeMaterial } from '../src/index.ts';
import { lookAlikes } from '../src/text/look-alikes.ts';
import { looksGarbled } from '../src/text/mojibake.ts';
import { movedTo } from '../src/text/private-use.ts';
import { described, material, RULES } from './specimens.ts';

const readAs = (text: string, encoding: string): string => new TextDecoder(encoding).decode(Buffer.from(text));
const saidOf = (name: string) =>
  judgeMaterial(RULES, material({}, described('m1', 'A01', { name })))
    .filter((finding) => finding.item === 'GD-1-6' && callsForSomebody(finding))
    .map(({ outcome, code, evidence }) =>
      `${outcome} ${code} ${(evidence.values as string[])[0]!.slice('name title '.length)}`.trim(),
    );

describe('rare names', () => {
  it.each([
    ['Extension A', '㐂㳇䶮'],
    ['Extension B', '𠮷𡋣𣲘𤧛𦈡𩾃'],
    ['Extensions C to F', '𪢮𫖯𫚕𬀩𬎆𬴊𭎂𮧵'],
    ['Extensions G to I', '\u{30000}\u{31350}\u{2ebf0}'],
    ['an extension this engine may not know yet', '\u{323b0}\u{33479}'],
    ['ideographs that GB 18030-2022 moved out of the private area', '\u9fb4\u9fbb\u9fef'],
    ['the twelve among the compatibility ideographs', '\ufa0e\ufa29'],
    ['names of other peoples', '阿卜杜热西提·买买提 བསྟན་འཛིན ᠪᠠᠲᠤ ꆈꌠ ئۇيغۇر'],
    ['marks of writing', '《第Ⅲ类》〔2026〕12号—甲、乙·“丙”：二〇二六（￥100）～…'],
  ])('are names like any other: %s', (_, name) => expect(saidOf(name)).toEqual([]));
});

describe('characters that a name should not hold', () => {
  it.each([
    ['a bell', '表\u0007', 'FAIL BROKEN_CHARACTERS U+0007'],
    ['a noncharacter', '表\uffff', 'FAIL BROKEN_CHARACTERS U+FFFF'],
    ['half of a character', '\ud840表', 'FAIL BROKEN_CHARACTERS U+D840'],
    ['a mark of direction', '表\u2066', 'FAIL BROKEN_CHARACTERS U+2066'],
    ['a private character that has a place now', '\ue81e', 'WARN PRIVATE_CHARACTERS U+E81E→U+9FB4'],
    ['a private character nobody knows', '\uf8f5', 'WARN PRIVATE_CHARACTERS U+F8F5'],
    ['a private character of the last planes', '\u{f0001}', 'WARN PRIVATE_CHARACTERS U+F0001'],
    ['a radical in the place of an ideograph', '⼈民', 'WARN LOOK_ALIKES U+2F08'],
    ['a compatibility ideograph', '\uf9dc山', 'WARN LOOK_ALIKES U+F9DC'],
    ['one beyond the first plane', '\u{2f800}山', 'WARN LOOK_ALIKES U+2F800'],
    ['a Cyrillic letter in a Latin word', 'ОFD 文件', 'WARN LOOK_ALIKES U+041E'],
    ['a symbol', '申请表★', 'WARN SPECIAL_CHARACTERS U+2605'],
    ['an invisible space', '申请\u200b表', 'WARN SPECIAL_CHARACTERS U+200B'],
    ['a picture', '申请表🙂', 'WARN SPECIAL_CHARACTERS U+1F642'],
    [
      'a script nobody here writes',
      'ქართული',
      'WARN SPECIAL_CHARACTERS U+10E5 U+10D0 U+10E0 U+10D7 U+10E3 U+10DA U+10D8',
    ],
  ])('%s', (_, name, said) => expect(saidOf(name)).toEqual([said]));

  it('each is told once, under the name that says most', () => {
    expect(saidOf('\ue81e⼈★')).toEqual([
      'WARN PRIVATE_CHARACTERS U+E81E→U+9FB4',
      'WARN LOOK_ALIKES U+2F08',
      'WARN SPECIAL_CHARACTERS U+2605',
    ]);
  });

  it('private characters are those of GB 18030-2005 and -2022', () => {
    expect(movedTo(0xe78d)).toBe(0xfe10);
    expect(movedTo(0xe816)).toBe(0x20087);
    expect(movedTo(0xe864)).toBe(0x9fbb);
    expect(movedTo(0xe000)).toBeUndefined();
  });
});

describe('text in the wrong encoding', () => {
  const TEXTS = ['建设工程规划许可证', '申请表（盖章）.pdf', '卫生健康局', '授权委托书'];
  it.each(TEXTS.flatMap((text) => ['gbk', 'windows-1252', 'latin1'].map((encoding) => [text, encoding])))(
    '%s read as %s',
    (text, encoding) => expect(looksGarbled(readAs(text!, encoding!))).toBe(true),
  );

  it('is told of, and may be what it is after all', () => {
    expect(saidOf(readAs('建设工程', 'gbk'))).toContain('WARN GARBLED');
    expect(saidOf('锟斤拷锟斤拷')).toEqual(['WARN GARBLED']);
  });

  it.each([
    '联通',
    '鑫淼焱垚',
    '嬿婉',
    '涓涓细流',
    '鐢宠',
    'Café Müller',
    'naïve “x” — y',
    'Zürich Ürümqi',
    'ABC-123',
    '',
  ])('is not what people write: %s', (text) => expect(looksGarbled(text)).toBe(false));
});

describe('look-alikes', () => {
  it('are none where a word is of one script', () => {
    expect(lookAlikes('Москва Αθήνα Beijing 北京')).toEqual([]);
    expect(lookAlikes('Mосква')).toHaveLength(5);
  });
});
