import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import { conditionsOf, type Wanted } from '../read/list-cases.ts';
import { openPaper, printTable, writeHead, writeTable } from './paper.ts';
import type { Language } from './workbook.ts';

export type RegisterWanted = Pick<Wanted, 'year' | 'department' | 'retention' | 'q'>;
/** Rows of one printed register: beyond, it has to be narrowed down. */
export const MOST_ROWS = 5_000;

interface CatalogueRow {
  reference_code: string;
  matter_name: string;
  department_name: string;
  closed_at: Date;
  retention: string;
  outcome: string;
  files: number;
  case_number: string;
}

export const day = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const OUTCOMES: Readonly<Record<string, string>> = { granted: '准予', refused: '不予', ended: '终结' };
export const retentionZh = (code: string): string => (code === '' ? '—' : code === 'Y' ? '永久' : `${code.slice(1)}年`);
/** In English the code is the word. */
export const retentionIn = (code: string, language: Language): string => (language === 'zh' ? retentionZh(code) : code);
/** A day, or that there is none: what is kept for ever ends on no day. */
export const endIn = (time: string | null, language: Language): string =>
  time === null ? (language === 'zh' ? '永久' : 'for ever') : day.format(new Date(time));

export const notesOf = (
  { year, department, retention }: RegisterWanted,
  at: Date,
  account: string,
  unit: string,
): string[] => [
  [unit, year && `${year} 年度`, retention && `保管期限：${retentionZh(retention)}`].filter(Boolean).join('  ') ||
    (department ?? '全部'),
  `打印：${day.format(at)}  操作：${account}`,
];

/** 归档文件目录 (DA/T 22-2015): 序号 档号 责任者 题名 日期 保管期限 页数 备注. */
export async function printCatalogue(
  sql: SqlDoor,
  wanted: RegisterWanted,
  scope: Scope,
  at: Date,
  account: string,
): Promise<Buffer> {
  const { sql: where, values } = conditionsOf({ ...wanted, stage: 'archived' }, scope);
  const rows = await sql.query<CatalogueRow>(
    `SELECT reference_code, matter_name, department_name, closed_at, coalesce(prolonged, retention) AS retention, outcome, files, case_number
     FROM case_view WHERE ${where} ORDER BY reference_code LIMIT ${MOST_ROWS}`,
    ...values,
  );
  const units = new Set(rows.map(({ department_name }) => department_name));
  return printTable(
    {
      title: '归档文件目录',
      notes: notesOf(wanted, at, account, units.size === 1 ? [...units][0]! : '全部立档单位'),
      columns: [
        { title: '序号', width: 4, align: 'center' },
        { title: '档号', width: 20 },
        { title: '责任者', width: 14 },
        { title: '题名', width: 28 },
        { title: '办结日期', width: 9, align: 'center' },
        { title: '保管期限', width: 7, align: 'center' },
        { title: '文件数', width: 6, align: 'right' },
        { title: '备注', width: 22 },
      ],
      rows: rows.map((row, index) => [
        ...[
          String(index + 1),
          row.reference_code,
          row.department_name,
          `${row.matter_name}（${OUTCOMES[row.outcome] ?? row.outcome}）`,
        ],
        ...[day.format(row.closed_at), retentionZh(row.retention), String(row.files), `办件编号 ${row.case_number}`],
      ]),
    },
    at,
  );
}

interface Counted {
  n: bigint;
  files: bigint;
  bytes: bigint;
  first: Date | null;
  last: Date | null;
  categories: string[];
}

/** 电子文件归档登记表 (GB/T 18894-2016 A.1), filled in from the chain; what people sign is left for them. */
export async function printFiling(
  sql: SqlDoor,
  wanted: RegisterWanted,
  scope: Scope,
  at: Date,
  account: string,
): Promise<Buffer> {
  const { sql: where, values } = conditionsOf({ ...wanted, stage: 'archived' }, scope);
  const [[counted], units] = await Promise.all([
    sql.query<Counted>(
      `SELECT count(*) AS n, COALESCE(sum(files), 0) AS files, COALESCE(sum(package_size), 0) AS bytes, min(stage_at) AS first,
              max(stage_at) AS last, COALESCE(array_agg(DISTINCT category) FILTER (WHERE category IS NOT NULL), '{}') AS categories
       FROM case_view WHERE ${where}`,
      ...values,
    ),
    sql.query<{ name: string }>(
      `SELECT DISTINCT department_name AS name FROM case_view WHERE ${where} ORDER BY 1 LIMIT 40`,
      ...values,
    ),
  ]);
  const { n, files, bytes, first, last, categories } = counted!;
  const { paper, close } = openPaper('电子文件归档登记表', 'portrait', at);
  const unit = units.length === 1 ? units[0]!.name : `${units.length} 个单位`;
  writeHead(paper, '电子文件归档登记表', notesOf(wanted, at, account, unit));
  const span = first && last ? `${day.format(first)} 至 ${day.format(last)}` : '—';
  const rows = [
    ['单位名称', units.map(({ name }) => name).join('、') || '—'],
    ['归档时间', span],
    ['归档电子文件门类', `专业档案（政务服务办件） ${categories.join('、')}`],
    ['归档电子文件数量', `${n} 件  ${files} 个文件  ${bytes} 字节`],
    ['归档方式', '在线归档'],
    ['病毒检验', '逐件检验，结论见各办件链节（DA/T 70 GD-4）'],
    ['真实性检验', '摘要（SHA-256、SM3）逐件复核；链节首尾相接；存证日志有见证签名'],
    ['完整性检验', '按归档范围与办理环节清点（DA/T 70 GD-2）'],
    ['可用性检验', '逐件打开检验格式与可读性（DA/T 70 GD-3）'],
    ['技术方法与相关软件说明', '归档信息包自带链节、清单、签名与时间戳，可脱离本系统验证'],
    ['文件形成部门（签章）', '\n\n                                        年    月    日'],
    ['档案部门（签章）', '\n\n                                        年    月    日'],
  ];
  const columns = [
    { title: '项目', width: 26 },
    { title: '内容', width: 74 },
  ];
  writeTable(paper, { columns, rows });
  return close();
}
