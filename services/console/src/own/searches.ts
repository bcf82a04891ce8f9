import type { SqlDoor } from '@guidang/stream';
import type { SavedSearch } from '../api/own.ts';

/** Nobody finds their way among more. */
export const MOST_SEARCHES = 50;

interface Row extends Omit<SavedSearch, 'at'> {
  readonly at: Date;
}

/** @param sql within what is somebody's own */
export async function listSearches(sql: SqlDoor): Promise<SavedSearch[]> {
  const rows = await sql.query<Row>(
    'SELECT id::text AS id, page, name, query, at FROM saved_search ORDER BY page, at, id',
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Keeps a search, or changes it; kept twice is kept once. @returns false where there are too many */
export async function keepSearch(
  sql: SqlDoor,
  account: string,
  { id, page, name, query }: Omit<SavedSearch, 'at'>,
  at: Date,
): Promise<boolean> {
  const kept = await sql.query(
    `INSERT INTO saved_search (id, account, page, name, query, at)
     SELECT $1::uuid, $2, $3, $4, $5, $6
     WHERE (SELECT count(*) FROM saved_search WHERE id <> $1::uuid) < ${MOST_SEARCHES}
     ON CONFLICT (account, id) DO UPDATE SET page = EXCLUDED.page, name = EXCLUDED.name, query = EXCLUDED.query RETURNING 1`,
    ...[id, account, page, name, query, at],
  );
  return kept.length > 0;
}

export async function dropSearch(sql: SqlDoor, id: string): Promise<void> {
  await sql.query('DELETE FROM saved_search WHERE id = $1::uuid RETURNING 1', id);
}
