import type { Scope } from '@guidang/access';
import type { Finding, InspectedCopy } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { FixityOverview, FixityRound, FixityState, InspectedList, InspectedPackage } from '../api/fixity.ts';
import { described } from './findings.ts';
import { type Paging, pageOf, placeOf } from './key-paging.ts';
import { elsewhereStands } from './received.ts';

/** DA/T 92-2022 9.4: archived material is checked once a year at least. */
const MOST_DAYS = 365;
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

export interface FixityWanted {
  readonly department?: string | undefined;
}

/** When a package has to be looked at again, and by when it must have been. */
export interface FixityPolicy {
  readonly days: number;
  /** milliseconds since 1970 */
  readonly now: number;
}
const mostOf = (days: number): number => Math.max(MOST_DAYS, days);
const ago = (now: number, days: number): Date => new Date(now - days * DAY_MS);

const conditionsOf = ({ department }: FixityWanted, scope: Scope): { where: string; values: unknown[] } => ({
  where:
    '($1::text[] IS NULL OR department_uscc = ANY($1::text[])) AND ($2::text IS NULL OR department_uscc = $2::text)',
  values: [scope === 'city' ? null : [...scope], department ?? null],
});

interface Counted {
  held: bigint;
  never: bigint;
  due: bigint;
  overdue: bigint;
  soon: bigint;
  attention: bigint;
  damaged: bigint;
  next: Date | null;
}

/** How the rounds over what is stored stand: what is due by the policy, what was found, how fast it goes, and year by year. */
export async function fixityOverview(
  sql: SqlDoor,
  wanted: FixityWanted,
  scope: Scope,
  { days, now }: FixityPolicy,
): Promise<FixityOverview> {
  const { where, values } = conditionsOf(wanted, scope);
  const [[counted], [looks], rounds, elsewhere] = await Promise.all([
    sql.query<Counted>(
      `SELECT count(*) AS held, count(*) FILTER (WHERE inspection IS NULL) AS never, count(*) FILTER (WHERE looked_at <= $3) AS due,
              count(*) FILTER (WHERE looked_at <= $4) AS overdue, count(*) FILTER (WHERE looked_at > $3 AND looked_at <= $5) AS soon,
              count(*) FILTER (WHERE inspection = 'attention') AS attention, count(*) FILTER (WHERE inspection = 'damaged') AS damaged,
              min(looked_at) FILTER (WHERE looked_at > $3) AS next
       FROM case_view WHERE looked_at IS NOT NULL AND ${where}`,
      ...values,
      ...[ago(now, days), ago(now, mostOf(days)), ago(now, days - SOON_DAYS)],
    ),
    sql.query<{ last: Date | null; day: bigint; week: bigint }>(
      `SELECT max(at) AS last, count(*) FILTER (WHERE at > $3) AS day, count(*) FILTER (WHERE at > $4) AS week
       FROM inspection_view WHERE ${where}`,
      ...values,
      ...[ago(now, 1), ago(now, 7)],
    ),
    roundsOf(sql, wanted, scope, now),
    scope === 'city' && wanted.department === undefined ? elsewhereStands(sql, ago(now, mostOf(days))) : null,
  ]);
  const { held, never, due, overdue, soon, attention, damaged, next } = counted!;
  return {
    policy: { days, mostDays: mostOf(days) },
    ...{ held: Number(held), never: Number(never), due: Number(due), overdue: Number(overdue), soon: Number(soon) },
    ...{ attention: Number(attention), damaged: Number(damaged) },
    nextDue: next === null ? null : new Date(next.getTime() + days * DAY_MS).toISOString(),
    lastLook: looks!.last?.toISOString() ?? null,
    ...{ looksOfDay: Number(looks!.day), looksOfWeek: Number(looks!.week), rounds, elsewhere },
  };
}

interface Looked {
  year: number;
  looks: bigint;
  inspected: bigint;
  answered: bigint;
  attention: bigint;
  damaged: bigint;
  first: Date;
  last: Date;
}

/** Years by the clock of Dongguan, from the first package on, newest first. */
async function roundsOf(sql: SqlDoor, wanted: FixityWanted, scope: Scope, now: number): Promise<FixityRound[]> {
  const { where, values } = conditionsOf(wanted, scope);
  const [stored, looked] = await Promise.all([
    sql.query<{ year: number; n: bigint }>(
      `SELECT extract(year FROM stored_at AT TIME ZONE 'Asia/Shanghai')::int AS year, count(*) AS n
       FROM case_view WHERE looked_at IS NOT NULL AND ${where} GROUP BY 1 ORDER BY 1`,
      ...values,
    ),
    sql.query<Looked>(
      // Each package once for each year first, so that nothing has to be told apart afterwards.
      `SELECT i.year, sum(i.looks) AS looks, count(*) AS inspected, min(i.first) AS first, max(i.last) AS last,
              count(*) FILTER (WHERE c.stored_at < make_timestamptz(i.year, 1, 1, 0, 0, 0, 'Asia/Shanghai')) AS answered,
              count(*) FILTER (WHERE i.attention) AS attention, count(*) FILTER (WHERE i.damaged) AS damaged
       FROM (SELECT case_number, extract(year FROM at AT TIME ZONE 'Asia/Shanghai')::int AS year, count(*) AS looks, min(at) AS first, max(at) AS last,
                    bool_or(outcome = 'attention') AS attention, bool_or(outcome = 'damaged') AS damaged
             FROM inspection_view WHERE ${where} GROUP BY 1, 2) i
       JOIN case_view c ON c.case_number = i.case_number GROUP BY 1`,
      ...values,
    ),
  ]);
  const first = stored[0]?.year;
  if (first === undefined) return [];
  const thisYear = new Date(now + 8 * 3_600_000).getUTCFullYear();
  const rounds: FixityRound[] = [];
  let before = 0;
  for (let year = first; year <= thisYear; year++) {
    const held = before + Number(stored.find((one) => one.year === year)?.n ?? 0);
    rounds.unshift(
      roundOf(
        year,
        held,
        before,
        looked.find((one) => one.year === year),
      ),
    );
    before = held;
  }
  return rounds;
}

