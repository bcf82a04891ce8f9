import type { Fault } from '@guidang/contracts';

/** A list as it was handed in: texts alone, with the numbers that its rows have in the file (the header is row 1). */
export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** What is wrong with a file as a whole. */
export class UnreadableSheet extends Error {
  override readonly name = 'UnreadableSheet';
  readonly fault: Fault;
  constructor(rule: string, message: string) {
    super(message);
    this.fault = { field: 'file', rule, message };
  }
}

export const MOST_ROWS = 5_000;
export const MOST_COLUMNS = 80;
const MOST_CELL = 4_000;

/** Rows of cells as a table; rows in which nothing stands are passed over and keep their numbers. @throws UnreadableSheet */
export function tableOf(cells: readonly (readonly unknown[])[]): Table {
  const [header = [], ...rest] = cells;
  const headers = header.map((cell) => plain(cell));
  while (headers.at(-1) === '') headers.pop();
  if (headers.length === 0)
    throw new UnreadableSheet('NO_HEADER', '第一行须为列名 / the first row has to name the columns');
  if (headers.length > MOST_COLUMNS)
    throw new UnreadableSheet('TOO_WIDE', `最多 ${MOST_COLUMNS} 列 / at most ${MOST_COLUMNS} columns`);
  const rows = rest
    .map((row, at) => ({ row: at + 2, cells: headers.map((_, column) => plain(row[column])) }))
    .filter((row) => row.cells.some((cell) => cell !== ''));
  if (rows.length === 0) throw new UnreadableSheet('NO_ROWS', '没有数据行 / there are no rows');
  if (rows.length > MOST_ROWS)
    throw new UnreadableSheet(
      'TOO_MANY_ROWS',
      `最多 ${MOST_ROWS} 行，请分批导入 / at most ${MOST_ROWS} rows, please import in parts`,
    );
  return { headers, rows };
}

/** A cell as text. What our own exports put before a formula to keep it still is taken off again. */
function plain(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  const text = (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)).trim();
  return (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text).slice(0, MOST_CELL);
}
