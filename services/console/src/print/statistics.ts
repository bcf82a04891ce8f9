import writeExcelFile from 'write-excel-file/node';
import type { StatColumn, StatTable } from '../api/work.ts';
import { labelOf } from '../read/statistics.ts';
import { inert } from './inert.ts';
import { openPaper, writeHead, writeTable } from './paper.ts';

type Language = 'zh' | 'en';

/** A workbook with a sheet for each table; numbers are numbers, every text is a text. */
export async function statisticsWorkbook(tables: readonly StatTable[], language: Language): Promise<Buffer> {
  const made = writeExcelFile(
    tables.map((table) => ({
      sheet: table[language].replace(/[[\]:*?/\\]/g, ' ').slice(0, 31),
      columns: [{ width: 34 }, ...table.columns.map(() => ({ width: 18 }))],
      data: [
        [table[language], ...table.columns.map((column) => column[language])].map((value) => ({
          value,
          type: String,
          fontWeight: 'bold' as const,
        })),
        ...table.rows.map(({ label, values }) => [
          { value: inert(labelOf(table, label, language)), type: String },
          ...values.map((value) => ({ value, type: Number })),
        ]),
      ],
    })),
  );
  return (await made.toBuffer()) as Buffer;
}

const NUMBERS = new Intl.NumberFormat('en-US');
const shown = (value: number, { unit }: StatColumn): string =>
  unit === 'percent' ? `${value}%` : NUMBERS.format(value);

/** The same tables on paper, one below the other. */
export async function statisticsPaper(
  tables: readonly StatTable[],
  notes: readonly string[],
  at: Date,
): Promise<Buffer> {
  const title = '档案统计报表';
  const { paper, close } = openPaper(title, 'portrait', at);
  writeHead(paper, title, notes);
  for (const table of tables) {
    if (paper.y > paper.page.height - 140) paper.addPage();
    paper.moveDown(0.8).font('bold').fontSize(11).fillColor('#000').text(table.zh);
    paper.moveDown(0.2);
    writeTable(paper, {
      columns: [
        { title: '项目', width: 40 },
        ...table.columns.map(({ zh }) => ({ title: zh, width: 20, align: 'right' as const })),
      ],
      rows:
        table.rows.length === 0
          ? [['（无数据）', ...table.columns.map(() => '')]]
          : table.rows.map(({ label, values }) => [
              labelOf(table, label, 'zh'),
              ...values.map((value, index) => shown(value, table.columns[index]!)),
            ]),
    });
  }
  return close();
}
