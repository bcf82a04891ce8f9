import { A4, footer, type Mark, type Sheet, seal, type Text } from '../sheet.ts';
import * as chars from './characters.ts';
import { cell, label, table } from './table.ts';

const department = { slot: 'department', draws: chars.DEPARTMENT_NAMES };
const number = { slot: 'number', draws: chars.CODES };
const date = { slot: 'date', draws: chars.DATES };

/** A letter of a department under its name, with its seal. Slots: department, serial, body, date. */
function decree(title: string, serial: string, draws: string): Sheet {
  const body: Text = { slot: 'body', draws };
  const marks: Mark[] = [
    { kind: 'text', x: 297.5, y: 104, size: 24, text: department, ink: 'red', align: 'centre' },
    { kind: 'line', x1: 70, y1: 124, x2: 525, y2: 124, width: 1.6, ink: 'red' },
    { kind: 'text', x: 297.5, y: 176, size: 20, text: title, weight: 'bold', align: 'centre' },
    {
      kind: 'text',
      x: 297.5,
      y: 202,
      size: 11,
      text: { slot: 'serial', draws: `${serial}${chars.DIGITS}号` },
      align: 'centre',
    },
    { kind: 'text', x: 80, y: 246, size: 13, text: body, width: 435, leading: 25 },
    { kind: 'text', x: 420, y: 580, size: 13, text: department, align: 'centre' },
    { kind: 'text', x: 420, y: 606, size: 13, text: date, align: 'centre' },
    ...seal(430, 574, 58, department),
    { kind: 'line', x1: 70, y1: 770, x2: 525, y2: 770, width: 0.8, ink: 'red' },
    ...footer(A4.width, A4.height),
  ];
  return { ...A4, marks };
}

export const NOTICE_WORDS =
  '：\n　　你（单位）于提出的申请，办件编号，材料齐全、符合法定形式，根据《中华人民共和国行政许可法》第三十二条规定，现予受理。承诺办结时限为个工作日，办理进度可凭办件编号查询。';
/** @param names characters of the names of matters that may stand in it */
export const noticeSheet = (names: string): Sheet =>
  decree('受理通知书', '莞受理', NOTICE_WORDS + chars.APPLICANTS + names + chars.CODES + chars.DATES);

export const REFUSAL_WORDS =
  '：\n　　你（单位）于提出的申请，办件编号，经审查不符合法定条件、标准，根据《中华人民共和国行政许可法》第三十八条第二款规定，决定不予批准。\n　　如对本决定不服，可自收到本决定书之日起六十日内申请行政复议，或者六个月内提起行政诉讼。';
export const refusalSheet = (title: string, names: string): Sheet =>
  decree(title, '莞不予', REFUSAL_WORDS + chars.APPLICANTS + names + chars.CODES + chars.DATES);

export const OPINIONS = {
  receive: ['已收取申请材料，与清单核对一致。', '材料已当场清点，出具收件凭证。'],
  accept: ['材料齐全，符合法定形式，予以受理。', '申请材料经核对与原件一致，同意受理。'],
  review: [
    '经审核，申请材料符合规定条件，拟同意。',
    '审查资料真实有效，符合办理条件，建议批准。',
    '条件符合，请领导审定。',
  ],
  inspect: ['现场核查情况与申报材料一致，核查合格。', '经现场核查，布局流程符合要求。'],
  decide: ['同意。', '准予许可，请按程序制证。', '同意办理。'],
  end: ['申请人书面提出终止办理，情况属实，同意终结。', '作为审批依据的事项已经撤销，予以终结。'],
  close: ['已办结，结果已送达。', '办理完毕，申请人已签收。'],
  decline: ['经审核不符合规定条件，不予批准。', '申请材料反映的情况不符合法定条件，同意不予批准的意见。'],
} as const;

/** 审批表: what each step found. Slots: number, matter, applicant, department, and opinion, officer and date of three steps. */
export function approvalSheet(names: string): Sheet {
  const draws = [...new Set(Object.values(OPINIONS).flat().join(''))].join('');
  const step = (text: string, key: string) => ({
    height: 118,
    cells: [label(text), cell({ slot: `${key}Opinion`, draws }, 3)],
  });
  const { marks, end } = table({ x: 47.5, y: 134, columns: [100, 150, 100, 150] }, [
    { height: 30, cells: [label('办件编号'), cell(number, 3)] },
    { height: 30, cells: [label('事项名称'), cell({ slot: 'matter', draws: names }, 3)] },
    { height: 30, cells: [label('申 请 人'), cell({ slot: 'applicant', draws: chars.APPLICANTS }, 3)] },
    { height: 30, cells: [label('受理单位'), cell(department, 3)] },
    step('受理意见', 'accept'),
    step('审核意见', 'review'),
    step('决定意见', 'decide'),
  ]);
  const signed = ['accept', 'review', 'decide'].flatMap((key, i): Mark[] => {
    const y = end - 118 * (2 - i) - 16;
    return [
      { kind: 'text', x: 260, y, size: 10.5, text: '经办人员编号：' },
      { kind: 'text', x: 336, y, size: 10.5, text: { slot: `${key}Officer`, draws: chars.CODES }, ink: 'blue' },
      { kind: 'text', x: 440, y, size: 10.5, text: { slot: `${key}Date`, draws: chars.DATES } },
    ];
  });
  return {
    ...A4,
    marks: [
      { kind: 'text', x: 297.5, y: 92, size: 20, text: '政务服务事项审批表', weight: 'bold', align: 'centre' },
      ...marks,
      ...signed,
      ...seal(480, end - 62, 46, department),
      ...footer(A4.width, A4.height),
    ],
  };
}
