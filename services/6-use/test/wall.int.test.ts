import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seeing } from '../src/store.ts';
import { CASES, COPY, openWorld, type World } from './world.ts';

const WALLED = [
  ...['indexed_case', 'indexed_file', 'personal_entry', 'person', 'described_value'],
  ...['use_request', 'use_copy'],
];
const HIDDEN = ['cached_case', 'cached_link'];
const HOSPITAL: Seeing = { role: 'department', account: 'hospital-01' };
const SCHOOL: Seeing = { role: 'department', account: 'school-01' };
const ARCHIVIST: Seeing = { role: 'archivist' };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world?.close();
});

const seen = async (who: Seeing, table: string): Promise<string[]> => {
  const rows = await world.store
    .within(who)
    .query<{ one: string }>(`SELECT case_number AS one FROM ${table} ORDER BY 1`);
  return rows.map(({ one }) => one);
};
const ALL = Object.values(CASES).toSorted();
const SHARED = [CASES.conditional, CASES.unconditional].toSorted();

describe('where the application forgets its filter', () => {
  it.each([
    ['indexed_case', ALL, SHARED, SHARED],
    ['indexed_file', ALL, SHARED, SHARED],
    ['personal_entry', ALL, [], []],
    ['person', ALL, [], []],
    ['described_value', ALL, [], []],
    ['use_request', [CASES.conditional], [CASES.conditional], []],
    ['use_copy', [CASES.conditional], [CASES.conditional], []],
    ['cached_case', [], [], []],
    ['cached_link', [], [], []],
  ])(
    '%s shows archivists everything, and departments what is shared and what they asked for',
    async (table, archivist, hospital, school) => {
      expect(await seen(ARCHIVIST, table)).toEqual(archivist);
      expect(await seen(HOSPITAL, table)).toEqual(hospital);
      expect(await seen(SCHOOL, table)).toEqual(school);
    },
  );

  it('whoever holds a copy in hand sees that copy alone', async () => {
    expect(await seen({ copy: COPY }, 'use_copy')).toEqual([CASES.conditional]);
    expect(await seen({ copy: '0'.repeat(32) }, 'use_copy')).toEqual([]);
    for (const table of [...WALLED, ...HIDDEN].filter((name) => name !== 'use_copy'))
      expect(await seen({ copy: COPY }, table), table).toEqual([]);
  });

  it.each([...WALLED, ...HIDDEN])('%s lets no visitor change or delete anything', async (table) => {
    for (const who of [ARCHIVIST, HOSPITAL, { copy: COPY }]) {
      const door = world.store.within(who);
      expect(await door.query(`UPDATE ${table} SET case_number = case_number RETURNING 1`)).toEqual([]);
      expect(await door.query(`DELETE FROM ${table} RETURNING 1`)).toEqual([]);
    }
  });

  it('an account that is named like another word of the wall is a department all the same', async () => {
    for (const account of ['*', 'archivist', 'x,*', ''])
      expect(await seen({ role: 'department', account }, 'personal_entry')).toEqual([]);
  });

  it('words are found among people for archivists alone, whatever the function that asks the index may see', async () => {
    const found = (who: Seeing) =>
      world.store
        .within(who)
        .query("SELECT case_number FROM use_found(ARRAY['%欧阳海%'], ARRAY[NULL::text], '', 20, 0, 100, 100)");
    expect(await found(ARCHIVIST)).toHaveLength(3);
    expect(await found(HOSPITAL)).toEqual([]);
    expect(await found({ copy: COPY })).toEqual([]);
    const [owner] = await world.store.door.query<{ name: string }>(
      "SELECT pg_get_userbyid(proowner)::text AS name FROM pg_proc WHERE oid = 'use_found(text[], text[], text, integer, integer, integer, integer)'::regprocedure",
    );
    expect(owner).toEqual({ name: 'use_reader' });
  });

  it('finds the same in the same order, whether words are rare and sorted or common and walked along', async () => {
    const found = (parts: string, words: string, rare: number, size = 20, skipped = 0) =>
      world.store
        .within(ARCHIVIST)
        .query(`SELECT * FROM use_found(${parts}, ${words}, '', ${size}, ${skipped}, ${rare}, 100)`);
    for (const [parts, words, count] of [
      ["ARRAY['%取水%']", 'ARRAY[NULL::text]', 3],
      ["ARRAY['%欧阳%', '%取水%']", 'ARRAY[NULL::text, NULL]', 3],
      ["ARRAY['%asked%', '%欧阳%']", 'ARRAY[NULL::text, NULL]', 1],
      ['ARRAY[NULL::text]', "ARRAY['取水']", 3],
      ["ARRAY['%取水%', '%火星%']", 'ARRAY[NULL::text, NULL]', 0],
    ] as const) {
      const rare = await found(parts, words, 100);
      expect(rare).toHaveLength(count);
      expect(await found(parts, words, 0)).toEqual(rare);
      expect(await found(parts, words, 0, 1, 1)).toEqual(rare.slice(1, 2));
    }
  });

  it.each(['indexed_case', 'personal_entry'])(
    'the words of %s are asked of their indexes, behind the wall',
    async (table) => {
      const plan = await world.store.door.together(async (tx) => {
        await tx.query('SET LOCAL ROLE use_reader');
        await tx.query('SET LOCAL enable_seqscan = off');
        return tx.query<Record<string, string>>(
          `EXPLAIN SELECT case_number FROM ${table} WHERE text LIKE '%取水许可%' OR words @@ '取水'::tsquery`,
        );
      });
      const text = plan.map((row) => row['QUERY PLAN']).join('\n');
      expect(text).toContain(`Index Scan on ${table}_text`);
      expect(text).toContain(`Index Scan on ${table}_words`);
    },
  );

  it('a table of cases that somebody adds without the wall is found', async () => {
    const open = await world.store.door.query<{ name: string }>(
      `SELECT DISTINCT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
         AND a.attname IN ('case_number', 'account') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });
});
