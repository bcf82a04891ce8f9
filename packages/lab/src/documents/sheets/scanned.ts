import { A4, footer, type Mark, type Sheet, seal } from '../sheet.ts';
import * as chars from './characters.ts';

const name = { slot: 'name', draws: chars.APPLICANTS };
const date = { slot: 'date', draws: chars.DATES };

/** Both sides of an identity card, copied onto one sheet. Slots: name, gender, birth, address, idNumber. */
export function idCardSheet(): Sheet {
  const [w, h] = [243, 153];
  const card = (x: number, y: number): Mark[] => [
    { kind: 'box', x, y, w, h, fill: 'tint' },
    { kind: 'box', x, y, w, h, ink: 'blue', width: 0.8 },
  ];
  const line = (text: string, y: number, x = 44): Mark => ({ kind: 'text', x, y, size: 8.5, text, ink: 'blue' });
  return {
    width: 595,
    height: 300,
    marks: [
      ...card(30, 40),
      line('姓名', 66),
      line('性别', 88),
      line('民族', 88, 106),
      line('出生', 109),
      line('住址', 130),
      line('公民身份号码', 180),
      { kind: 'text', x: 70, y: 66, size: 11, text: name },
      { kind: 'text', x: 70, y: 88, size: 10, text: { slot: 'gender', draws: chars.GENDERS } },
      { kind: 'text', x: 132, y: 88, size: 10, text: '汉' },
      { kind: 'text', x: 70, y: 109, size: 10, text: { slot: 'birth', draws: chars.DATES } },
      { kind: 'text', x: 70, y: 130, size: 9, text: { slot: 'address', draws: chars.PLACES }, width: 116, leading: 13 },
      { kind: 'text', x: 104, y: 180, size: 11.5, text: { slot: 'idNumber', draws: `${chars.DIGITS}X` } },
      { kind: 'box', x: 196, y: 62, w: 66, h: 84, fill: 'white' },
      { kind: 'ring', x: 229, y: 94, r: 13, width: 9, ink: 'grey' },
      {
        kind: 'shape',
        points: [
          [204, 146],
          [212, 122],
          [246, 122],
          [254, 146],
        ],
        fill: 'grey',
      },
      ...card(322, 40),
      {
        kind: 'shape',
        points: [
          [340, 58],
          [372, 58],
          [372, 84],
          [356, 94],
          [340, 84],
        ],
        fill: 'red',
      },
      { kind: 'text', x: 460, y: 74, size: 15, text: '中华人民共和国', align: 'centre' },
      { kind: 'text', x: 460, y: 104, size: 19, text: '居 民 身 份 证', align: 'centre', weight: 'bold' },
      { kind: 'text', x: 360, y: 156, size: 9, text: '签发机关　东莞市公安局' },
      { kind: 'text', x: 360, y: 176, size: 9, text: '有效期限　2018.05.12-2038.05.12' },
      {
        kind: 'text',
        x: 297,
        y: 232,
        size: 11,
        text: '本复印件与原件一致，仅用于办理本次政务服务事项',
        align: 'centre',
      },
      { kind: 'text', x: 200, y: 256, size: 10, text: '核对日期：' },
      { kind: 'text', x: 254, y: 256, size: 10, text: date },
      ...footer(595, 300),
    ],
  };
}

/** A certificate with its border and seal. Slots: name, idNumber, date. */
export function certificateSheet(title: string): Sheet {
  return {
    ...A4,
    marks: [
      { kind: 'box', x: 40, y: 40, w: 515, h: 762, ink: 'red', width: 3 },
      { kind: 'box', x: 49, y: 49, w: 497, h: 744, ink: 'gold', width: 1.2 },
      {
        kind: 'text',
        x: 297.5,
        y: 190,
        size: Math.min(40, 420 / [...title].length),
        text: title,
        weight: 'bold',
        align: 'centre',
        ink: 'red',
      },
      { kind: 'text', x: 110, y: 300, size: 16, text: '持 证 人：' },
      { kind: 'text', x: 196, y: 300, size: 17, text: name },
      { kind: 'text', x: 110, y: 346, size: 16, text: '证件号码：' },
      { kind: 'text', x: 196, y: 346, size: 15, text: { slot: 'idNumber', draws: `${chars.CODES}X` } },
      {
        kind: 'text',
        x: 110,
        y: 410,
        size: 15,
        text: '　　经审核，持证人符合国家有关规定的条件，准予颁发本证书。本证书由发证机关统一编号，涂改无效。',
        width: 380,
        leading: 28,
      },
      { kind: 'text', x: 300, y: 650, size: 14, text: '发证机关（章）' },
      { kind: 'text', x: 300, y: 682, size: 14, text: date },
      ...seal(400, 640, 62, '广东省证书核发中心'),
      ...footer(A4.width, A4.height),
    ],
  };
}

