import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { StatTable } from '../src/api/work.ts';
import { statisticsPaper, statisticsWorkbook } from '../src/print/statistics.ts';
import { labelOf } from '../src/read/statistics.ts';

const table: StatTable = {
  ...{ id: 'department', zh: '按单位/部门', en: 'By unit' },
  columns: [
    { zh: '件数', en: 'Cases', unit: 'count' },
    { zh: '一次通过率', en: 'Passed', unit: 'percent' },
  ],
  rows: [
    { label: '=HYPERLINK("http://x")', values: [3, 99.5] },
    { label: '教育局\u0001', values: [4, 100] },
  ],
};

describe('the workbook', () => {
  it('holds numbers as numbers, and no text in it is ever computed', async () => {
    const rows = await readSheet(await statisticsWorkbook([table], 'zh'));
    expect(rows).toEqual([
      ['按单位/部门', '件数', '一次通过率'],
      [`'=HYPERLINK("http://x")`, 3, 99.5],
      ['教育局', 4, 100],
    ]);
  });
});

describe('the paper', () => {
  it('is a PDF, with a line where there is nothing to count', async () => {
    const pdf = await statisticsPaper([table, { ...table, rows: [] }], ['某局'], new Date(0));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('rows', () => {
  it.each([
    ['retention', 'Y', '永久', 'For ever'],
    ['retention', 'D30', '30 年', '30 years'],
    ['outcome', 'granted', '准予', 'Granted'],
    ['format', 'pdf', 'pdf', 'pdf'],
  ])('%s %s read %s and %s', (id, label, zh, en) => {
    expect([labelOf({ id }, label, 'zh'), labelOf({ id }, label, 'en')]).toEqual([zh, en]);
  });
});
