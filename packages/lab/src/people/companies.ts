import type { Random } from '../random.ts';
import { uscc } from './codes.ts';
import { addressIn, type Person, person } from './persons.ts';
import { TOWNS } from './towns.ts';

/** A business that applies, with its legal representative. */
export interface Company {
  name: string;
  uscc: string;
  legalPerson: Person;
  address: string;
  town: string;
}

const WORDS = '粤鑫 莞城味 恒泰 新晨 瑞丰 华迅 绿源 佳和 盛达 启航 荔园 松湖 安泰 金穗 鼎盛'.split(' ');
const TRADES = '餐饮服务 食品 物流运输 电子科技 建设工程 房地产开发 教育咨询 酒店管理 家具制造 文化传播'.split(' ');

export const COMPANY_CHARACTERS = `东莞市${WORDS.join('')}${TRADES.join('')}有限公司`;

export function company(random: Random, trade?: string): Company {
  const town = random.pick(TOWNS);
  return {
    name: `东莞市${random.pick(WORDS)}${trade ?? random.pick(TRADES)}有限公司`,
    uscc: uscc('91', `MA${random.digits(6)}`),
    legalPerson: person(random.fork('legal')),
    address: addressIn(town, random),
    town,
  };
}
