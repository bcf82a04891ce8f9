import writeExcelFile from 'write-excel-file/node';
import type { CaseSummary } from '../api/cases.ts';
import { inert } from './inert.ts';

type Language = 'zh' | 'en';

const COLUMNS: readonly { zh: string; en: string; width: number; value: (row: CaseSummary) => string | number }[] = [
  { zh: '办件编号', en: 'Case', width: 26, value: (row) => row.case },
  { zh: '档号', en: 'Reference code', width: 30, value: (row) => row.referenceCode ?? '' },
  { zh: '事项', en: 'Matter', width: 30, value: (row) => row.matter },
  { zh: '部门', en: 'Department', width: 24, value: (row) => row.department },
  { zh: '状态', en: 'State', width: 14, value: (row) => row.stage },
  { zh: '等待', en: 'Waits for', width: 12, value: (row) => row.waitsFor },
  { zh: '受理时间', en: 'Accepted', width: 22, value: (row) => row.acceptedAt ?? '' },
  { zh: '办结时间', en: 'Closed', width: 22, value: (row) => row.closedAt ?? '' },
  { zh: '办理结果', en: 'Outcome', width: 10, value: (row) => row.outcome ?? '' },
  { zh: '缺材料', en: 'Missing', width: 8, value: (row) => row.missing },
  { zh: '材料', en: 'Materials', width: 8, value: (row) => row.materials },
  { zh: '文件', en: 'Files', width: 8, value: (row) => row.files },
  { zh: '利用', en: 'Uses', width: 8, value: (row) => row.uses },
];

/** A list of cases as a workbook: codes and times as they are kept, numbers as numbers, and every text as a text. */
export async function casesWorkbook(rows: readonly CaseSummary[], language: Language): Promise<Buffer> {
  const head = COLUMNS.map((column) => ({ value: column[language], type: String, fontWeight: 'bold' as const }));
  const cell = (value: string | number) =>
    typeof value === 'number' ? { value, type: Number } : { value: inert(value), type: String };
  const made = writeExcelFile([
    {
      sheet: language === 'zh' ? '办件' : 'Cases',
      columns: COLUMNS.map(({ width }) => ({ width })),
      data: [head, ...rows.map((row) => COLUMNS.map(({ value }) => cell(value(row))))],
    },
  ]);
  return (await made.toBuffer()) as Buffer;
}
