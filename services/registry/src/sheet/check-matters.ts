import type { Matter } from '../tables/matters.ts';
import { type Column, MATTER_COLUMNS } from './matter-columns.ts';
import type { Table } from './table.ts';

/** What is wrong in a row: which field, which rule, how to mend it. */
export interface RowFault {
  /** As numbered in the file; 1 is the header. */
  readonly row: number;
  /** Name of the column as the file has it, or as it should be. */
  readonly field: string;
  readonly rule: string;
  readonly how: string;
}

const MOST_EXTRA = 40;
/** Columns that our own error sheets add. */
const OURS = new Set(['问题', '问题 / faults']);

const norm = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_*]/g, '');

/** Checks a list row by row: codes by their check characters and lists, departments by what is registered, rows against one another. Pure. */
export function checkMatters(
  table: Table,
  departments: ReadonlySet<string>,
): { matters: Matter[]; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const places = placesOf(table.headers, faults);
  if (faults.length > 0) return { matters: [], faults };
  const first = new Map<string, number>();
  const matters = table.rows.flatMap(({ row, cells }) => {
    const before = faults.length;
    const said = new Map<string, unknown>();
    for (const [column, at] of places) {
      const read = column.read(at === undefined ? '' : (cells[at] ?? ''));
      if ('rule' in read)
        faults.push({ row, field: at === undefined ? column.zh : table.headers[at]!, rule: read.rule, how: read.how });
      else said.set(column.id, read.value);
    }
    faults.push(...betweenCells(row, said, departments, first));
    return faults.length > before ? [] : [matterOf(said, extraOf(table.headers, cells, places))];
  });
  return { matters, faults };
}

function placesOf(headers: readonly string[], faults: RowFault[]): Map<Column, number | undefined> {
  const names = headers.map(norm);
  return new Map(
    MATTER_COLUMNS.map((column) => {
      const wanted = new Set([column.id, column.zh, ...column.also].map(norm));
      const found = names.flatMap((name, at) => (wanted.has(name) ? [at] : []));
      if (found.length > 1)
        faults.push({
          row: 1,
          field: column.zh,
          rule: 'COLUMN_TWICE',
          how: `列“${column.zh}”出现多次，请只留一列 / the column stands twice`,
        });
      if (found.length === 0 && column.needed)
        faults.push({
          row: 1,
          field: column.zh,
          rule: 'COLUMN_MISSING',
          how: `缺少列“${column.zh}”(${column.id})/ the column is missing`,
        });
      return [column, found[0]] as const;
    }),
  );
}

function betweenCells(
  row: number,
  said: ReadonlyMap<string, unknown>,
  departments: ReadonlySet<string>,
  first: Map<string, number>,
): RowFault[] {
  const faults: RowFault[] = [];
  const say = (field: string, rule: string, how: string): void => void faults.push({ row, field, rule, how });
  const [code, department] = [said.get('task_code'), said.get('dept_code')];
  if (typeof code === 'string') {
    const earlier = first.get(code);
    if (earlier === undefined) first.set(code, row);
    else say('实施编码', 'TWICE', `与第 ${earlier} 行相同 / the same as in row ${earlier}`);
    if (typeof department === 'string' && !code.startsWith(department))
      say(
        '实施主体编码',
        'CODE_DEPARTMENT',
        '须与实施编码的前 18 位相同 / has to be the first 18 characters of the code',
      );
  }
  if (typeof department === 'string' && !departments.has(department))
    say(
      '实施主体编码',
      'DEPARTMENT_UNKNOWN',
      '组织机构中没有此单位，请先登记 / this department is not registered, please add it first',
    );
  return faults;
}

/** What the list says beside what we ask for: kept, so that nothing of it is lost. */
function extraOf(
  headers: readonly string[],
  cells: readonly string[],
  places: ReadonlyMap<Column, number | undefined>,
): Record<string, string> {
  const ours = new Set([...places.values()]);
  const extra = headers.flatMap((name, at): [string, string][] => {
    const cell = cells[at] ?? '';
    return ours.has(at) || name === '' || OURS.has(name) || cell === ''
      ? []
      : [[name.slice(0, 60), cell.replaceAll(/\p{Cc}/gu, ' ')]];
  });
  return Object.fromEntries(extra.slice(0, MOST_EXTRA));
}

const matterOf = (said: ReadonlyMap<string, unknown>, extra: Record<string, string>): Matter =>
  ({
    code: said.get('task_code'),
    name: said.get('task_name'),
    type: said.get('task_type'),
    department: said.get('dept_code'),
    applicants: said.get('server_type'),
    kind: said.get('project_type'),
    statutoryDays: said.get('anticipate_day'),
    promisedDays: said.get('promise_day'),
    active: said.get('task_state'),
    extra,
  }) as Matter;
