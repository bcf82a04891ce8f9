import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { DueGroup, DueList, DuePackage } from '../api/disposal.ts';
import { OPEN_ITEM, STANDING_COLUMNS, type StandingRow, standingOf } from '../desk/standing.ts';
import { type Paging, pageOf, placeOf } from './key-paging.ts';

export interface DueWanted {
  readonly department?: string | undefined;
  readonly category?: string | undefined;
  readonly retention?: string | undefined;
  readonly year?: number | undefined;
}

/** Which packages: by the end of their retention, or by when they were closed. */
export type DueBy =
  | { readonly what: 'retention'; readonly until: Date }
  | { readonly what: 'transfer'; readonly closedBefore: Date; readonly years: number };

interface Chosen {
  readonly where: string;
  readonly values: readonly unknown[];
  readonly column: 'ends_at' | 'closed_at';
}

/** Conditions, as the indexes of these lists have them (`case_view_list_ends`, `case_view_list_closed_stored`). */
function chosen(by: DueBy, wanted: DueWanted, scope: Scope): Chosen {
  const values: unknown[] = [scope === 'city' ? null : [...scope], wanted.department ?? null];
  values.push(wanted.category ?? null, wanted.retention ?? null, wanted.year ?? null);
  const common = `c.looked_at IS NOT NULL AND c.disposal IS DISTINCT FROM 'destroy'
    AND ($1::text[] IS NULL OR c.department_uscc = ANY($1::text[])) AND ($2::text IS NULL OR c.department_uscc = $2::text)
    AND ($3::text IS NULL OR c.category = $3::text) AND ($4::text IS NULL OR coalesce(c.prolonged, c.retention) = $4::text)
    AND ($5::int IS NULL OR c.year = $5::int)`;
  if (by.what === 'retention')
    return {
      where: `${common} AND c.ends_at IS NOT NULL AND c.ends_at <= $6`,
      values: [...values, by.until],
      column: 'ends_at',
    };
  // Kept for ever, or for as many years as the archives ask for.
  const long = `(coalesce(c.prolonged, c.retention) = 'Y' OR substr(coalesce(c.prolonged, c.retention), 2)::int >= $7)`;
  return {
    where: `${common} AND c.disposal IS DISTINCT FROM 'transfer' AND c.closed_at <= $6 AND ${long}`,
    values: [...values, by.closedBefore, by.years],
    column: 'closed_at',
  };
}

type Row = StandingRow & { scheme_id: string; scheme_version: number };
const FROM = `case_view c ${OPEN_ITEM}`;
const COLUMNS = `${STANDING_COLUMNS}, c.scheme_id, c.scheme_version`;

/** One page of what is due, the earliest first, and all of it in groups. */
export async function listDue(sql: SqlDoor, by: DueBy, wanted: DueWanted & Paging, scope: Scope): Promise<DueList> {
  const { where, values, column } = chosen(by, wanted, scope);
  const [page, groups] = await Promise.all([
    pageOf(
      { column: `c.${column}`, id: 'c.case_number', desc: false },
      { place: placeOf(wanted), size: wanted.size, at: values.length },
      (stretch) =>
        sql.query<Row>(
          `SELECT ${COLUMNS} FROM ${FROM} WHERE ${where} AND ${stretch.where} ${stretch.tail} LIMIT ${stretch.limit}`,
          ...values,
          ...stretch.values,
        ),
      (row) => ({ value: row[column]?.toISOString() ?? null, id: row.case_number }),
    ),
    groupsOf(sql, { where, values, column }),
  ]);
  const total = groups.reduce((sum, { packages }) => sum + packages, 0);
  return { ...page, total, rows: page.rows.map(shown), groups: groups.slice(0, 100) };
}

/** Rows of one export: beyond, it has to be narrowed down. */
export const MOST_DUE = 5_000;

/** All of what is due, as it is printed. */
export async function allDue(
  sql: SqlDoor,
  by: DueBy,
  wanted: DueWanted,
  scope: Scope,
): Promise<{ rows: DuePackage[]; groups: DueGroup[] }> {
  const found = chosen(by, wanted, scope);
  const [rows, groups] = await Promise.all([
    sql.query<Row>(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE ${found.where} ORDER BY c.reference_code LIMIT ${MOST_DUE}`,
      ...found.values,
    ),
    groupsOf(sql, found),
  ]);
  return { rows: rows.map(shown), groups };
}

interface GroupRow {
  fonds: string;
  department: string;
  category: string | null;
  retention: string;
  packages: bigint;
  files: bigint;
  bytes: bigint;
  first: Date | null;
}

async function groupsOf(sql: SqlDoor, { where, values, column }: Chosen): Promise<DueGroup[]> {
  const rows = await sql.query<GroupRow>(
    `SELECT c.fonds, c.department_name AS department, c.category, coalesce(c.prolonged, c.retention) AS retention, count(*) AS packages,
            sum(c.files) AS files, coalesce(sum(c.package_size), 0) AS bytes, min(c.${column}) AS first
     FROM case_view c WHERE ${where} GROUP BY 1, 2, 3, 4 ORDER BY packages DESC, 1, 2, 3, 4`,
    ...values,
  );
  return rows.map(({ fonds, department, category, retention, packages, files, bytes, first }) => ({
    ...{ fonds, department, category: category ?? '', retention, packages: Number(packages), files: Number(files) },
    ...{ bytes: Number(bytes), first: first?.toISOString() ?? null },
  }));
}

const shown = (row: Row): DuePackage => {
  const {
    case: number,
    referenceCode,
    matter,
    department,
    fonds,
    category,
    year,
    closedAt,
    retention,
    ...rest
  } = standingOf(row);
  return {
    ...{ case: number, referenceCode, matter, department, fonds, category, year, closedAt, retention },
    ...{ prolonged: row.prolonged !== null, endsAt: rest.endsAt },
    scheme: { id: row.scheme_id, version: row.scheme_version },
    ...{ files: rest.files, bytes: rest.bytes, package: rest.package, disposal: rest.disposal, inList: rest.inList },
  };
};
