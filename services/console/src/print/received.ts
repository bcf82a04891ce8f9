import type { ReceivedRow } from '../api/received.ts';
import { OUTCOMES as OUTCOMES_OF_LOOKS } from './fixity.ts';
import { printTable } from './paper.ts';
import { day, retentionZh } from './registers.ts';
import { type Language, type SheetColumn, sheetOf, workbook } from './workbook.ts';

const OUTCOMES: Readonly<Record<ReceivedRow['outcome'], readonly [zh: string, en: string]>> = {
  received: ['已接收入库', 'received'],
  FAILED: ['检测不合格，退回', 'turned away: an item failed'],
  LEFT_TO_PEOPLE: ['待人工确认项未确认，退回', 'turned away: something was left to people'],
  OTHER_BYTES: ['内容与移交不符，退回', 'turned away: other bytes than were handed in'],
};
const COLUMNS: readonly SheetColumn<ReceivedRow>[] = [
  { zh: '接收登记号', en: 'Number', width: 26, value: (row) => row.number },
  { zh: '时间', en: 'When', width: 11, value: (row) => day.format(new Date(row.at)) },
  { zh: '结论', en: 'Outcome', width: 16, value: (row, language) => OUTCOMES[row.outcome][language === 'zh' ? 0 : 1] },
  { zh: '移交单位', en: 'Sender', width: 20, value: (row) => row.sender ?? '' },
  { zh: '移交规格', en: 'Layout', width: 14, value: (row) => row.profile },
  { zh: '件数', en: 'Items', width: 8, value: (row) => row.items },
  { zh: '文件数', en: 'Files', width: 8, value: (row) => row.files },
  { zh: '字节数', en: 'Bytes', width: 12, value: (row) => row.bytes },
  {
    ...{ zh: '保管期限', en: 'Retention', width: 10 },
    value: (row, language) => (language === 'zh' ? retentionZh(row.retention) : row.retention),
  },
  { zh: '接收人', en: 'By', width: 14, value: (row) => row.by },
  {
    ...{ zh: '检测发现', en: 'Findings', width: 34 },
    value: (row, language) =>
      row.findings.map(({ itemZh, itemEn, code }) => `${language === 'zh' ? itemZh : itemEn} ${code}`).join('；'),
  },
  {
    ...{ zh: '最近检测', en: 'Last look', width: 16 },
    value: ({ look }, language) => {
      if (look === null) return '';
      const word = OUTCOMES_OF_LOOKS[look.outcome][language === 'zh' ? 0 : 1];
      return [day.format(new Date(look.at)), word, ...look.damaged].join(' ');
    },
  },
  { zh: '信息包摘要（SHA-256）', en: 'SHA-256 of the package', width: 40, value: (row) => row.package.slice(7) },
];

/** What came from elsewhere, as a workbook. */
export const receivedWorkbook = (rows: readonly ReceivedRow[], language: Language): Promise<Buffer> =>
  workbook([sheetOf({ zh: '接收登记', en: 'Received', columns: COLUMNS, rows }, language)]);

/** 电子档案移交与接收登记表 of what came from elsewhere (DA/T 93-2022). */
export const receivedPaper = (rows: readonly ReceivedRow[], notes: readonly string[], at: Date): Promise<Buffer> =>
  printTable(
    {
      ...{ title: '电子档案移交与接收登记表', notes },
      columns: COLUMNS.map(({ zh, width }) => ({ title: zh, width })),
      rows: rows.map((row) => COLUMNS.map(({ value }) => String(value(row, 'zh')))),
    },
    at,
  );
