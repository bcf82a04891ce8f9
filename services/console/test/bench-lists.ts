import { ownDatabase } from '@guidang/infra-local';
import { listCases, type WantedPage } from '../src/read/list-cases.ts';
import { listRefused } from '../src/read/refusals.ts';
import { statistics } from '../src/read/statistics.ts';
import { addUpOne } from '../src/read/totals.ts';
import { openStore } from '../src/store.ts';

/** How long the lists of the console take over many cases, by hand: `node services/console/test/bench-lists.ts [rows]`. No test: it says what was measured on this machine. */
const ROWS = Number(process.argv[2] ?? 100_000);
const TIMES = 7;
const database = await ownDatabase('services/console', 'console');
const store = openStore(database.url);
const plain = { sort: 'accepted', order: 'desc', size: 20 } as const;
const department = '1144190090071000A1';

try {
  await store.city.query(
    `INSERT INTO case_view (case_number, matter_code, matter_name, department_uscc, department_name, fonds, region, channel, kind, applicant_kind, source, scheme_id, scheme_version,
       accepted_at, closed_at, outcome, year, stage, stage_at, waits_for, missing, round, findings, reference_code, category, retention, package_size, places, uses, steps, text,
       materials, files, bytes)
     SELECT 'C' || lpad(n::text, 12, '0'), 'M' || n % 491, '事项' || n % 491, '1144190090071000A' || n % 24, '单位' || n % 24, 'J0' || n % 24, '441900', '1', '2', '1', 's', 'x', 1,
       now() - n * interval '5 minutes', now() - n * interval '4 minutes', 'granted', 2026 - n / 105000, CASE WHEN n % 20 = 0 THEN 'refused' ELSE 'indexed' END,
       now() - n * interval '3 minutes', '', '{}', 1, '{}'::jsonb, 'J0' || n, 'ZY', 'D30', n, 2, 0, '[]'::jsonb, 'c' || lpad(n::text, 12, '0') || ' 事项' || n % 491 || ' 单位' || n % 24,
       8, 8, 100000
     FROM generate_series(1, $1::int) n RETURNING 1`,
    ROWS,
  );
  await store.city.query(
    `INSERT INTO file_view (case_number, material, position, content, name, title, "group", puid, format, size, state, captured_at)
     SELECT 'C' || lpad((n / 8)::text, 12, '0'), 'm' || n % 8, 0, 'sha256:' || n, 'n', 't', 'application', 'x', (ARRAY['pdf','jpeg','png','ofd'])[n % 4 + 1], 100000, 'in-force', now()
     FROM generate_series(8, 8 * $1::int + 7) n RETURNING 1`,
    ROWS,
  );
  await store.city.query('ANALYZE case_view, file_view');
  const middle = new Date(Date.now() - (ROWS / 2) * 300_000).toISOString();
  const lists: [string, Partial<WantedPage>, 'city' | string[]][] = [
    ['全市第一页 first page, city', {}, 'city'],
    ['全市中间一页 a page in the middle', { after: `${middle}~C` }, 'city'],
    ['全市最后一页 the last page', { before: 'end' }, 'city'],
    ['按办件号末位检索 a part of a number', { q: String(ROWS - 7).slice(-5) }, 'city'],
    ['按事项名检索 a name', { q: '事项77' }, 'city'],
    ['常见词检索 a common word', { q: '事项' }, 'city'],
    ['没有的词 a word that is nowhere', { q: '火星' }, 'city'],
    ['按状态 a stage', { stage: 'refused' }, 'city'],
    ['按时间排序 by stage_at', { sort: 'stage' }, 'city'],
    ['按办结排序 by closed_at', { sort: 'closed' }, 'city'],
    ['一个部门 one department', {}, [department]],
    ['一个部门内检索 searched in one', { q: '事项77' }, [department]],
  ];
  const tell = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const took: number[] = [];
    for (let n = 0; n < TIMES; n += 1) {
      const began = performance.now();
      await work();
      took.push(performance.now() - began);
    }
    took.sort((a, b) => a - b);
    process.stdout.write(
      `${name}: 中位 median ${took[TIMES >> 1]!.toFixed(0)} ms，最慢 slowest ${took.at(-1)!.toFixed(0)} ms\n`,
    );
  };
  process.stdout.write(`${ROWS} 行 rows\n`);
  for (const [name, wanted, scope] of lists)
    await tell(name, () => listCases(store.within(scope), { ...plain, ...wanted }, scope));
  await tell('退回 refused', () => listRefused(store.city, { state: 'refused', size: 20 }, 'city'));
  const began = performance.now();
  let cells = 0;
  while (await addUpOne(store.city)) cells += 1;
  const each = (performance.now() - began) / cells;
  process.stdout.write(
    `重算 added up anew: ${cells} 个单位年度 departments and years，每个 each ${each.toFixed(0)} ms\n`,
  );
  await tell('统计 statistics', () => statistics(store.city, {}, 'city'));
  await tell('统计：一个部门一年 statistics of a department and year', () =>
    statistics(store.within([department]), { year: 2026, department }, [department]),
  );
} finally {
  await store.close();
  await database.drop();
}
