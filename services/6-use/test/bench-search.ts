import { ownDatabase } from '@guidang/infra-local';
import { catalogueOver } from '../src/index/catalogue.ts';
import { cut } from '../src/index/cutter.ts';
import { openStore } from '../src/store.ts';

/** How long searching takes over many archived cases, by hand: `node services/6-use/test/bench-search.ts [rows]`. No test: it says what was measured here. */
const ROWS = Number(process.argv[2] ?? 100_000);
const TIMES = 7;
const database = await ownDatabase('services/6-use', 'use');
const store = openStore(database.url);
const vector = (text: string): string =>
  [...new Set(cut(text))].map((word) => `'${word.replaceAll("'", "''")}'`).join(' ');

try {
  await store.door.query(
    `INSERT INTO indexed_case (case_number, reference_code, matter_code, matter_name, department_uscc, department_name, fonds, region, channel, kind, applicant_kind,
       scheme_id, scheme_version, sharing, received_at, accepted_at, closed_at, year, outcome, package, files, text, words, cutter)
     SELECT 'C' || lpad(n::text, 12, '0'), 'J0' || n, 'M', '事项' || n % 491, 'A' || n % 24, '单位' || n % 24, 'J', 'R', '1', '1', '1', 'x', 1, 'conditional',
       now(), now(), now() - n * interval '5 minutes', 2026, 'granted', 'p', 1, 'c' || lpad(n::text, 12, '0') || ' 取水许可 事项' || n % 491, $2::text::tsvector || ('''事项' || n % 491 || '''')::tsvector, 'c'
     FROM generate_series(1, $1::int) n RETURNING 1`,
    ROWS,
    vector('取水许可'),
  );
  await store.door.query(
    `INSERT INTO personal_entry (case_number, salt, text, words)
     SELECT 'C' || lpad(n::text, 12, '0'), 's', '欧阳' || n % 5000, ('''欧阳' || n % 5000 || '''')::tsvector FROM generate_series(1, $1::int) n RETURNING 1`,
    ROWS,
  );
  for (const table of ['indexed_case', 'personal_entry']) await store.door.query(`ANALYZE ${table}`);
  const catalogue = catalogueOver(store.within({ role: 'archivist' }));
  process.stdout.write(`${ROWS} 行 rows\n`);
  for (const [name, query, page] of [
    ['办件号 a case number', `C${String(ROWS - 7).padStart(12, '0')}`, 1],
    ['人名 a name', '欧阳77', 1],
    ['一个事项 a matter', '事项77', 1],
    ['人名与事项 a name and a matter', '欧阳77 事项77', 1],
    ['常见词 a common word', '取水许可', 1],
    ['常见词第 400 页 page 400 of it', '取水许可', 400],
    ['没有的词 a word that is nowhere', '火星移民', 1],
  ] as const) {
    const took: number[] = [];
    let total = 0;
    for (let n = 0; n < TIMES; n += 1) {
      const began = performance.now();
      ({ total } = await catalogue.search(query, page));
      took.push(performance.now() - began);
    }
    took.sort((a, b) => a - b);
    process.stdout.write(
      `${name}: 中位 median ${took[TIMES >> 1]!.toFixed(0)} ms，最慢 slowest ${took.at(-1)!.toFixed(0)} ms，${total} 件 found\n`,
    );
  }
} finally {
  await store.close();
  await database.drop();
}
