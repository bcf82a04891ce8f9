import type { Scope } from '@guidang/access';
import { splitReferenceCode } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { Standing } from './rules.ts';

export interface StandingRow {
  case_number: string;
  package: string | null;
  reference_code: string | null;
  matter_name: string;
  department_name: string;
  department_uscc: string;
  fonds: string;
  category: string | null;
  year: number | null;
  closed_at: Date | null;
  retention: string | null;
  prolonged: string | null;
  ends_at: Date | null;
  series: string | null;
  files: number;
  package_size: bigint | null;
  disposal: string | null;
  stored: boolean;
  in_list: string | null;
}

/** Columns of a package as lists are made of it; `c` is its case, `i` the item of the list that holds it: one that waits for a decision, or whose decision is not read back yet. */
export const STANDING_COLUMNS = `c.case_number, c.package, c.reference_code, c.matter_name, c.department_name, c.department_uscc, c.fonds, c.category, c.year,
  c.closed_at, c.retention, c.prolonged, c.ends_at, c.series, c.files, c.package_size, c.disposal, c.looked_at IS NOT NULL AS stored, i.list::text AS in_list`;
export const OPEN_ITEM = 'LEFT JOIN desk_item i ON i.case_number = c.case_number AND i.open';

/** @param series where each package would count, of those that are to be arranged anew */
export const standingOf = (row: StandingRow, series: string | null = null): Standing => ({
  ...{ case: row.case_number, package: row.package ?? '', referenceCode: row.reference_code ?? '' },
  ...{ matter: row.matter_name, department: row.department_name, departmentUscc: row.department_uscc },
  ...{ fonds: row.fonds, category: row.category ?? '', year: row.year ?? 0 },
  closedAt: row.closed_at?.toISOString() ?? '',
  retention: row.prolonged ?? row.retention ?? '',
  endsAt: row.ends_at?.toISOString() ?? null,
  was: row.series ?? splitReferenceCode(row.reference_code ?? '')?.series ?? null,
  ...{ series, files: row.files, bytes: Number(row.package_size ?? 0) },
  ...{ stored: row.stored, disposal: row.disposal, inList: row.in_list },
});

/** These packages as they stand now, as far as they are within the scope. */
export async function standingsOf(
  sql: SqlDoor,
  scope: Scope,
  numbers: readonly string[],
  series: ReadonlyMap<string, string> = new Map(),
): Promise<Map<string, Standing>> {
  const rows = await sql.query<StandingRow>(
    `SELECT ${STANDING_COLUMNS} FROM case_view c ${OPEN_ITEM} WHERE c.case_number = ANY($1::text[])
     AND ($2::text[] IS NULL OR c.department_uscc = ANY($2::text[]))`,
    [...numbers],
    scope === 'city' ? null : [...scope],
  );
  return new Map(rows.map((row) => [row.case_number, standingOf(row, series.get(row.case_number) ?? null)]));
}
