import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { CaseList, CaseSummary } from '../api/cases.ts';
import type { CaseRow } from '../fold/case.ts';
import { type Paging, pageOf, placeOf } from './key-paging.ts';

/** What of the cases is wanted; what is left out is not asked for. */
export interface Wanted {
  readonly q?: string | undefined;
  readonly stage?: string | undefined;
  readonly department?: string | undefined;
  readonly matter?: string | undefined;
  readonly missing?: 'yes' | undefined;
  readonly year?: number | undefined;
  readonly outcome?: string | undefined;
  readonly retention?: string | undefined;
  /** Days by the clock of Dongguan, the last one included. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}
/** One page of them, in an order. */
export interface WantedPage extends Wanted, Paging {
  readonly sort: 'accepted' | 'stage' | 'closed' | 'case';
  readonly order: 'asc' | 'desc';
}

const SORTS = { accepted: 'accepted_at', stage: 'stage_at', closed: 'closed_at', case: null } as const;
/** Stages of what is held. Statistics are added up by them (read/totals.ts): where they change, a migration says `SELECT statistic_mark_all()`. */
export const ARCHIVED: readonly string[] = ['stored', 'indexed'];
/** Words of the screen for several stages at once. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  archived: ARCHIVED,
  'under-way': ['captured', 'checked', 'sealed', 'packaged'],
  'pre-archive': ['open', 'captured', 'review', 'refused', 'checked', 'sealed', 'packaged', 'package-refused'],
};
/** Beyond that nobody pages, and counting is not worth its while; less of it where every row has to be looked into for a word. */
const MOST_COUNTED = { rows: 100_000, words: 10_000 };
/** Words found in more cases than that are common: their cases are met soon by walking along the order that is wanted. */
const MOST_RARE = 2_000;

const escaped = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`);
const patternsOf = (q: string): string[] =>
  q
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => `%${escaped(word)}%`);

/** The conditions of a wish, as SQL with its values. The scope comes first, whatever else is asked for. */
export function conditionsOf(
  wanted: Wanted & { readonly numbers?: readonly string[] | undefined },
  scope: Scope,
): { sql: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (sql: (at: string) => string, value: unknown): void => {
    values.push(value);
    parts.push(sql(`$${values.length}`));
  };
  if (scope !== 'city') add((at) => `department_uscc = ANY(${at}::text[])`, [...scope]);
  if (wanted.numbers !== undefined) add((at) => `case_number = ANY(${at}::text[])`, wanted.numbers);
  for (const pattern of patternsOf(wanted.q ?? '')) add((at) => `text LIKE ${at}`, pattern);
  if (wanted.stage !== undefined) add((at) => `stage = ANY(${at}::text[])`, GROUPS[wanted.stage] ?? [wanted.stage]);
  if (wanted.department !== undefined) add((at) => `department_uscc = ${at}`, wanted.department);
  if (wanted.matter !== undefined) add((at) => `matter_code = ${at}`, wanted.matter);
  if (wanted.missing === 'yes') parts.push("missing <> '{}'");
  if (wanted.year !== undefined) add((at) => `year = ${at}`, wanted.year);
  if (wanted.outcome !== undefined) add((at) => `outcome = ${at}`, wanted.outcome);
  if (wanted.retention !== undefined) add((at) => `coalesce(prolonged, retention) = ${at}`, wanted.retention);
  if (wanted.from !== undefined) add((at) => `accepted_at >= ${at}::timestamptz`, `${wanted.from}T00:00:00+08:00`);
  if (wanted.until !== undefined)
    add((at) => `accepted_at < ${at}::timestamptz + interval '1 day'`, `${wanted.until}T00:00:00+08:00`);
  return { sql: parts.length === 0 ? 'true' : parts.join(' AND '), values };
}

/** One page of cases inside the scope. */
export async function listCases(door: SqlDoor, wanted: WantedPage, scope: Scope): Promise<CaseList> {
  const { q, sort, order, size, ...rest } = wanted;
  const numbers = q === undefined ? undefined : await rareHits(door, q);
  const common = numbers === undefined ? q : undefined;
  const most = common === undefined ? MOST_COUNTED.rows : MOST_COUNTED.words;
  const { sql, values } = conditionsOf({ ...rest, numbers }, scope);
  const whole = conditionsOf({ ...rest, numbers, q: common }, scope);
  const words = patternsOf(common ?? '');
  const like = (at: number): string => words.map((_, n) => `AND text LIKE $${at + n + 1}`).join(' ');
  const [page, counted] = await Promise.all([
    pageOf(
      { column: SORTS[sort], id: 'case_number', desc: order === 'desc' },
      { place: placeOf(wanted), size, at: values.length },
      ({ where, values: more, tail, limit }) =>
        // Words are looked for outside, so that the order is walked along and each row asked: how common they are the planner does not know behind the wall.
        door.query<{ row: CaseRow }>(
          `SELECT to_jsonb(c) - 'steps' - 'text' AS row FROM (SELECT * FROM case_view WHERE ${sql} AND ${where} ${tail} OFFSET 0) c
           WHERE true ${like(values.length + more.length)} LIMIT ${limit}`,
          ...values,
          ...more,
          ...words,
        ),
      ({ row }) => ({ value: timeOf(row, SORTS[sort]), id: row.case_number }),
    ),
    door.query<{ n: bigint }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM case_view WHERE ${whole.sql} LIMIT ${most}) counted`,
      ...whole.values,
    ),
  ]);
  const total = Number(counted[0]?.n ?? 0);
  return { ...page, total, more: total === most, rows: page.rows.map(({ row }) => summaryOf(row)) };
}

