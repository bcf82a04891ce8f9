import type { SqlDoor } from '@guidang/stream';

/** A table, the columns that name a row, and the others. */
export interface Table {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Writes rows, many in one statement; a row that is there already becomes as given. No two rows of one call may have the same key. */
export async function upsert(door: SqlDoor, { name, key, columns }: Table, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const all = [...key, ...columns];
  const set = columns.map((column) => `"${column}" = EXCLUDED."${column}"`).join(', ');
  await door.query(
    `INSERT INTO "${name}" (${quoted(all)})
     SELECT ${quoted(all)} FROM jsonb_populate_recordset(NULL::"${name}", $1::jsonb)
     ON CONFLICT (${quoted(key)}) DO ${columns.length === 0 ? 'NOTHING' : `UPDATE SET ${set}`} RETURNING 1`,
    JSON.stringify(rows),
  );
}