function roundOf(year: number, held: number, obliged: number, looked: Looked | undefined): FixityRound {
  const days = looked ? Math.max(1, (looked.last.getTime() - looked.first.getTime()) / DAY_MS) : 0;
  return {
    ...{ year, held, obliged, answered: Number(looked?.answered ?? 0), inspected: Number(looked?.inspected ?? 0) },
    ...{ attention: Number(looked?.attention ?? 0), damaged: Number(looked?.damaged ?? 0) },
    ...{ first: looked?.first.toISOString() ?? null, last: looked?.last.toISOString() ?? null },
    perDay: looked ? Math.round((Number(looked.looks) / days) * 10) / 10 : null,
  };
}

interface Row {
  case_number: string;
  reference_code: string | null;
  matter_name: string;
  department_name: string;
  stored_at: Date;
  looked_at: Date;
  inspection: InspectedPackage['outcome'];
  copies: InspectedCopy[] | null;
  findings: Finding[] | null;
}

/** Packages by when they were looked at last: those with something found newest first, all others longest ago first. */
export async function listInspected(
  sql: SqlDoor,
  wanted: FixityWanted & Paging & { readonly state: FixityState },
  scope: Scope,
  policy: FixityPolicy,
): Promise<InspectedList> {
  const { where, values, desc } = stateOf(wanted, scope, policy);
  const [page, counted] = await Promise.all([
    pageOf(
      { column: 'looked_at', id: 'case_number', desc },
      { place: placeOf(wanted), size: wanted.size, at: values.length },
      (stretch) =>
        sql.query<Row>(
          `SELECT c.*, i.copies, i.findings
           FROM (SELECT case_number, reference_code, matter_name, department_name, stored_at, looked_at, inspection FROM case_view
                 WHERE looked_at IS NOT NULL AND ${where} AND ${stretch.where} ${stretch.tail} LIMIT ${stretch.limit}) c
           LEFT JOIN LATERAL (SELECT copies, findings FROM inspection_view WHERE case_number = c.case_number
                              ORDER BY at DESC LIMIT 1) i ON true
           ${stretch.tail}`,
          ...values,
          ...stretch.values,
        ),
      ({ looked_at, case_number }) => ({ value: looked_at.toISOString(), id: case_number }),
    ),
    sql.query<{ n: bigint }>(`SELECT count(*) AS n FROM case_view WHERE looked_at IS NOT NULL AND ${where}`, ...values),
  ]);
  return { ...page, total: Number(counted[0]?.n ?? 0), rows: page.rows.map((row) => shown(row, policy.days)) };
}

function stateOf(
  { state, ...wanted }: FixityWanted & { readonly state: FixityState },
  scope: Scope,
  { days, now }: FixityPolicy,
): { where: string; values: unknown[]; desc: boolean } {
  const { where, values } = conditionsOf(wanted, scope);
  // As the index of these lists has it (`case_view_list_faulty`).
  if (state === 'faulty') return { where: `inspection IN ('damaged', 'attention') AND ${where}`, values, desc: true };
  if (state === 'all') return { where, values, desc: false };
  const until = ago(now, state === 'due' ? days : mostOf(days));
  return { where: `${where} AND looked_at <= $3`, values: [...values, until], desc: false };
}

const shown = (row: Row, days: number): InspectedPackage => ({
  ...{ case: row.case_number, referenceCode: row.reference_code, matter: row.matter_name },
  ...{ department: row.department_name, storedAt: row.stored_at.toISOString(), outcome: row.inspection },
  lookedAt: row.inspection === null ? null : row.looked_at.toISOString(),
  dueAt: new Date(row.looked_at.getTime() + days * DAY_MS).toISOString(),
  copies: (row.copies ?? []).map(({ place, state }) => ({ place, state })),
  findings: (row.findings ?? []).map((finding) => {
    const { itemZh, itemEn, meaning } = described(finding);
    const { item, code, outcome, object } = finding;
    return { item, itemZh, itemEn, code, outcome, object, meaning };
  }),
});
