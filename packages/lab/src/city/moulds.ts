import { asked, common, type Matter } from '../matters/matter.ts';

type Mould = Omit<Matter, 'id' | 'name' | 'department' | 'catalogue'> & { readonly mould: string };

const FIELDS = {
  company: [
    ['申请类别', ['首次申请', '变更申请', '延续申请']],
    ['经营范围', ['按许可范围', '按登记范围']],
  ],
  person: [
    ['申请类别', ['本人申请', '委托申请']],
    ['办理方式', ['窗口领取', '邮寄送达', '电子送达']],
  ],
} as const;

const mould = (of: Omit<Mould, 'level'>): Mould => ({ level: '3', ...of });

/** Five moulds that a city's matters are made from: what is asked for, how it is handled, kept and shared. */
export const MOULDS: readonly Mould[] = [
  mould({
    ...{ mould: 'permit-company', type: '01', applicant: '2', kind: '2', statutoryDays: 20, promisedDays: 7 },
    ...{ retention: 'D30', classes: ['XK'], sharing: 'conditional', openness: 'restricted' },
    items: [
      asked('A01', '行政许可申请表', 'form'),
      asked('A02', '营业执照', 'business-licence'),
      asked('A03', '符合许可条件的说明', 'statement'),
      ...common('准予行政许可决定书', '不予行政许可决定书'),
    ],
    fields: FIELDS.company,
    result: { name: '准予行政许可决定书', prefix: '莞许', years: 5 },
    inspected: true,
  }),
  mould({
    ...{ mould: 'permit-person', type: '01', applicant: '1', kind: '2', statutoryDays: 20, promisedDays: 5 },
    ...{ retention: 'D30', classes: ['XK'], sharing: 'conditional', openness: 'restricted' },
    items: [
      asked('A01', '资格认定申请表', 'form'),
      asked('A02', '申请人身份证', 'id-card'),
      asked('A03', '学历或培训证明', 'certificate'),
      ...common('资格认定证明', '不予行政许可决定书'),
    ],
    fields: FIELDS.person,
    result: { name: '资格认定证明', prefix: '莞资', years: 4 },
    inspected: false,
  }),
  mould({
    ...{ mould: 'record-company', type: '20', applicant: '2', kind: '1', statutoryDays: 5, promisedDays: 1 },
    ...{ retention: 'D10', classes: ['GF'], sharing: 'unconditional', openness: 'open' },
    items: [
      asked('A01', '备案申请表', 'form'),
      asked('A02', '营业执照', 'business-licence'),
      ...common('备案证明', '不予备案通知书'),
    ],
    fields: FIELDS.company,
    result: { name: '备案证明', prefix: '莞备', years: null },
    inspected: false,
  }),
  mould({
    ...{ mould: 'record-person', type: '20', applicant: '1', kind: '1', statutoryDays: 5, promisedDays: 1 },
    ...{ retention: 'D10', classes: ['GF'], sharing: 'conditional', openness: 'restricted' },
    items: [
      asked('A01', '登记申请表', 'form'),
      asked('A02', '申请人身份证', 'id-card'),
      ...common('登记证明', '不予登记通知书'),
    ],
    fields: FIELDS.person,
    result: { name: '登记证明', prefix: '莞登', years: null },
    inspected: false,
  }),
  mould({
    ...{ mould: 'benefit-person', type: '05', applicant: '1', kind: '2', statutoryDays: 30, promisedDays: 10 },
    ...{ retention: 'Y', classes: ['JF'], sharing: 'conditional', openness: 'restricted' },
    items: [
      asked('A01', '待遇申领表', 'form'),
      asked('A02', '申请人身份证', 'id-card'),
      asked('A03', '银行账户信息', 'data'),
      ...common('待遇核准决定书', '不予核准决定书'),
    ],
    fields: FIELDS.person,
    result: { name: '待遇核准决定书', prefix: '莞核', years: null },
    inspected: false,
  }),
];

/** A mould as a matter to draw sheets for. */
export function mouldOf(name: string): Matter | undefined {
  const found = MOULDS.find((one) => one.mould === name);
  return found && { ...found, id: name, name, department: 'reform', catalogue: '000000000000' };
}