/** Rows of one exported list: beyond, it has to be narrowed down. */
export const MOST_EXPORTED = 10_000;

/** All of a list, or those of it that were chosen, in its order; one more than may be exported where there are too many. */
export async function exportCases(
  door: SqlDoor,
  {
    sort,
    order,
    ...wanted
  }: Wanted & Pick<WantedPage, 'sort' | 'order'> & { readonly numbers?: readonly string[] | undefined },
  scope: Scope,
): Promise<CaseSummary[]> {
  const { sql, values } = conditionsOf(wanted, scope);
  const column = SORTS[sort] ?? 'case_number';
  const rows = await door.query<{ row: CaseRow }>(
    `SELECT to_jsonb(c) - 'steps' - 'text' AS row FROM (
       SELECT * FROM case_view WHERE ${sql} ORDER BY ${column} ${order === 'asc' ? 'ASC' : 'DESC'} NULLS LAST, case_number LIMIT ${MOST_EXPORTED + 1}) c`,
    ...values,
  );
  return rows.map(({ row }) => summaryOf(row));
}

/** Cases in which all the words are found, by the index of their parts; undefined where they are so many that the index is of no use. */
async function rareHits(door: SqlDoor, q: string): Promise<string[] | undefined> {
  const rows = await door.query<{ case_number: string }>(
    'SELECT case_number FROM console_found($1::text[], $2::int) AS case_number',
    patternsOf(q),
    MOST_RARE + 1,
  );
  return rows.length > MOST_RARE ? undefined : rows.map(({ case_number }) => case_number);
}

function timeOf(row: CaseRow, column: 'accepted_at' | 'stage_at' | 'closed_at' | null): string | null {
  const time = column === null ? null : row[column];
  return time === null ? null : new Date(time).toISOString();
}

export const summaryOf = (row: CaseRow): CaseSummary => ({
  ...{
    case: row.case_number,
    referenceCode: row.reference_code,
    matter: row.matter_name,
    department: row.department_name,
  },
  ...{
    stage: row.stage,
    stageAt: row.stage_at,
    waitsFor: row.waits_for,
    acceptedAt: row.accepted_at,
    closedAt: row.closed_at,
  },
  ...{ outcome: row.outcome, missing: row.missing.length, materials: row.materials, files: row.files, uses: row.uses },
});
