import type { SqlDoor } from '@guidang/stream';
import type { Settings } from '../scheme/settings.ts';
import { type By, MovedOn, one, type Versioned, type VersionedRow, versionedOf } from './versioned.ts';

/** drafted → submitted → reviewed → (publishing) → published; a review may send it back, and a draft may be thrown away. */
export const DRAFT_STATES = ['drafted', 'submitted', 'reviewed', 'publishing', 'published', 'discarded'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** 方案草稿: what a matter's next version will say of its own. */
export interface Draft {
  readonly id: string;
  readonly schemeId: string;
  /** Published version it began from; null: the scheme is new. */
  readonly baseVersion: number | null;
  readonly matter: string;
  readonly department: string;
  readonly state: DraftState;
  readonly content: Settings;
  /** Account of who edited it last: somebody else reviews. */
  readonly owner: string;
  readonly comment: string;
  readonly reviewedBy: string | null;
  readonly publishedBy: string | null;
  readonly publishedVersion: number | null;
  /** Bytes that are published, from the moment they are decided. */
  readonly value: string | null;
  readonly createdAt: string;
}
export type DraftEntry = Draft & Versioned;

interface Row extends VersionedRow {
  id: string;
  scheme_id: string;
  base_version: number | null;
  matter: string;
  department: string;
  state: DraftState;
  content: Settings;
  owner: string;
  comment: string;
  reviewed_by: string | null;
  published_by: string | null;
  published_version: number | null;
  value: string | null;
  created_at: Date;
}
const entryOf = (row: Row): DraftEntry => ({
  ...{
    id: row.id,
    schemeId: row.scheme_id,
    baseVersion: row.base_version,
    matter: row.matter,
    department: row.department,
  },
  ...{ state: row.state, content: row.content, owner: row.owner, comment: row.comment, reviewedBy: row.reviewed_by },
  ...{ publishedBy: row.published_by, publishedVersion: row.published_version, value: row.value },
  ...{ createdAt: row.created_at.toISOString(), ...versionedOf(row) },
});

export interface DraftQuery {
  readonly matter?: string | undefined;
  readonly department?: string | undefined;
  readonly state?: DraftState | undefined;
  readonly scheme?: string | undefined;
  readonly owner?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** In the order of ids. */
export async function findDrafts(tx: SqlDoor, query: DraftQuery): Promise<DraftEntry[]> {
  const rows = await tx.query<Row>(
    `SELECT * FROM draft WHERE ($1::text IS NULL OR matter = $1) AND ($2::text IS NULL OR department = $2) AND ($3::text IS NULL OR state = $3)
       AND ($4::text IS NULL OR scheme_id = $4) AND ($5::text IS NULL OR owner = $5) AND ($6::text IS NULL OR id > $6) ORDER BY id LIMIT $7`,
    ...[query.matter ?? null, query.department ?? null, query.state ?? null, query.scheme ?? null, query.owner ?? null],
    ...[query.after ?? null, query.limit],
  );
  return rows.map(entryOf);
}

export const draftById = async (tx: SqlDoor, id: string): Promise<DraftEntry | undefined> => {
  const row = await one<Row>(tx, 'SELECT * FROM draft WHERE id = $1', id);
  return row && entryOf(row);
};

type Beginning = Pick<Draft, 'id' | 'schemeId' | 'baseVersion' | 'matter' | 'department' | 'content' | 'owner'>;

export async function addDraft(tx: SqlDoor, draft: Beginning, by: By): Promise<DraftEntry> {
  const row = await one<Row>(
    tx,
    `INSERT INTO draft (id, scheme_id, base_version, matter, department, state, content, owner, comment, version, created_at, changed_at, changed_by)
     VALUES ($1, $2, $3, $4, $5, 'drafted', $6::jsonb, $7, '', 1, $8, $8, $9) RETURNING *`,
    ...[draft.id, draft.schemeId, draft.baseVersion, draft.matter, draft.department, JSON.stringify(draft.content)],
    ...[draft.owner, by.at, by.account],
  );
  return entryOf(row!);
}

/** What may change of a draft. */
export type Change = Partial<
  Pick<Draft, 'state' | 'content' | 'owner' | 'comment' | 'reviewedBy' | 'publishedBy' | 'publishedVersion' | 'value'>
>;

/** @throws MovedOn where it has another version by now */
export async function changeDraft(tx: SqlDoor, before: DraftEntry, change: Change, by: By): Promise<DraftEntry> {
  const after = { ...before, ...change };
  const row = await one<Row>(
    tx,
    `UPDATE draft SET state = $2, content = $3::jsonb, owner = $4, comment = $5, reviewed_by = $6, published_by = $7, published_version = $8, value = $9,
       version = version + 1, changed_at = $10, changed_by = $11
     WHERE id = $1 AND version = $12 RETURNING *`,
    ...[before.id, after.state, JSON.stringify(after.content), after.owner, after.comment, after.reviewedBy],
    ...[after.publishedBy, after.publishedVersion, after.value, by.at, by.account, before.version],
  );
  if (row === undefined) throw new MovedOn((await draftById(tx, before.id))!);
  return entryOf(row);
}
