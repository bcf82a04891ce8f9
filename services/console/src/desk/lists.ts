import { randomUUID } from 'node:crypto';
import type { Scope } from '@guidang/access';
import type { Fault } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { ListItem, ListOfLists, ListSummary, WholeList } from '../api/desk.ts';
import { type Paging, pageOf, placeOf } from '../read/key-paging.ts';
import { digestOf } from './records.ts';
import { approvalFault, proposalFault, type Standing, untilOf, type Wish } from './rules.ts';
import { standingsOf } from './standing.ts';

interface ListRow {
  id: string;
  kind: ListSummary['kind'];
  department: string | null;
  retention: string | null;
  receiver: string | null;
  scheme_id: string | null;
  scheme_version: number | null;
  rule: string | null;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  items: number;
  files: number;
  bytes: bigint;
  digest: string;
  state: ListSummary['state'];
  decided_by: string | null;
  decided_at: Date | null;
  opinion: string | null;
  recorded: bigint;
}

const COLUMNS = `l.*, l.id::text AS id,
  (SELECT c.department_name FROM case_view c WHERE c.department_uscc = l.department_uscc LIMIT 1) AS department,
  (SELECT count(*) FROM decided_view d WHERE d.list = l.id::text) AS recorded`;

const summaryOf = (row: ListRow): ListSummary => ({
  ...{ id: row.id, kind: row.kind, department: row.department, retention: row.retention, receiver: row.receiver },
  scheme: row.scheme_id === null ? null : { id: row.scheme_id, version: row.scheme_version! },
  ...{ rule: row.rule, reason: row.reason, proposedBy: row.proposed_by, proposedAt: row.proposed_at.toISOString() },
  ...{ items: row.items, files: row.files, bytes: Number(row.bytes), digest: row.digest, state: row.state },
  ...{ decidedBy: row.decided_by, decidedAt: row.decided_at?.toISOString() ?? null, opinion: row.opinion },
  recorded: Number(row.recorded),
});

/** Lists of these kinds, newest first. */
export async function listLists(
  sql: SqlDoor,
  wanted: Paging & { readonly kinds: readonly string[]; readonly state?: string | undefined },
  scope: Scope,
): Promise<ListOfLists> {
  const where = `l.kind = ANY($1::text[]) AND ($2::text IS NULL OR l.state = $2::text)
    AND ($3::text[] IS NULL OR l.department_uscc = ANY($3::text[]))`;
  const values = [[...wanted.kinds], wanted.state ?? null, scope === 'city' ? null : [...scope]];
  const [page, counted] = await Promise.all([
    pageOf(
      { column: 'l.proposed_at', id: 'l.id', desc: true },
      { place: placeOf(wanted), size: wanted.size, at: values.length },
      (stretch) =>
        sql.query<ListRow>(
          `SELECT ${COLUMNS} FROM desk_list l WHERE ${where} AND ${stretch.where.replaceAll('l.id', 'l.id::text')}
           ${stretch.tail.replaceAll('l.id', 'l.id::text')} LIMIT ${stretch.limit}`,
          ...values,
          ...stretch.values,
        ),
      ({ proposed_at, id }) => ({ value: proposed_at.toISOString(), id }),
    ),
    sql.query<{ n: bigint }>(`SELECT count(*) AS n FROM desk_list l WHERE ${where}`, ...values),
  ]);
  return { ...page, total: Number(counted[0]?.n ?? 0), rows: page.rows.map(summaryOf) };
}

/** A list with its packages as they were proposed; undefined where there is none within the door. */
export async function readList(sql: SqlDoor, id: string): Promise<WholeList | undefined> {
  const [[row], items] = await Promise.all([
    sql.query<ListRow>(`SELECT ${COLUMNS} FROM desk_list l WHERE l.id = $1::uuid`, id),
    sql.query<{ kept: ListItem }>('SELECT kept FROM desk_item WHERE list = $1::uuid ORDER BY position', id),
  ]);
  return row === undefined ? undefined : { ...summaryOf(row), packages: items.map(({ kept }) => kept) };
}

/** Whose list it is, by which rights are judged: its department, and who proposed it. */
export async function ownerOf(
  sql: SqlDoor,
  id: string,
): Promise<{ readonly department?: string; readonly owner: string } | undefined> {
  const [row] = await sql.query<{ department_uscc: string | null; proposed_by: string }>(
    'SELECT department_uscc, proposed_by FROM desk_list WHERE id = $1::uuid',
    id,
  );
  if (row === undefined) return undefined;
  return { owner: row.proposed_by, ...(row.department_uscc !== null && { department: row.department_uscc }) };
}

export type Proposed =
  | { readonly faults: readonly Fault[] }
  | { readonly list: Omit<ListSummary, 'department' | 'recorded'>; readonly items: readonly ListItem[] };

