import type { Matter } from '../tables/matters.ts';
import { csv } from './inert.ts';
import { MATTER_COLUMNS } from './matter-columns.ts';
import { writeWorkbook } from './workbook.ts';

/** Matters as a list that can be taken in again as it is. */
function rowsOf(matters: readonly Matter[]): (string | number | null)[][] {
  const more = [...new Set(matters.flatMap(({ extra }) => Object.keys(extra)))].sort();
  return [
    [...MATTER_COLUMNS.map(({ id }) => id), ...more],
    ...matters.map((matter) => [
      ...[matter.code, matter.name, matter.type, matter.department, matter.applicants.join(','), matter.kind],
      ...[matter.statutoryDays, matter.promisedDays, matter.active ? '1' : '2'],
      ...more.map((name) => matter.extra[name] ?? ''),
    ]),
  ];
}

export const mattersCsv = (matters: readonly Matter[]): string => csv(rowsOf(matters));
export const mattersWorkbook = (matters: readonly Matter[]): Promise<Buffer> =>
  writeWorkbook([{ name: '事项', rows: rowsOf(matters) }]);
