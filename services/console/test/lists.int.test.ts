import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Paging } from '../src/read/key-paging.ts';
import { listCases, type WantedPage } from '../src/read/list-cases.ts';
import { openStore, type Store } from '../src/store.ts';

const ROWS = 60;
let database: OwnDatabase;
let store: Store;

beforeAll(async () => {
  database = await ownDatabase('services/console', 'console');
  store = openStore(database.url);
  // Several accepted in the same moment, and every fourth not closed.
  await store.city.query(
    `INSERT INTO case_view SELECT (jsonb_populate_record(NULL::case_view, jsonb_build_object(
       'case_number', 'C' || lpad(n::text, 3, '0'), 'department_uscc', CASE WHEN n % 2 = 0 THEN 'A' ELSE 'B' END,
       'accepted_at', '2026-01-01T00:00:00Z'::timestamptz + n / 7 * interval '1 hour', 'stage_at', '2026-02-01T00:00:00Z',
       'closed_at', CASE WHEN n % 4 > 0 THEN '2026-03-01T00:00:00Z'::timestamptz + n / 5 * interval '1 day' END,
       'matter_code', 'M', 'matter_name', '事项', 'department_name', 'D', 'fonds', 'F', 'region', 'R', 'channel', '1', 'kind', '1', 'applicant_kind', '1',
       'source', 's', 'scheme_id', 'x', 'scheme_version', 1, 'stage', 'open', 'waits_for', '', 'missing', '[]'::jsonb, 'round', 1, 'findings', '{}'::jsonb,
       'places', 0, 'uses', 0, 'steps', '[]'::jsonb, 'materials', 1, 'files', 1, 'bytes', 1, 'text', 'c' || lpad(n::text, 3, '0') || ' 取水许可'))).*
     FROM generate_series(1, ${ROWS}) n RETURNING 1`,
  );
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

const list = (wanted: Partial<WantedPage>, scope: 'city' | string[] = 'city') =>
  listCases(store.within(scope), { sort: 'accepted', order: 'desc', size: 7, ...wanted }, scope);
const numbers = async (wanted: Partial<WantedPage>): Promise<string[]> =>
  (await list({ ...wanted, size: 100 })).rows.map((row) => row.case);

describe.each(['accepted', 'closed', 'stage', 'case'] as const)('a list by %s', (sort) => {
  it.each(['asc', 'desc'] as const)(
    '%s: page after page, forward and back again, is the whole list, each row once',
    async (order) => {
      const whole = await numbers({ sort, order });
      expect(whole).toHaveLength(ROWS);
      const forward: string[] = [];
      let page = await list({ sort, order });
      expect(page.previous).toBeNull();
      for (;;) {
        forward.push(...page.rows.map((row) => row.case));
        if (page.next === null) break;
        page = await list({ sort, order, after: page.next });
        expect(page.previous).not.toBeNull();
      }
      expect(forward).toEqual(whole);
      const back: string[] = [];
      page = await list({ sort, order, before: 'end' });
      expect(page.next).toBeNull();
      for (;;) {
        back.unshift(...page.rows.map((row) => row.case));
        if (page.previous === null) break;
        const { previous } = page;
        page = await list({ sort, order, before: previous });
        if (page.rows.length + back.length > ROWS) {
          // The first page is always full.
          expect(page.rows.map((row) => row.case)).toEqual(whole.slice(0, 7));
          back.splice(0, back.length, ...whole.slice(0, 7), ...back.slice(page.rows.length + back.length - ROWS));
          break;
        }
      }
      expect(back).toEqual(whole);
    },
  );
});

it('what has not happened yet stands at the end, whichever way the list is sorted', async () => {
  for (const order of ['asc', 'desc'] as const)
    expect(
      (await list({ sort: 'closed', order, before: 'end', size: 15 })).rows.every((row) => row.closedAt === null),
    ).toBe(true);
});

it('only a place that a list gave is one', () => {
  for (const after of [
    '',
    'x',
    '~',
    '2026-13-01T00:00:00.000Z~C1',
    '2026-02-30T00:00:00.000Z~C1',
    '0000-01-01T00:00:00.000Z~C1',
    '2026-01-01~C1',
    "2026-01-01T00:00:00Z';--~C1",
    '2026-01-01T00:00:00.000Z~\u0000',
  ])
    expect(Paging.safeParse({ after }).success, after).toBe(false);
  expect(Paging.safeParse({ after: '2026-01-01T00:00:00.000Z~C1' }).success).toBe(true);
});

describe('words, found by the index of their parts', () => {
  it('are found inside the scope alone, whatever the function that asks the index may see', async () => {
    expect((await list({ q: '取水许' })).total).toBe(ROWS);
    expect((await list({ q: '取水许' }, ['A'])).total).toBe(ROWS / 2);
    expect((await list({ q: 'C001' }, ['A'])).rows).toEqual([]);
    const asked = (door: Pick<Store['door'], 'query'>) =>
      door.query("SELECT console_found(ARRAY['%取水%'], 100) AS one");
    expect(await asked(store.within(['B']))).toHaveLength(ROWS / 2);
    expect(await asked(store.within([]))).toEqual([]);
    expect(await asked(store.door)).toEqual([]);
    expect(await store.city.query('SELECT console_found(ARRAY[]::text[], 100) AS one')).toEqual([]);
  });

  it('are asked of the index, behind the wall', async () => {
    const plan = await store.city.together(async (tx) => {
      await tx.query('SET LOCAL ROLE console_reader');
      await tx.query('SET LOCAL enable_seqscan = off');
      return tx.query<Record<string, string>>("EXPLAIN SELECT case_number FROM case_view WHERE text LIKE '%取水许可%'");
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index Scan on case_view_text');
    const [owner] = await store.door.query<{ name: string }>(
      "SELECT pg_get_userbyid(proowner)::text AS name FROM pg_proc WHERE oid = 'console_found(text[], integer)'::regprocedure",
    );
    expect(owner).toEqual({ name: 'console_reader' });
  });
});
