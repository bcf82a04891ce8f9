import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../src/store.ts';

const [OWN, OTHER] = ['11441900900710016M', '11441900900710104L'];
const WALLED = [
  'case_view',
  'link_view',
  'file_view',
  'open_finding',
  'refusal',
  'use_view',
  'inspection_view',
  'decided_view',
  'desk_item',
];
const LIST = '11111111-1111-4111-8111-111111111111';
let database: OwnDatabase;
let store: Store;

beforeAll(async () => {
  // In the service's own role, which owns the tables: row level security holds for the owner as well.
  database = await ownDatabase('services/console', 'console');
  store = openStore(database.url);
  for (const [name, department] of [
    ['own', OWN],
    ['other', OTHER],
  ]) {
    await fill('case_view', { case_number: name, department_uscc: department });
    await fill('link_view', { case_number: name, topic: name });
    await fill('file_view', { case_number: name });
    await fill('open_finding', { case_number: name, department_uscc: department });
    await fill('refusal', { case_number: name, department_uscc: department, link: name });
    await fill('use_view', { case_number: name, department_uscc: department, link: name });
    await fill('inspection_view', { case_number: name, department_uscc: department, link: name });
    await fill('decided_view', { case_number: name, id: name });
    await fill('desk_item', { case_number: name, department_uscc: department, list: LIST });
  }
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

/** A row with something in every column that has to have something. */
async function fill(table: string, given: Record<string, unknown>): Promise<void> {
  const columns = await store.city.query<{ name: string; type: string }>(
    `SELECT column_name::text AS name, data_type::text AS type FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 AND is_nullable = 'NO'`,
    table,
  );
  const anything = (type: string): unknown =>
    /int|numeric|double/.test(type)
      ? 1
      : /timestamp/.test(type)
        ? '2026-01-01T00:00:00Z'
        : type === 'ARRAY'
          ? []
          : /json/.test(type)
            ? {}
            : type === 'boolean'
              ? false
              : 'x';
  const row = { ...Object.fromEntries(columns.map(({ name, type }) => [name, anything(type)])), ...given };
  const names = Object.keys(row)
    .map((name) => `"${name}"`)
    .join(', ');
  await store.city.query(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_record(NULL::${table}, $1::jsonb) RETURNING 1`,
    JSON.stringify(row),
  );
}

describe('where the application forgets its filter', () => {
  it.each(WALLED)(
    '%s shows a department its own, the city everything, and nothing to whoever has not said for whom',
    async (table) => {
      const seen = (scope: 'city' | string[]) =>
        store.within(scope).query<{ case_number: string }>(`SELECT case_number FROM ${table} ORDER BY 1`);
      expect(await seen([OWN!])).toEqual([{ case_number: 'own' }]);
      expect(await seen('city')).toEqual([{ case_number: 'other' }, { case_number: 'own' }]);
      expect(await seen([])).toEqual([]);
      expect(await store.door.query(`SELECT 1 FROM ${table}`)).toEqual([]);
    },
  );

  it.each(WALLED)('%s lets nobody change or delete what is of another department', async (table) => {
    const as = store.within([OWN!]);
    expect(
      await as.query(`UPDATE ${table} SET case_number = case_number WHERE case_number = 'other' RETURNING 1`),
    ).toEqual([]);
    expect(await as.query(`DELETE FROM ${table} WHERE case_number = 'other' RETURNING 1`)).toEqual([]);
  });

  it('a row cannot be moved into another department, nor out of what is seen', async () => {
    const moved = store
      .within([OWN!])
      .query("UPDATE case_view SET department_uscc = $1 WHERE case_number = 'own' RETURNING 1", OTHER);
    await expect(moved).rejects.toThrow(/row-level security|42501/);
  });

  it('what one statement said for whom it is holds for it alone: the next one on the connection sees nothing', async () => {
    await store.within([OWN!]).query('SELECT 1');
    const rows = await Promise.all(Array.from({ length: 20 }, () => store.door.query('SELECT 1 FROM case_view')));
    expect(rows.flat()).toEqual([]);
  });

  it('a table of cases that somebody adds without the wall is found', async () => {
    const open = await store.city.query<{ name: string }>(
      `SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
         AND a.attname IN ('case_number', 'department_uscc') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });
});
