import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StatTable } from '../src/api/work.ts';
import { statistics } from '../src/read/statistics.ts';
import { addUpOne } from '../src/read/totals.ts';
import { openStore, type Store } from '../src/store.ts';

let database: OwnDatabase;
let store: Store;
const [A, B] = ['11441900900710016M', '11441900900710104L'];

beforeAll(async () => {
  database = await ownDatabase('services/console', 'console');
  store = openStore(database.url);
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

/** A case, as the columns that statistics look at have it. */
const put = (number: string, row: object): Promise<unknown> =>
  store.city.query(
    `INSERT INTO case_view SELECT (jsonb_populate_record(NULL::case_view, $1::jsonb)).* ON CONFLICT (case_number) DO UPDATE
     SET year = EXCLUDED.year, stage = EXCLUDED.stage, package_size = EXCLUDED.package_size, files = EXCLUDED.files RETURNING 1`,
    JSON.stringify({
      ...{ case_number: number, matter_code: 'M', matter_name: '事项', department_uscc: A, department_name: '甲局' },
      ...{ fonds: 'F', region: 'R', channel: '1', kind: '1', applicant_kind: '1', source: 's', scheme_id: 'x' },
      ...{
        scheme_version: 1,
        stage: 'indexed',
        stage_at: '2026-01-02T00:00:00Z',
        waits_for: '',
        missing: [],
        round: 1,
      },
      ...{ findings: {}, places: 2, uses: 0, steps: {}, materials: 1, files: 2, bytes: 10, text: 'x', year: 2026 },
      ...{ closed_at: '2026-01-02T00:00:00Z', outcome: 'granted', category: 'ZY', retention: 'D30', package_size: 100 },
      ...row,
    }),
  );
const addUp = async (): Promise<number> => {
  let cells = 0;
  while (await addUpOne(store.city)) cells += 1;
  return cells;
};
const rowsOf = (tables: readonly StatTable[], id: string) => tables.find((one) => one.id === id)!.rows;

describe('statistics', () => {
  it('are added up for the departments and years of which something has changed, and for no others', async () => {
    await put('a1', {});
    await put('a2', { year: 2025, retention: 'Y', package_size: 20_000_000 });
    await put('b1', { department_uscc: B, department_name: '乙局', files: 5 });
    await put('open', { year: null, closed_at: null, stage: 'open' });
    expect(await addUp()).toBe(3);
    expect(await addUp()).toBe(0);
    const tables = await statistics(store.city, {}, 'city');
    expect(rowsOf(tables, 'year')).toEqual([
      { label: '2025', values: [1, 2, 20_000_000] },
      { label: '2026', values: [2, 7, 200] },
    ]);
    expect(rowsOf(tables, 'size')).toEqual([
      { label: '< 1 MiB', values: [2, 200] },
      { label: '10–100 MiB', values: [1, 20_000_000] },
    ]);
    await put('b1', { department_uscc: B, stage: 'refused' });
    expect(await addUp()).toBe(1);
    expect(rowsOf(await statistics(store.city, {}, 'city'), 'department')).toEqual([
      { label: '甲局', values: [2, 4, 20_000_100] },
    ]);
  });

  it('count refusals once for each case, whatever its share, and files as they are in force', async () => {
    await store.city.query(
      `INSERT INTO refusal (link, position, case_number, department_uscc, step, code, at)
       VALUES ('l', 0, 'a1', $1, 'check', 'X', now()), ('l', 1, 'a1', $1, 'check', 'Y', now()) RETURNING 1`,
      A,
    );
    for (const [position, state] of ['in-force', 'superseded'].entries())
      await store.city.query(
        `INSERT INTO file_view (case_number, material, position, content, name, title, "group", puid, format, size, state, captured_at)
         VALUES ('a1', 'm', $1, 'c', 'n', 't', 'application', 'x', 'ofd', 7, $2, now()) RETURNING 1`,
        ...[position, state],
      );
    await put('a1', {});
    await addUp();
    const tables = await statistics(store.city, {}, 'city');
    expect(rowsOf(tables, 'quality')).toEqual([
      { label: '甲局', values: [2, 1, 50] },
      { label: '乙局', values: [1, 0, 100] },
    ]);
    expect(rowsOf(tables, 'format')).toEqual([{ label: 'ofd', values: [1, 7] }]);
  });

  it('show a department its own, and a year its own', async () => {
    expect(rowsOf(await statistics(store.within([B!]), {}, [B!]), 'quality')).toEqual([
      { label: '乙局', values: [1, 0, 100] },
    ]);
    expect(rowsOf(await statistics(store.city, { year: 2025, department: A }, 'city'), 'retention')).toEqual([
      { label: 'Y', values: [1, 2, 20_000_000] },
    ]);
    // The wall holds where a statement forgets its filter.
    expect(await store.within([B!]).query('SELECT DISTINCT department_uscc AS d FROM statistic_total')).toEqual([
      { d: B },
    ]);
    expect(await store.door.query('SELECT 1 FROM statistic_total')).toEqual([]);
  });

  it('are of nothing once the topics are read anew', async () => {
    await store.city.query('DELETE FROM case_view RETURNING 1');
    await addUp();
    expect((await statistics(store.city, {}, 'city')).every(({ rows }) => rows.length === 0)).toBe(true);
    await put('a1', {});
    await addUp();
    await store.city.together(async (tx) => void (await tx.query('TRUNCATE case_view')));
    expect((await statistics(store.city, {}, 'city')).every(({ rows }) => rows.length === 0)).toBe(true);
  });

  it('leave the year that a case has left', async () => {
    await put('moved', { year: 2024 });
    await addUp();
    await put('moved', { year: null, closed_at: null, stage: 'captured' });
    expect(await addUp()).toBe(1);
    expect(rowsOf(await statistics(store.city, {}, 'city'), 'year')).toEqual([]);
    await put('moved', { year: 2023 });
    await addUp();
    await put('moved', { year: 2022 });
    expect(await addUp()).toBe(2);
    expect(rowsOf(await statistics(store.city, {}, 'city'), 'year').map(({ label }) => label)).toEqual(['2022']);
  });

  it('keep nobody waiting who changes a case while they are added up, and are added up once more for that', async () => {
    await put('a3', { year: 2021 });
    const adding = await store.city.together(async (tx) => {
      await tx.query('LOCK TABLE statistic_total IN EXCLUSIVE MODE');
      const begun = addUpOne(store.city);
      await vi.waitFor(
        async () =>
          expect(
            await store.city.query(
              "SELECT 1 AS one FROM pg_locks WHERE NOT granted AND relation = 'statistic_total'::regclass",
            ),
          ).toHaveLength(1),
        { timeout: 30_000 },
      );
      await put('a3', { year: 2021, files: 9 });
      return { begun };
    });
    expect(await adding.begun).toBe(true);
    expect(await addUp()).toBe(1);
    expect(rowsOf(await statistics(store.city, { year: 2021 }, 'city'), 'year')[0]!.values[1]).toBe(9);
  });

  it('of a department that cannot be added up hold up no other', async () => {
    await put('b2', { department_uscc: B, year: 2020 });
    await put('a4', { year: 2020 });
    await store.city.query("UPDATE statistic_stale SET since = '2020-01-01' WHERE department_uscc = $1 RETURNING 1", B);
    await store.city.together(
      async (tx) =>
        void (await tx.query(`ALTER TABLE statistic_total ADD CONSTRAINT no_b CHECK (department_uscc <> '${B}')`)),
    );
    await expect(addUpOne(store.city)).rejects.toThrow();
    expect(await addUp()).toBe(1);
    expect(
      rowsOf(await statistics(store.city, { year: 2020 }, 'city'), 'department').map(({ label }) => label),
    ).toEqual(['甲局']);
  });

  it('are marked and forgotten by a migration, which says nothing of departments', async () => {
    await store.city.query('DELETE FROM statistic_stale RETURNING 1');
    expect(await store.door.query('SELECT 1 FROM case_view')).toEqual([]);
    const [marked] = await store.door.query<{ n: bigint }>('SELECT statistic_mark_all() AS n');
    expect(Number(marked!.n)).toBeGreaterThan(2);
    expect(await store.city.query('SELECT 1 FROM statistic_stale')).toHaveLength(Number(marked!.n));
    await store.door.together(async (tx) => void (await tx.query('TRUNCATE case_view')));
    expect(await store.city.query('SELECT 1 FROM statistic_total')).toEqual([]);
  });
});
