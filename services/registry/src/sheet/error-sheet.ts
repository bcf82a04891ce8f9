import type { RowFault } from './check-matters.ts';
import { csv } from './inert.ts';
import type { Table } from './table.ts';
import { writeWorkbook } from './workbook.ts';

/** What an import did not take: what was handed in, and what is wrong with it. */
export interface ErrorSheet {
  readonly headers: readonly string[];
  readonly rows: Table['rows'];
  readonly faults: readonly RowFault[];
}

const HEAD = ['行 / row', '字段 / field', '规则 / rule', '如何修改 / how to mend'] as const;
const faultRows = (faults: readonly RowFault[]): (string | number)[][] =>
  faults.map(({ row, field, rule, how }) => [row, field, rule, how]);

export const errorCsv = ({ faults }: ErrorSheet): string => csv([HEAD, ...faultRows(faults)]);

/** Two sheets: what was handed in, with a column that says what is wrong, to be mended and handed in again; and all faults as a list. */
export function errorWorkbook({ headers, rows, faults }: ErrorSheet): Promise<Buffer> {
  const byRow = Map.groupBy(faults, ({ row }) => row);
  const said = (row: number): string => (byRow.get(row) ?? []).map(({ field, how }) => `${field}: ${how}`).join('\n');
  return writeWorkbook([
    { name: '数据', rows: [[...headers, '问题'], ...rows.map(({ row, cells }) => [...cells, said(row)])] },
    { name: '问题清单', rows: [HEAD, ...faultRows(faults)] },
  ]);
}
