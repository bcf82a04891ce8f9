import { CaseNumber } from '@guidang/contracts';
import { CannotAudit } from '../source/open-dump.ts';

/** Names of the column that holds case numbers, as publishers call it. */
const NAMES: readonly string[] = ['办件编号', '办件号', '业务流水号', 'case', 'case_number', 'project_id'];
const MOST = 5_000_000;

/** A row whose case number is none. */
export interface OddRow {
  readonly line: number;
  readonly text: string;
}

/** A publisher's own list of its cases. */
export interface PublishersList {
  readonly cases: ReadonlySet<string>;
  readonly odd: readonly OddRow[];
}

/**
 * Reads a list in CSV (RFC 4180, UTF-8 with or without BOM, comma or semicolon or tab): the column named like a case number, or the first one where no column is named.
 * @throws CannotAudit where there is no case number in it at all
 */
export function openPublishersList(text: string): PublishersList {
  const rows = rowsOf(text.replace(/^\ufeff/, ''));
  const [head] = rows;
  const named = head?.cells.findIndex((cell) => NAMES.includes(cell.trim().toLowerCase())) ?? -1;
  const column = Math.max(named, 0);
  const cases = new Set<string>();
  const odd: OddRow[] = [];
  for (const { line, cells } of named >= 0 ? rows.slice(1) : rows) {
    const cell = (cells[column] ?? '').trim();
    if (cell === '' && cells.every((one) => one.trim() === '')) continue;
    if (CaseNumber.safeParse(cell).success) cases.add(cell);
    // A first row without any digits is a heading in words of its own.
    else if (!(line === 1 && named < 0 && !/\d/.test(cell))) odd.push({ line, text: cell.slice(0, 60) });
    if (cases.size > MOST) throw new CannotAudit(`清单超过 ${MOST} 行 / the list has more than ${MOST} rows`);
  }
  if (cases.size === 0) throw new CannotAudit('清单中没有办件编号 / there is no case number in the list (CSV, UTF-8)');
  return { cases, odd };
}

/** Cells of a text in CSV; a quoted cell may hold separators and line feeds. */
function rowsOf(text: string): { line: number; cells: string[] }[] {
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const separator = [';', '\t'].find((one) => firstLine.split(one).length > firstLine.split(',').length) ?? ',';
  const rows: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begun = 1;
  const endCell = (): void => {
    cells.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    rows.push({ line: begun, cells });
    cells = [];
  };
  for (let at = 0; at < text.length; at++) {
    const one = text[at]!;
    if (one === '\n') line += 1;
    if (quoted) {
      if (one !== '"') cell += one;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (one === '"' && cell === '') quoted = true;
    else if (one === separator) endCell();
    else if (one === '\n') {
      endRow();
      begun = line;
    } else if (one !== '\r') cell += one;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}
