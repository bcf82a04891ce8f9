import type { Random } from '../../random.ts';
import type { Letter, Line } from './docx.ts';

/** Who a letter is about and where it goes. */
export interface LetterFacts {
  /** 单位 or 个人 the letter comes from */
  from: string;
  /** person it is about */
  name: string;
  idNumber: string;
  /** department it is handed to */
  department: string;
  matter: string;
  date: string;
}

/** The letter behind a material by its title: rules of a house, a power of attorney, or a statement. */
export function letterFor(title: string, facts: LetterFacts, random: Random): Letter {
  if (/制度|章程/.test(title)) return rules(title, facts, random);
  return title.includes('委托') ? mandate(title, facts) : statement(title, facts, random);
}

const signed = ({ from, date }: LetterFacts): Line[] => [
  { as: 'signature', text: from },
  { as: 'signature', text: date },
];

const CIRCUMSTANCES = [
  '现从事全日制工作，遵守规章制度，未发现影响办理本事项的情形。',
  '情况经核对属实，有关原件已由窗口当面查验。',
  '相关材料真实有效，如有变化将在十个工作日内书面报告。',
  '本单位（本人）已知悉办理条件和所需材料，并承诺配合核查。',
];

function statement(title: string, facts: LetterFacts, random: Random): Letter {
  const { department, name, idNumber, matter, date } = facts;
  return {
    title,
    lines: [
      { as: 'address', text: `${department}：` },
      {
        as: 'text',
        text: `兹有${name}（公民身份号码${idNumber}），因办理“${matter}”事项，现就有关情况出具本${title}。`,
      },
      { as: 'text', text: random.pick(CIRCUMSTANCES) },
      { as: 'text', text: `上述情况自${date}起有效，期限一年。` },
      { as: 'text', text: '特此证明。' },
      ...signed(facts),
    ],
  };
}

function mandate(title: string, facts: LetterFacts): Letter {
  const { from, department, name, idNumber, matter } = facts;
  return {
    title,
    lines: [
      { as: 'address', text: `${department}：` },
      {
        as: 'text',
        text: `${from}法定代表人${name}（公民身份号码${idNumber}）授权本单位经办人员全权办理“${matter}”事项。`,
      },
      {
        as: 'text',
        text: '委托权限：提交和补正申请材料、签收文书、领取办理结果。委托期限：自签署之日起至本事项办结之日止。',
      },
      { as: 'text', text: '受托人无转委托权。受托人在上述权限内实施的行为，由委托人承担法律责任。' },
      { as: 'signature', text: `委托人：${from}` },
      ...signed(facts).slice(1),
    ],
  };
}

const CHAPTERS: readonly (readonly [heading: string, articles: readonly string[]])[] = [
  [
    '总则',
    [
      '为规范管理，明确责任，根据国家有关法律、法规和规章的规定，结合实际，制定本制度。',
      '本制度适用于全体工作人员以及在本单位场所内从事相关活动的其他人员。',
      '坚持预防为主、分级负责、全程记录、持续改进的原则。',
    ],
  ],
  [
    '职责',
    [
      '法定代表人是第一责任人，对制度的建立、执行和经费保障负全面责任。',
      '设立专职管理人员，负责日常检查、登记、培训和资料保存。',
      '各岗位人员应当按照操作规程履行职责，发现问题立即报告。',
    ],
  ],
  [
    '运行',
    [
      '每日开展岗前检查，检查情况记入台账，由当班负责人签字确认。',
      '设备、设施和场所应当定期维护，维护记录保存不少于两年。',
      '从业人员上岗前应当接受培训并经考核合格，每年复训不少于一次。',
      '采购、验收、使用和处置应当做到来源可查、去向可追、责任可究。',
      '发生突发事件时，应当立即启动应急预案，并在规定时限内向主管部门报告。',
    ],
  ],
  [
    '检查与奖惩',
    [
      '每月组织一次自查，每季度组织一次全面检查，检查结果予以公示。',
      '对违反本制度的人员，视情节轻重给予批评教育、经济处罚或者解除劳动关系。',
      '对及时发现和消除隐患的人员，给予表彰和奖励。',
    ],
  ],
  ['附则', ['本制度由本单位负责解释。', '本制度自发布之日起施行。']],
];
const NUMERALS = '一二三四五六七八九十';
const numeral = (n: number): string => (n <= 10 ? NUMERALS[n - 1]! : `十${NUMERALS[n - 11]}`);

/** Chapters and articles in the order of such papers; which articles a house has taken in differs. */
function rules(title: string, facts: LetterFacts, random: Random): Letter {
  let article = 0;
  const lines = CHAPTERS.flatMap(([heading, articles], i): Line[] => [
    { as: 'heading', text: `第${numeral(i + 1)}章　${heading}` },
    ...articles
      .filter((_, n) => n === 0 || random.chance(0.8))
      .map((text): Line => ({ as: 'text', text: `第${numeral(++article)}条　${text}` })),
  ]);
  return { title: `${facts.from}${title}`, lines: [...lines, ...signed(facts)] };
}
