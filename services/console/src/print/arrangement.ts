import type { ArrangedGroup } from '../api/arrangement.ts';
import { printTable } from './paper.ts';
import { retentionIn } from './registers.ts';
import { type Language, type SheetColumn, sheetOf, workbook } from './workbook.ts';

const years = (code: string | null, language: Language): string => (code === null ? '' : retentionIn(code, language));
const COLUMNS: readonly SheetColumn<ArrangedGroup>[] = [
  { zh: '全宗', en: 'Fonds', width: 8, value: (row) => row.fonds },
  { zh: '立档单位', en: 'Department', width: 22, value: (row) => row.department },
  { zh: '年度', en: 'Year', width: 8, value: (row) => row.year },
  { zh: '保管期限', en: 'Retention', width: 10, value: (row, language) => years(row.retention, language) },
  { zh: '事项', en: 'Matter', width: 28, value: (row) => row.matter.name },
  { zh: '归档依据', en: 'Archived by', width: 20, value: (row) => `${row.scheme.id}@${row.scheme.version}` },
  { zh: '现归类（档号，不含件号）', en: 'Counts under', width: 30, value: (row) => row.was },
  { zh: '比照版本', en: 'Compared with version', width: 10, value: (row) => row.target ?? '' },
  { zh: '应归类（档号，不含件号）', en: 'Would count under', width: 30, value: (row) => row.would ?? '' },
  { zh: '类目', en: 'Class', width: 20, value: (row) => row.classNames.join(' · ') },
  {
    ...{ zh: '方案期限不同', en: 'Retention of the version', width: 12 },
    value: (row, language) => years(row.otherRetention, language),
  },
  { zh: '件数', en: 'Packages', width: 8, value: (row) => row.packages },
  { zh: '文件数', en: 'Files', width: 8, value: (row) => row.files },
];

/** The comparison as a workbook. */
export const arrangementWorkbook = (rows: readonly ArrangedGroup[], language: Language): Promise<Buffer> =>
  workbook([sheetOf({ zh: '整理比照', en: 'Arrangement', columns: COLUMNS, rows }, language)]);

/** The comparison on paper. */
export const arrangementPaper = (rows: readonly ArrangedGroup[], notes: readonly string[], at: Date): Promise<Buffer> =>
  printTable(
    {
      ...{ title: '档案整理比照清单', notes },
      columns: COLUMNS.map(({ zh, width }) => ({ title: zh, width })),
      rows: rows.map((row) => COLUMNS.map(({ value }) => String(value(row, 'zh')))),
    },
    at,
  );
