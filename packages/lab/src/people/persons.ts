import type { Random } from '../random.ts';
import { idNumber } from './codes.ts';
import { STREETS, TOWNS } from './towns.ts';

/** Somebody who applies. Everything here is personal: it goes into the form object and onto documents, never into a record. */
export interface Person {
  name: string;
  gender: '男' | '女';
  /** YYYYMMDD */
  birth: string;
  idNumber: string;
  phone: string;
  address: string;
  town: string;
}

const SURNAMES =
  '陈 黄 李 张 林 梁 叶 王 刘 罗 卢 何 邓 谢 周 吴 钟 袁 莫 方 温 苏 尹 祁 香 邝 麦 冼 佘 欧阳 司徒'.split(' ');
const GIVEN = {
  男: '嘉 伟 志 明 俊 杰 文 浩 泽 宇 轩 锦 荣 国 庆 建 华 永 强 家 豪 子'.split(' '),
  女: '涵 梓 晴 雅 婷 丽 娟 秀 英 玉 兰 惠 敏 静 怡 诗 琪 雪 梅 月 桂 芳 淑 贞 慧 欣 妍 佩 珊'.split(' '),
};

/**
 * 生僻字 as they stand on identity cards. Most are drawn by the font; `𠮷` (U+20BB7) is not and lies outside the BMP, so whoever counts
 * UTF-16 units, cuts strings or trusts a font is found out.
 */
export const RARE = ['䶮', '𣲘', '堃', '喆', '骉', '犇', '𬭬', '𫖮', '𠮷', '㛃'] as const;

/** Every name of two characters that `person` may draw. */
export const SHORT_NAMES: readonly string[] = SURNAMES.flatMap((surname) =>
  [...GIVEN.男, ...GIVEN.女, ...RARE].map((given) => surname + given),
).filter((name) => [...name].length === 2);

export const NAME_CHARACTERS = [...SURNAMES, ...GIVEN.男, ...GIVEN.女, ...RARE].join('');
export const ADDRESS_CHARACTERS = `东莞市${TOWNS.join('')}${STREETS.join('')}号栋单元室村小组`;

/** `eldest` and `youngest` are ages in the year 2026. */
export function person(random: Random, { youngest = 20, eldest = 64 } = {}): Person {
  const gender = random.chance(0.5) ? '男' : '女';
  const year = 2026 - random.between(youngest, eldest);
  const birth = `${year}${two(random.between(1, 12))}${two(random.between(1, 28))}`;
  const town = random.pick(TOWNS);
  return {
    name: personName(gender, random),
    gender,
    birth,
    idNumber: idNumber(birth, gender, random),
    phone: `1${random.pick(['35', '36', '38', '59', '77', '88'])}${random.digits(8)}`,
    address: addressIn(town, random),
    town,
  };
}

function personName(gender: '男' | '女', random: Random): string {
  const given = random.chance(0.12) ? random.pick(RARE) : random.pick(GIVEN[gender]);
  return random.pick(SURNAMES) + given + (random.chance(0.7) ? random.pick(GIVEN[gender]) : '');
}

export function addressIn(town: string, random: Random): string {
  const room = random.chance(0.6)
    ? `${random.between(1, 20)}栋${random.between(1, 4)}单元${random.between(1, 32)}0${random.between(1, 6)}室`
    : '';
  return `东莞市${town}${random.pick(STREETS)}${random.between(1, 368)}号${room}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
