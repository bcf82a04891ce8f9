import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { StatColumn, StatTable } from '../api/work.ts';
import { conditionsOf } from './list-cases.ts';
import { SIZES } from './totals.ts';

export interface StatWanted {
  readonly year?: number | undefined;
  readonly department?: string | undefined;
}

const CASES: StatColumn = { zh: '件数', en: 'Cases', unit: 'count' };
const FILES: StatColumn = { zh: '文件数', en: 'Files', unit: 'count' };
const BYTES: StatColumn = { zh: '字节数', en: 'Bytes', unit: 'bytes' };
const HOLDINGS = [CASES, FILES, BYTES];

interface Added {
  readonly label: string;
  readonly values: readonly number[];
}
type Order = (a: Added, b: Added) => number;
const byLabel: Order = (a, b) => (a.label < b.label ? -1 : 1);
const most: Order = (a, b) => b.values[0]! - a.values[0]! || byLabel(a, b);
const bySize: Order = (a, b) => SIZES.indexOf(a.label as never) - SIZES.indexOf(b.label as never);

interface About {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly columns: readonly StatColumn[];
  readonly order: Order;
  /** What is shown of what was added up. */
  readonly shown?: (values: readonly number[]) => readonly number[];
}

/** GB/T 39784-2021 10.1 and GB/T 18894-2016 9.4.2: what is held, by each of these, and how well it was made (read/totals.ts adds it up). */
const TABLES: readonly About[] = [
  { id: 'year', zh: '按年度', en: 'By year', columns: HOLDINGS, order: byLabel },
  { id: 'category', zh: '按门类', en: 'By category', columns: HOLDINGS, order: byLabel },
  { id: 'retention', zh: '按保管期限', en: 'By retention', columns: HOLDINGS, order: byLabel },
  { id: 'department', zh: '按立档单位', en: 'By unit', columns: HOLDINGS, order: most },
  { id: 'matter', zh: '按事项', en: 'By matter', columns: HOLDINGS, order: most },
  { id: 'outcome', zh: '按办理结果', en: 'By outcome', columns: HOLDINGS, order: byLabel },
  { id: 'format', zh: '按格式', en: 'By format', columns: [FILES, BYTES], order: most },
  { id: 'size', zh: '按归档包大小', en: 'By size of the package', columns: [CASES, BYTES], order: bySize },
  {
    ...{ id: 'quality', zh: '归档质量（按立档单位）', en: 'Quality, by unit' },
    columns: [
      { zh: '已办结', en: 'Closed', unit: 'count' },
      { zh: '曾退回', en: 'Refused once', unit: 'count' },
      { zh: '一次通过率', en: 'Passed at first', unit: 'percent' },
    ],
    order: most,
    shown: ([closed = 0, refused = 0]) => [closed, refused, Math.round((1000 * (closed - refused)) / closed) / 10],
  },
];
const MOST_ROWS = 60;

type Row = { label: string | null } & Record<string, bigint | number | string | null>;

/** Every table of the statistics, inside the scope: holdings, formats, sizes, quality, use. */
export async function statistics(sql: SqlDoor, wanted: StatWanted, scope: Scope): Promise<StatTable[]> {
  const { sql: where, values } = conditionsOf(wanted, scope);
  const added = await sql.query<{ about: string } & Row>(
    `SELECT about, label, sum(n0) AS n0, sum(n1) AS n1, sum(n2) AS n2 FROM statistic_total WHERE ${where} GROUP BY 1, 2`,
    ...values,
  );
  const table = ({ id, zh, en, columns, order, shown = (all) => all }: About): StatTable => ({
    ...{ id, zh, en, columns },
    rows: added
      .filter(({ about }) => about === id)
      .map(({ label, n0, n1, n2 }) => ({ label: label ?? '—', values: [n0, n1, n2].map(Number) }))
      .sort(order)
      .slice(0, MOST_ROWS)
      .map(({ label, values: all }) => ({ label, values: shown(all).slice(0, columns.length) })),
  });
  return [
    ...TABLES.map(table),
    ...(await uses(
      sql,
      wanted.year === undefined ? where : `case_number IN (SELECT case_number FROM case_view WHERE ${where})`,
      values,
    )),
  ];
}
/** Uses are few, and who came in one month cannot be added to who came in another place: they are counted each time. Of which year a case is, the case knows. */
async function uses(sql: SqlDoor, where: string, values: readonly unknown[]): Promise<StatTable[]> {
  const counted = async (about: Omit<StatTable, 'rows'>, query: string): Promise<StatTable> => {
    const rows = await sql.query<Row>(query, ...values);
    return {
      ...about,
      rows: rows.map(({ label, ...numbers }) => ({
        label: label ?? '—',
        values: about.columns.map((_, at) => Number(numbers[`n${at}`] ?? 0)),
      })),
    };
  };
  return Promise.all([
    counted(
      {
        ...{ id: 'use-month', zh: '利用（按月）', en: 'Use, by month' },
        columns: [
          { zh: '次数', en: 'Times', unit: 'count' },
          { zh: '人次', en: 'Persons', unit: 'count' },
          { zh: '副本页数', en: 'Pages copied', unit: 'count' },
        ],
      },
      `SELECT to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS label, count(*) AS n0, count(DISTINCT account) AS n1, COALESCE(sum(pages), 0) AS n2
       FROM use_view WHERE ${where} GROUP BY 1 ORDER BY 1 LIMIT ${MOST_ROWS}`,
    ),
    counted(
      {
        ...{ id: 'use-role', zh: '利用（按利用者）', en: 'Use, by who' },
        columns: [
          { zh: '次数', en: 'Times', unit: 'count' },
          { zh: '已制作副本', en: 'Copies made', unit: 'count' },
        ],
      },
      `SELECT role AS label, count(*) AS n0, count(*) FILTER (WHERE result = 'made') AS n1
       FROM use_view WHERE ${where} GROUP BY 1 ORDER BY 2 DESC, 1`,
    ),
  ]);
}

const WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  granted: ['准予', 'Granted'],
  refused: ['不予', 'Refused'],
  ended: ['终结', 'Ended'],
  citizen: ['公民', 'Citizens'],
  department: ['部门', 'Departments'],
  archivist: ['档案人员', 'Archivists'],
};

/** A row's name as people read it. */
export function labelOf({ id }: Pick<StatTable, 'id'>, label: string, language: 'zh' | 'en'): string {
  if (id === 'retention')
    return label === 'Y'
      ? language === 'zh'
        ? '永久'
        : 'For ever'
      : /^D\d+$/.test(label)
        ? `${label.slice(1)}${language === 'zh' ? ' 年' : ' years'}`
        : label;
  const known = WORDS[label];
  return known ? known[language === 'zh' ? 0 : 1] : label;
}
