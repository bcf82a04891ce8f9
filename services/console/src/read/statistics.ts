import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { StatColumn, StatTable } from '../api/work.ts';
import { conditionsOf } from './list-cases.ts';

export interface StatWanted {
  readonly year?: number | undefined;
  readonly department?: string | undefined;
}

const CASES: StatColumn = { zh: '件数', en: 'Cases', unit: 'count' };
const FILES: StatColumn = { zh: '文件数', en: 'Files', unit: 'count' };
const BYTES: StatColumn = { zh: '字节数', en: 'Bytes', unit: 'bytes' };
const HOLDINGS = [CASES, FILES, BYTES];

interface Dimension {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Column or expression of `case_view`, written here and by nobody who asks. */
  readonly by: string;
  readonly order?: string;
}

/** GB/T 39784-2021 10.1 and GB/T 18894-2016 9.4.2: what is held, by each of these. */
const DIMENSIONS: readonly Dimension[] = [
  { id: 'year', zh: '按年度', en: 'By year', by: 'year::text' },
  { id: 'category', zh: '按门类', en: 'By category', by: 'category' },
  { id: 'retention', zh: '按保管期限', en: 'By retention', by: 'retention' },
  { id: 'department', zh: '按立档单位', en: 'By unit', by: 'department_name', order: '2 DESC, 1' },
  { id: 'matter', zh: '按事项', en: 'By matter', by: 'matter_name', order: '2 DESC, 1' },
  { id: 'outcome', zh: '按办理结果', en: 'By outcome', by: 'outcome' },
];
const MOST_ROWS = 60;

type Row = { label: string | null } & Record<string, bigint | number | string | null>;

/** Every table of the statistics, inside the scope: holdings, formats, sizes, quality, use. */
export async function statistics(sql: SqlDoor, wanted: StatWanted, scope: Scope): Promise<StatTable[]> {
  const archived = conditionsOf({ ...wanted, stage: 'archived' }, scope);
  const all = conditionsOf(wanted, scope);
  const table = async (
    about: Pick<StatTable, 'id' | 'zh' | 'en'>,
    columns: readonly StatColumn[],
    query: string,
    values: readonly unknown[],
  ): Promise<StatTable> => {
    const rows = await sql.query<Row>(query, ...values);
    return {
      ...about,
      columns,
      rows: rows.map(({ label, ...numbers }) => ({
        label: label ?? '—',
        values: columns.map((_, at) => Number(numbers[`n${at}`] ?? 0)),
      })),
    };
  };
  const holdings = DIMENSIONS.map(({ id, zh, en, by, order = '1' }) =>
    table(
      { id, zh, en },
      HOLDINGS,
      `SELECT ${by} AS label, count(*) AS n0, sum(files) AS n1, sum(package_size) AS n2 FROM case_view WHERE ${archived.sql}
       GROUP BY 1 ORDER BY ${order} LIMIT ${MOST_ROWS}`,
      archived.values,
    ),
  );
  const within = `case_number IN (SELECT case_number FROM case_view WHERE ${archived.sql})`;
  return Promise.all([
    ...holdings,
    table(
      { id: 'format', zh: '按格式', en: 'By format' },
      [FILES, BYTES],
      `SELECT format AS label, count(*) AS n0, sum(size) AS n1 FROM file_view WHERE state = 'in-force' AND ${within}
       GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_ROWS}`,
      archived.values,
    ),
    table(
      { id: 'size', zh: '按归档包大小', en: 'By size of the package' },
      [CASES, BYTES],
      `SELECT label, count(*) AS n0, sum(package_size) AS n1 FROM (
         SELECT package_size, CASE WHEN package_size < 1048576 THEN '< 1 MiB' WHEN package_size < 10485760 THEN '1–10 MiB'
                                   WHEN package_size < 104857600 THEN '10–100 MiB' ELSE '≥ 100 MiB' END AS label
         FROM case_view WHERE ${archived.sql}) sized GROUP BY 1 ORDER BY min(package_size)`,
      archived.values,
    ),
    table(
      { id: 'quality', zh: '归档质量（按立档单位）', en: 'Quality, by unit' },
      [
        { zh: '已办结', en: 'Closed', unit: 'count' },
        { zh: '曾退回', en: 'Refused once', unit: 'count' },
        { zh: '一次通过率', en: 'Passed at first', unit: 'percent' },
      ],
      `SELECT label, count(*) AS n0, count(*) FILTER (WHERE refused) AS n1,
              round(100.0 * count(*) FILTER (WHERE NOT refused) / count(*), 1) AS n2
       FROM (SELECT department_name AS label,
                    EXISTS (SELECT 1 FROM refusal r WHERE r.case_number = c.case_number AND r.step = 'check') AS refused
             FROM case_view c WHERE closed_at IS NOT NULL AND ${all.sql}) judged
       GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_ROWS}`,
      all.values,
    ),
    table(
      { id: 'use-month', zh: '利用（按月）', en: 'Use, by month' },
      [
        { zh: '次数', en: 'Times', unit: 'count' },
        { zh: '人次', en: 'Persons', unit: 'count' },
        { zh: '副本页数', en: 'Pages copied', unit: 'count' },
      ],
      `SELECT to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS label, count(*) AS n0, count(DISTINCT account) AS n1, COALESCE(sum(pages), 0) AS n2
       FROM use_view WHERE ${within} GROUP BY 1 ORDER BY 1 LIMIT ${MOST_ROWS}`,
      archived.values,
    ),
    table(
      { id: 'use-role', zh: '利用（按利用者）', en: 'Use, by who' },
      [
        { zh: '次数', en: 'Times', unit: 'count' },
        { zh: '已制作副本', en: 'Copies made', unit: 'count' },
      ],
      `SELECT role AS label, count(*) AS n0, count(*) FILTER (WHERE result = 'made') AS n1
       FROM use_view WHERE ${within} GROUP BY 1 ORDER BY 2 DESC, 1`,
      archived.values,
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
