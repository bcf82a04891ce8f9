import { Malformed, parseJson } from '@guidang/contracts';
import { parse } from 'csv-parse/sync';
import { MOST_COLUMNS, MOST_ROWS, type Table, tableOf, UnreadableSheet } from './table.ts';
import { readWorkbook } from './workbook.ts';

export const SHEET_TYPES = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
} as const;
export type SheetType = (typeof SHEET_TYPES)[keyof typeof SHEET_TYPES];

/** A list in any of the three forms. @throws UnreadableSheet */
export async function readTable(bytes: Buffer, type: SheetType): Promise<Table> {
  if (bytes.length === 0) throw new UnreadableSheet('EMPTY', '文件为空 / the file is empty');
  if (type === 'xlsx') return tableOf(await readWorkbook(bytes));
  return type === 'csv' ? tableOf(rowsOfCsv(textOf(bytes))) : tableOfJson(bytes);
}

/** UTF-8, or what spreadsheets here write where they are not asked: GB 18030, of which GBK is a part. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // not UTF-8: the other one, or nothing we can read
  }
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableSheet('ENCODING', '编码须为 UTF-8 或 GB 18030 / the encoding has to be UTF-8 or GB 18030');
  }
}

function rowsOfCsv(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: false,
      to: MOST_ROWS + 500,
    }) as string[][];
  } catch {
    throw new UnreadableSheet('NOT_CSV', '不是合法的 CSV,请检查引号 / not CSV (RFC 4180); please look at the quotes');
  }
}

/** `[{"task_code": …}, …]`: the members of all objects are the columns. */
function tableOfJson(bytes: Buffer): Table {
  const list = jsonOf(bytes);
  if (!Array.isArray(list) || !list.every((one) => one !== null && typeof one === 'object' && !Array.isArray(one)))
    throw new UnreadableSheet('NOT_A_LIST', '须为对象的数组 / an array of objects is needed');
  const headers = [...new Set(list.flatMap((one) => Object.keys(one as object)))];
  if (headers.length > MOST_COLUMNS)
    throw new UnreadableSheet('TOO_WIDE', `最多 ${MOST_COLUMNS} 列 / at most ${MOST_COLUMNS} columns`);
  const textOfValue = (value: unknown): unknown =>
    Array.isArray(value) ? value.join(',') : typeof value === 'object' ? null : value;
  return tableOf([
    headers,
    ...list.map((one) => headers.map((name) => textOfValue((one as Record<string, unknown>)[name]))),
  ]);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return parseJson(bytes, 16 * 1024 * 1024);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const [{ rule, message } = { rule: 'NOT_JSON', message: '' }] = error.faults;
    throw new UnreadableSheet(rule, message);
  }
}
