import type { Matter } from '../../matters/matter.ts';
import { A4, footer, type Mark, type Sheet, seal } from '../sheet.ts';
import * as chars from './characters.ts';

/** 电子证照 of a matter's result. Slots: serial, holder, holderCode, address, scope, department, issued, validity. */
export function licenceSheet(m: Matter): Sheet {
  const rows: [string, string, string][] = [
    [m.applicant === '1' ? '姓　　名' : '名　　称', 'holder', chars.APPLICANTS],
    [m.applicant === '1' ? '证件号码' : '统一社会信用代码', 'holderCode', `${chars.CODES}*`],
    [m.applicant === '1' ? '住　　址' : '地　　址', 'address', chars.PLACES],
    [m.fields[0]![0], 'scope', m.fields[0]![1].join('')],
    ['发证机关', 'department', chars.DEPARTMENT_NAMES],
    ['发证日期', 'issued', chars.DATES],
    ['有 效 期', 'validity', chars.DATES],
  ];
  const spread = [...m.result.name].length > 9 ? 26 : 32;
  return {
    ...A4,
    marks: [
      { kind: 'box', x: 28, y: 28, w: 539, h: 786, fill: 'tint' },
      { kind: 'box', x: 28, y: 28, w: 539, h: 786, ink: 'gold', width: 4 },
      { kind: 'box', x: 38, y: 38, w: 519, h: 766, ink: 'gold', width: 1 },
      ...corners(),
      { kind: 'text', x: 297.5, y: 170, size: spread, text: m.result.name, weight: 'bold', align: 'centre' },
      { kind: 'text', x: 297.5, y: 196, size: 10, text: '（电子证照）', ink: 'grey', align: 'centre' },
      { kind: 'text', x: 110, y: 250, size: 12, text: '证照编号：' },
      { kind: 'text', x: 175, y: 250, size: 12, text: { slot: 'serial', draws: `${m.result.prefix + chars.CODES}号` } },
      ...rows.flatMap(([text, slot, draws], i): Mark[] => [
        { kind: 'text', x: 110, y: 300 + i * 42, size: 13, text: `${text}：` },
        { kind: 'text', x: 232, y: 300 + i * 42, size: 13, text: { slot, draws }, width: 270, leading: 19 },
        { kind: 'line', x1: 228, y1: 306 + i * 42, x2: 496, y2: 306 + i * 42, width: 0.4, ink: 'gold' },
      ]),
      ...seal(420, 668, 66, { slot: 'department', draws: chars.DEPARTMENT_NAMES }),
      { kind: 'text', x: 110, y: 700, size: 9, text: '本证照为电子证照，与纸质证照具有同等效力。', ink: 'grey' },
      ...footer(A4.width, A4.height - 40),
    ],
  };
}

function corners(): Mark[] {
  return [
    [48, 48],
    [547, 48],
    [48, 794],
    [547, 794],
  ].flatMap(([x, y]): Mark[] => [
    { kind: 'ring', x: x!, y: y!, r: 7, width: 1, ink: 'gold' },
    { kind: 'ring', x: x!, y: y!, r: 3, width: 1, ink: 'gold' },
  ]);
}
