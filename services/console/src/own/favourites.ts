import type { SqlDoor } from '@guidang/stream';
import type { Favourites } from '../api/own.ts';
import type { CaseRow } from '../fold/case.ts';
import { summaryOf } from '../read/list-cases.ts';

/** What is marked for later is looked at one by one; more than this is a search. */
export const MOST_FAVOURITES = 500;

/** Cases somebody has marked and still sees, what was marked last first. @param sql within what is somebody's own */
export async function listFavourites(sql: SqlDoor): Promise<Favourites> {
  const rows = await sql.query<{ row: CaseRow }>(
    `SELECT to_jsonb(c) - 'steps' - 'text' AS row FROM favourite f JOIN case_view c USING (case_number)
     ORDER BY f.at DESC, f.case_number LIMIT ${MOST_FAVOURITES}`,
  );
  return { rows: rows.map(({ row }) => summaryOf(row)) };
}

/** @returns false where there are too many already */
export async function mark(sql: SqlDoor, account: string, caseNumber: string, at: Date): Promise<boolean> {
  const marked = await sql.query(
    `INSERT INTO favourite (account, case_number, at) SELECT $1, $2, $3
     WHERE (SELECT count(*) FROM favourite WHERE case_number <> $2) < ${MOST_FAVOURITES}
     ON CONFLICT (account, case_number) DO UPDATE SET at = favourite.at RETURNING 1`,
    ...[account, caseNumber, at],
  );
  return marked.length > 0;
}

export async function unmark(sql: SqlDoor, caseNumber: string): Promise<void> {
  await sql.query('DELETE FROM favourite WHERE case_number = $1 RETURNING 1', caseNumber);
}
