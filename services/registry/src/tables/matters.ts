import type { SqlDoor } from '@guidang/stream';
import { type By, MovedOn, one, type Versioned, type VersionedRow, versionedOf } from './versioned.ts';

/** 事项 as the national list has it, as far as archiving needs it; what else the list says stands in `extra`. */
export interface Matter {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly department: string;
  readonly applicants: readonly string[];
  readonly kind: string;
  readonly statutoryDays: number | null;
  readonly promisedDays: number | null;
  readonly active: boolean;
  readonly extra: Readonly<Record<string, string>>;
}
/** With what of it is published and under way. */
export type MatterEntry = Matter & Versioned & { readonly published: number | null; readonly open: number };

interface Row extends VersionedRow {
  code: string;
  name: string;
  type: string;
  department: string;
  applicants: string[];
  kind: string;
  statutory_days: number | null;
  promised_days: number | null;
  active: boolean;
  extra: Record<string, string>;
  published: number | null;
  open: bigint;
}
const entryOf = (row: Row): MatterEntry => ({
  ...{ code: row.code, name: row.name, type: row.type, department: row.department, applicants: row.applicants },
  ...{ kind: row.kind, statutoryDays: row.statutory_days, promisedDays: row.promised_days, active: row.active },
  ...{ extra: row.extra, ...versionedOf(row), published: row.published, open: Number(row.open) },
});

const WITH_SCHEMES = `SELECT matter.*,
    (SELECT max(scheme.version) FROM scheme WHERE scheme.matter = matter.code) AS published,
    (SELECT count(*) FROM draft WHERE draft.matter = matter.code AND state IN ('drafted', 'submitted', 'reviewed', 'publishing')) AS open
  FROM matter`;

export interface MatterQuery {
  readonly department?: string | undefined;
  readonly type?: string | undefined;
  readonly active?: boolean | undefined;
  /** Text in name or code. */
  readonly text?: string | undefined;
  /** Whether a scheme of it is published. */
  readonly published?: boolean | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** In the order of codes. */
export async function findMatters(tx: SqlDoor, query: MatterQuery): Promise<{ items: MatterEntry[]; total: number }> {
  const where = `($1::text IS NULL OR department = $1) AND ($2::text IS NULL OR type = $2) AND ($3::boolean IS NULL OR active = $3)
    AND ($4::text IS NULL OR strpos(name, $4) > 0 OR strpos(code, upper($4)) > 0)
    AND ($5::boolean IS NULL OR $5 = EXISTS (SELECT 1 FROM scheme WHERE scheme.matter = matter.code))`;
  const values = [
    query.department ?? null,
    query.type ?? null,
    query.active ?? null,
    query.text ?? null,
    query.published ?? null,
  ];
  const rows = await tx.query<Row>(
    `${WITH_SCHEMES} WHERE ${where} AND ($6::text IS NULL OR code > $6) ORDER BY code LIMIT $7`,
    ...[...values, query.after ?? null, query.limit],
  );
  const counted = await one<{ total: bigint }>(tx, `SELECT count(*) AS total FROM matter WHERE ${where}`, ...values);
  return { items: rows.map(entryOf), total: Number(counted!.total) };
}

export const matterByCode = async (tx: SqlDoor, code: string): Promise<MatterEntry | undefined> => {
  const row = await one<Row>(tx, `${WITH_SCHEMES} WHERE code = $1`, code);
  return row && entryOf(row);
};
export const mattersByCodes = async (tx: SqlDoor, codes: readonly string[]): Promise<MatterEntry[]> =>
  (await tx.query<Row>(`${WITH_SCHEMES} WHERE code = ANY ($1::text[])`, [...codes])).map(entryOf);

const valuesOf = (matter: Matter): unknown[] => [
  ...[matter.code, matter.name, matter.type, matter.department, [...matter.applicants], matter.kind],
  ...[matter.statutoryDays, matter.promisedDays, matter.active, JSON.stringify(matter.extra)],
];

export async function addMatter(tx: SqlDoor, matter: Matter, by: By): Promise<MatterEntry> {
  await tx.query(
    `INSERT INTO matter (code, name, type, department, applicants, kind, statutory_days, promised_days, active, extra, version, changed_at, changed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, 1, $11, $12)`,
    ...[...valuesOf(matter), by.at, by.account],
  );
  return (await matterByCode(tx, matter.code))!;
}

export async function changeMatter(tx: SqlDoor, matter: Matter, version: number, by: By): Promise<MatterEntry> {
  const row = await one(
    tx,
    `UPDATE matter SET name = $2, type = $3, department = $4, applicants = $5, kind = $6, statutory_days = $7, promised_days = $8, active = $9,
       extra = $10::jsonb, version = version + 1, changed_at = $11, changed_by = $12
     WHERE code = $1 AND version = $13 RETURNING code`,
    ...[...valuesOf(matter), by.at, by.account, version],
  );
  const now = (await matterByCode(tx, matter.code))!;
  if (row === undefined) throw new MovedOn(now);
  return now;
}

const CONTENT = [
  'code',
  'name',
  'type',
  'department',
  'applicants',
  'kind',
  'statutoryDays',
  'promisedDays',
  'active',
  'extra',
] as const;

/** A matter without what the tables say of it. */
export const contentOf = (entry: Matter): Matter =>
  Object.fromEntries(CONTENT.map((field) => [field, entry[field]])) as unknown as Matter;

const same = (a: Matter, b: Matter): boolean => {
  const plain = (matter: Matter): string =>
    JSON.stringify({
      ...contentOf(matter),
      extra: Object.entries(matter.extra).toSorted(([x], [y]) => (x < y ? -1 : 1)),
    });
  return plain(a) === plain(b);
};

/** What taking a list in did. */
export interface Taken {
  readonly added: MatterEntry[];
  readonly changed: { readonly before: MatterEntry; readonly after: MatterEntry }[];
  readonly unchanged: number;
}

/** Takes a list in: what is new is added, what is there becomes what the list says. */
export async function takeMatters(tx: SqlDoor, matters: readonly Matter[], by: By): Promise<Taken> {
  const there = new Map(
    (
      await mattersByCodes(
        tx,
        matters.map(({ code }) => code),
      )
    ).map((one) => [one.code, one]),
  );
  const taken: Taken = { added: [], changed: [], unchanged: 0 };
  let unchanged = 0;
  for (const matter of matters) {
    const before = there.get(matter.code);
    if (before === undefined) taken.added.push(await addMatter(tx, matter, by));
    else if (same(before, matter)) unchanged += 1;
    else taken.changed.push({ before, after: await changeMatter(tx, matter, before.version, by) });
  }
  return { ...taken, unchanged };
}
