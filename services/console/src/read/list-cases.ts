import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { CaseList, CaseSummary } from '../api/cases.ts';
import type { CaseRow } from '../fold/case.ts';

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
  readonly sort: 'accepted' | 'stage' | 'closed' | 'case';
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly size: number;
}

const SORTS = { accepted: 'accepted_at', stage: 'stage_at', closed: 'closed_at', case: 'case_number' } as const;
/** Words of the screen for several stages at once. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  archived: ['stored', 'indexed'],
  'under-way': ['captured', 'checked', 'sealed', 'packaged'],
  'pre-archive': ['open', 'captured', 'review', 'refused', 'checked', 'sealed', 'packaged', 'package-refused'],
};
/** Beyond that nobody pages, and counting is not worth its while. */
const MOST_COUNTED = 100_000;

const escaped = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`);

/** The conditions of a wish, as SQL with its values. The scope comes first, whatever else is asked for. */
export function conditionsOf(
  wanted: Omit<Wanted, 'sort' | 'order' | 'page' | 'size'>,
  scope: Scope,
): { sql: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (sql: (at: string) => string, value: unknown): void => {
    values.push(value);
    parts.push(sql(`$${values.length}`));
  };
  if (scope !== 'city') add((at) => `department_uscc = ANY(${at}::text[])`, [...scope]);
  for (const word of (wanted.q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8))
    add((at) => `text LIKE ${at}`, `%${escaped(word)}%`);
  if (wanted.stage !== undefined) add((at) => `stage = ANY(${at}::text[])`, GROUPS[wanted.stage] ?? [wanted.stage]);
  if (wanted.department !== undefined) add((at) => `department_uscc = ${at}`, wanted.department);
  if (wanted.matter !== undefined) add((at) => `matter_code = ${at}`, wanted.matter);
  if (wanted.missing === 'yes') parts.push("missing <> '{}'");
  if (wanted.year !== undefined) add((at) => `year = ${at}`, wanted.year);
  if (wanted.outcome !== undefined) add((at) => `outcome = ${at}`, wanted.outcome);
  if (wanted.retention !== undefined) add((at) => `retention = ${at}`, wanted.retention);
  if (wanted.from !== undefined) add((at) => `accepted_at >= ${at}::timestamptz`, `${wanted.from}T00:00:00+08:00`);
  if (wanted.until !== undefined)
    add((at) => `accepted_at < ${at}::timestamptz + interval '1 day'`, `${wanted.until}T00:00:00+08:00`);
  return { sql: parts.length === 0 ? 'true' : parts.join(' AND '), values };
}

/** One page of cases inside the scope. */
export async function listCases(door: SqlDoor, wanted: Wanted, scope: Scope): Promise<CaseList> {
  const { sql, values } = conditionsOf(wanted, scope);
  const order = `${SORTS[wanted.sort]} ${wanted.order === 'asc' ? 'ASC NULLS LAST' : 'DESC NULLS LAST'}, case_number`;
  const [rows, counted] = await Promise.all([
    door.query<{ row: CaseRow }>(
      `SELECT to_jsonb(c) - 'steps' - 'text' AS row FROM case_view c WHERE ${sql} ORDER BY ${order}
       LIMIT ${wanted.size} OFFSET ${(wanted.page - 1) * wanted.size}`,
      ...values,
    ),
    door.query<{ n: bigint }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM case_view WHERE ${sql} LIMIT ${MOST_COUNTED}) counted`,
      ...values,
    ),
  ]);
  return { total: Number(counted[0]?.n ?? 0), rows: rows.map(({ row }) => summaryOf(row)) };
}

const summaryOf = (row: CaseRow): CaseSummary => ({
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