/** What a list would be: its packages as they stand, or why some of them cannot stand in it. */
export async function proposed(
  sql: SqlDoor,
  scope: Scope,
  wish: Wish,
  numbers: readonly string[],
  series: ReadonlyMap<string, string>,
  by: { readonly account: string; readonly at: string },
): Promise<Proposed> {
  const standing = await standingsOf(sql, scope, numbers, series);
  const faults: Fault[] = [];
  const items: ListItem[] = [];
  for (const number of new Set(numbers)) {
    const item = standing.get(number);
    const fault = item ? proposalFault(wish, item) : notThere(numbers.indexOf(number));
    if (fault) faults.push(fault);
    else items.push(keptOf(wish, item!));
  }
  if (scope !== 'city' && items.length > 0 && departmentOf(items) === null)
    faults.push({
      ...{ field: 'cases', rule: 'ONE_DEPARTMENT' },
      message: '一份清册限一个部门 / a list is of one department',
    });
  if (faults.length > 0) return { faults };
  items.sort((a, b) => (a.referenceCode < b.referenceCode ? -1 : 1));
  const list = {
    ...{ id: randomUUID(), ...wish, proposedBy: by.account, proposedAt: by.at, items: items.length },
    files: items.reduce((sum, { files }) => sum + files, 0),
    bytes: items.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const undecided = { state: 'proposed', decidedBy: null, decidedAt: null, opinion: null } as const;
  return { list: { ...list, digest: digestOf(list, items), ...undecided }, items };
}

/** By its place among those that were named: of what is outside a scope nothing is said. */
const notThere = (index: number): Fault => ({
  ...{ field: `cases[${index}]`, rule: 'NOT_THERE' },
  message: '不存在，或不在岗位范围内 / not there, or outside your scope',
});

function keptOf(wish: Wish, item: Standing): ListItem {
  const { stored: _stored, disposal: _disposal, inList: _inList, ...kept } = item;
  return { ...kept, until: untilOf(wish, item), series: wish.kind === 'rearrange' ? item.series : null };
}

/** The department of a list; null where it is over several. */
export function departmentOf(items: readonly Pick<ListItem, 'departmentUscc'>[]): string | null {
  const departments = new Set(items.map(({ departmentUscc }) => departmentUscc));
  return departments.size === 1 ? [...departments][0]! : null;
}

/** Keeps a list. @throws where another one took a package of it meanwhile (`desk_item_open`) */
export async function keepList(
  tx: SqlDoor,
  list: Omit<ListSummary, 'department' | 'recorded'>,
  items: readonly ListItem[],
): Promise<void> {
  await tx.query(
    `INSERT INTO desk_list (id, kind, department_uscc, retention, receiver, scheme_id, scheme_version, rule, reason, proposed_by, proposed_at, items, files,
                            bytes, digest, state)
     VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'proposed') RETURNING id`,
    ...[list.id, list.kind, departmentOf(items), list.retention, list.receiver],
    ...[list.scheme?.id ?? null, list.scheme?.version ?? null, list.rule, list.reason],
    ...[list.proposedBy, new Date(list.proposedAt), list.items, list.files, list.bytes, list.digest],
  );
  await tx.query(
    `INSERT INTO desk_item (list, case_number, department_uscc, position, open, kept)
     SELECT $1::uuid, e.value->>'case', e.value->>'departmentUscc', e.position, true, e.value
     FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS e(value, position) RETURNING 1`,
    ...[list.id, JSON.stringify(items)],
  );
}

/** Why it cannot be approved now, package by package. */
export async function approvalFaults(
  sql: SqlDoor,
  scope: Scope,
  { kind, packages }: WholeList,
  now: number,
): Promise<Fault[]> {
  const standing = await standingsOf(
    sql,
    scope,
    packages.map(({ case: number }) => number),
  );
  return packages.flatMap((kept) => approvalFault(kind, kept, standing.get(kept.case), now) ?? []);
}

/** Ends a list that waits. What is approved holds its packages until what was decided is read back (`saveDecisions`). @returns false where it does not wait any more */
export async function endList(
  tx: SqlDoor,
  id: string,
  state: 'approved' | 'rejected' | 'withdrawn',
  { account, at, opinion }: { readonly account: string; readonly at: string; readonly opinion: string },
): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE desk_list SET state = $2, decided_by = $3, decided_at = $4, opinion = $5 WHERE id = $1::uuid AND state = 'proposed' RETURNING id`,
    ...[id, state, account, new Date(at), opinion],
  );
  if (ended.length === 0) return false;
  if (state !== 'approved') await tx.query('UPDATE desk_item SET open = false WHERE list = $1::uuid RETURNING 1', id);
  return true;
}