/** 营业执照. Slots: company, uscc, name, address, date. */
export function businessLicenceSheet(): Sheet {
  const row = (i: number, text: string, slot: string, draws: string): Mark[] => [
    { kind: 'text', x: 96, y: 348 + i * 44, size: 14, text },
    { kind: 'text', x: 196, y: 348 + i * 44, size: 14, text: { slot, draws }, width: 310, leading: 19 },
  ];
  return {
    ...A4,
    marks: [
      { kind: 'box', x: 34, y: 34, w: 527, h: 774, ink: 'gold', width: 7 },
      { kind: 'box', x: 46, y: 46, w: 503, h: 750, ink: 'gold', width: 1 },
      { kind: 'ring', x: 297.5, y: 120, r: 34, width: 3, ink: 'red' },
      {
        kind: 'shape',
        points: [
          [297.5, 98],
          [304, 114],
          [321, 115],
          [308, 126],
          [312, 142],
          [297.5, 133],
          [283, 142],
          [287, 126],
          [274, 115],
          [291, 114],
        ],
        fill: 'gold',
      },
      { kind: 'text', x: 297.5, y: 222, size: 48, text: '营 业 执 照', weight: 'bold', align: 'centre' },
      { kind: 'text', x: 96, y: 286, size: 12, text: '统一社会信用代码' },
      { kind: 'text', x: 210, y: 286, size: 14, text: { slot: 'uscc', draws: chars.CODES } },
      ...row(0, '名　　称', 'company', chars.COMPANIES),
      ...row(1, '法定代表人', 'name', chars.NAMES),
      ...row(2, '住　　所', 'address', chars.PLACES),
      ...row(3, '成立日期', 'date', chars.DATES),
      { kind: 'text', x: 96, y: 524, size: 14, text: '类　　型　有限责任公司（自然人投资或控股）' },
      { kind: 'text', x: 96, y: 568, size: 14, text: '营业期限　长期' },
      { kind: 'text', x: 330, y: 690, size: 15, text: '登记机关' },
      ...seal(410, 688, 62, '东莞市市场监督管理局'),
      ...footer(A4.width, A4.height - 34),
    ],
  };
}

const PROSE =
  '　　兹就有关事项说明如下：上述当事人的情况经核对属实，所附资料均与原件一致。当事人已知悉相关法律法规的规定，承诺如有隐瞒、伪造等情形，愿意承担相应的法律责任。\n　　一、当事人按照规定的程序提出申请，提交的材料种类、数量与清单相符。\n　　二、经办人员已当面核对原件，复印件加盖核对印章后随卷保存。\n　　三、涉及的金额、期限、面积等事项，以主管部门核定的结果为准。\n　　四、本件一式两份，一份交由受理窗口归档，一份由当事人留存。\n　　特此说明。';

/** A typed statement, proof or contract page under its own title. Slots: name, date, page. */
export function statementSheet(title: string): Sheet {
  return {
    ...A4,
    marks: [
      { kind: 'text', x: 297.5, y: 112, size: 21, text: title, weight: 'bold', align: 'centre' },
      { kind: 'text', x: 76, y: 164, size: 13, text: '当事人：' },
      { kind: 'text', x: 132, y: 164, size: 13, text: name },
      { kind: 'text', x: 76, y: 200, size: 13, text: PROSE, width: 446, leading: 25 },
      { kind: 'text', x: 330, y: 640, size: 13, text: '出具单位（盖章）' },
      { kind: 'text', x: 340, y: 668, size: 13, text: date },
      ...seal(402, 632, 56, '东莞市便民服务中心'),
      {
        kind: 'text',
        x: 297.5,
        y: 786,
        size: 9,
        text: { slot: 'page', draws: `第页${chars.DIGITS}` },
        align: 'centre',
      },
      ...footer(A4.width, A4.height),
    ],
  };
}
