import { CITY_CHARACTERS } from '../../city/names.ts';
import type { Matter } from '../../matters/matter.ts';
import { A4, footer, type Sheet } from '../sheet.ts';
import * as chars from './characters.ts';
import { cell, label, table } from './table.ts';

const COLUMNS = [92, 168, 92, 168] as const;

/** 申请表 of a matter. Slots: number, name, gender, birth, idNumber, phone, address (companies: company, uscc), matter where it is a city's mould, field0…, date. */
export function formSheet(m: Matter): Sheet {
  const row = (...cells: ReturnType<typeof cell>[]) => ({ height: 28, cells });
  const name = { slot: 'name', draws: chars.NAMES };
  const idNumber = { slot: 'idNumber', draws: `${chars.DIGITS}X` };
  const phone = { slot: 'phone', draws: chars.DIGITS };
  const address = { slot: 'address', draws: chars.PLACES };
  const person = [
    row(label('姓　　名'), cell(name), label('性　　别'), cell({ slot: 'gender', draws: chars.GENDERS })),
    row(label('证件类型'), cell('居民身份证'), label('出生日期'), cell({ slot: 'birth', draws: chars.DATES })),
    row(label('证件号码'), cell(idNumber), label('联系电话'), cell(phone)),
    row(label('通讯地址'), cell(address, 3)),
  ];
  const company = [
    row(label('单位名称'), cell({ slot: 'company', draws: chars.COMPANIES }, 3)),
    row(label('统一社会信用代码'), cell({ slot: 'uscc', draws: chars.CODES }, 3)),
    row(label('法定代表人'), cell(name), label('联系电话'), cell(phone)),
    row(label('证件号码'), cell(idNumber), label('证件类型'), cell('居民身份证')),
    row(label('住　　所'), cell(address, 3)),
  ];
  const asked = m.items.filter((i) => i.group === 'application' && i.made !== 'form' && i.code !== 'A90');
  const { marks, end } = table({ x: 37.5, y: 132, columns: COLUMNS }, [
    row(label('申请事项'), cell(m.mould ? { slot: 'matter', draws: CITY_CHARACTERS } : m.name, 3)),
    ...(m.applicant === '1' ? person : company),
    ...m.fields.map(([text, values], i) => row(label(text), cell({ slot: `field${i}`, draws: values.join('') }, 3))),
    {
      height: 26 + asked.length * 17,
      cells: [label('提交材料'), cell(asked.map((i, n) => `${n + 1}. ${i.name}　□原件　■复印件`).join('\n'), 3)],
    },
    {
      height: 118,
      cells: [
        label('申请人承诺'),
        cell(
          '本人（本单位）承诺：所填写的信息和提交的材料真实、合法、有效，复印件与原件一致；已知悉该事项的办理条件和要求；同意将办理过程中形成的电子文件归档保存，并对承诺的真实性承担法律责任。',
          3,
        ),
      ],
    },
  ]);
  return {
    ...A4,
    marks: [
      { kind: 'text', x: 297.5, y: 82, size: 20, text: m.items[0]!.name, weight: 'bold', align: 'centre' },
      { kind: 'text', x: 37.5, y: 118, size: 9, text: '办件编号：', ink: 'grey' },
      { kind: 'text', x: 84, y: 118, size: 9, text: { slot: 'number', draws: chars.CODES } },
      ...marks,
      { kind: 'text', x: 330, y: end - 38, size: 10.5, text: '申请人（签名）：' },
      { kind: 'text', x: 415, y: end - 38, size: 15, text: name, ink: 'blue' },
      { kind: 'text', x: 362, y: end - 14, size: 10.5, text: '日期：' },
      { kind: 'text', x: 415, y: end - 14, size: 10.5, text: { slot: 'date', draws: chars.DATES } },
      {
        kind: 'text',
        x: 37.5,
        y: end + 20,
        size: 8.5,
        text: '注：1. 本表用黑色墨水填写或打印；2. 提交复印件的，由窗口与原件核对后当场扫描确认。',
        ink: 'grey',
      },
      ...footer(A4.width, A4.height),
    ],
  };
}
