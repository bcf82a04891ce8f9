import type { ListItem, ListKind, WholeList } from '../api/desk.ts';
import { openPaper, writeHead, writeTable } from './paper.ts';
import { day, endIn, retentionIn, retentionZh } from './registers.ts';
import { type Language, type SheetColumn, sheetOf, workbook } from './workbook.ts';

const TITLES: Readonly<Record<ListKind, readonly [zh: string, en: string]>> = {
  prolong: ['档案续存清册', 'Packages kept on'],
  transfer: ['电子档案移交清册', 'Packages handed over'],
  destroy: ['电子档案销毁清册', 'Packages to be destroyed'],
  rearrange: ['档案整理调整清册', 'Packages arranged anew'],
};
const STATES: Readonly<Record<string, string>> = {
  ...{ proposed: '待批', approved: '已批准', rejected: '未批准', withdrawn: '已撤回' },
};

const COLUMNS: readonly SheetColumn<ListItem>[] = [
  { zh: '档号', en: 'Reference code', width: 28, value: (row) => row.referenceCode },
  { zh: '题名', en: 'Matter', width: 28, value: (row) => row.matter },
  { zh: '立档单位', en: 'Department', width: 22, value: (row) => row.department },
  { zh: '办结日期', en: 'Closed', width: 11, value: (row, language) => endIn(row.closedAt, language) },
  { zh: '保管期限', en: 'Retention', width: 9, value: (row, language) => retentionIn(row.retention, language) },
  { zh: '期满', en: 'Ends', width: 11, value: (row, language) => endIn(row.endsAt, language) },
  { zh: '文件数', en: 'Files', width: 7, value: (row) => row.files },
  { zh: '字节数', en: 'Bytes', width: 10, value: (row) => row.bytes },
  { zh: '办件编号', en: 'Case', width: 24, value: (row) => row.case },
  { zh: '信息包摘要（SHA-256）', en: 'SHA-256 of the package', width: 40, value: (row) => row.package.slice(7) },
];
const MORE: Readonly<Record<ListKind, readonly SheetColumn<ListItem>[]>> = {
  prolong: [{ zh: '续存至', en: 'Kept on until', width: 11, value: (row, language) => endIn(row.until, language) }],
  transfer: [],
  destroy: [],
  rearrange: [
    { zh: '原类别', en: 'Was', width: 24, value: (row) => row.was ?? '' },
    { zh: '调整为', en: 'From now on', width: 24, value: (row) => row.series ?? '' },
  ],
};

/** A list as a workbook, every package with its digest. */
export const listWorkbook = (list: WholeList, language: Language): Promise<Buffer> => {
  const [zh, en] = TITLES[list.kind];
  return workbook([sheetOf({ zh, en, columns: [...COLUMNS, ...MORE[list.kind]], rows: list.packages }, language)]);
};

/**
 * A list on paper, with who proposed and who approved it, and room for their signatures. Of destruction it is the 销毁清册 with what GB/T 18894-2016 A.4 asks for; of a transfer the 移交与接收登记表 comes
 * before it (DA/T 93-2022).
 */
export async function listPaper(list: WholeList, at: Date, account: string): Promise<Buffer> {
  const { kind, packages } = list;
  const [title] = TITLES[kind];
  const { paper, close } = openPaper(title, 'landscape', at);
  writeHead(paper, title, [
    `${list.department ?? '多个立档单位'}  ${STATES[list.state]}  清册编号 ${list.id}`,
    `打印：${day.format(at)}  操作：${account}  清册摘要（SHA-256）${list.digest}`,
  ]);
  writeTable(paper, {
    columns: [
      { title: '项目', width: 22 },
      { title: '内容', width: 78 },
    ],
    rows: headRows(list),
  });
  paper.moveDown(0.8);
  const columns = [...COLUMNS, ...MORE[kind]];
  writeTable(paper, {
    columns: [{ title: '序号', width: 5, align: 'center' }, ...columns.map(({ zh, width }) => ({ title: zh, width }))],
    rows: packages.map((row, index) => [String(index + 1), ...columns.map(({ value }) => String(value(row, 'zh')))]),
  });
  return close();
}

const SIGNED = '\n\n（签章）                              年    月    日';

function headRows(list: WholeList): string[][] {
  const { kind, packages } = list;
  const categories = [...new Set(packages.map(({ category }) => category))].join('、');
  const closed = packages.map(({ closedAt }) => closedAt).sort();
  const span = `${endIn(closed[0] ?? null, 'zh')} 至 ${endIn(closed.at(-1) ?? null, 'zh')}`;
  const amount = `${list.items} 件  ${list.files} 个文件  ${list.bytes} 字节`;
  const decision =
    list.decidedBy === null
      ? '待批'
      : `${STATES[list.state]}：${list.decidedBy}，${day.format(new Date(list.decidedAt!))}。意见：${list.opinion}`;
  const proposed = `${list.proposedBy}，${day.format(new Date(list.proposedAt))}。理由：${list.reason}`;
  const common = [
    ['档案门类', `专业档案（政务服务办件） ${categories}`],
    ['办结时间', span],
    ['数量', amount],
  ];
  const decided = [
    ['提出', proposed],
    ['批准', decision],
  ];
  switch (kind) {
    case 'destroy':
      return [
        ...common,
        ...decided,
        ['在线存储销毁说明', '各存储地副本在对象锁定期满后方可删除；本清册与链节、目录永久保存'],
        ['异地容灾、离线存储销毁说明', ''],
        ['起止时间、操作者', ''],
        ['填表人', SIGNED],
        ['审核人', SIGNED],
        ['单位', SIGNED],
      ];
    case 'transfer':
      return [
        ['移交单位', [...new Set(packages.map(({ department }) => department))].join('、')],
        ['接收单位', list.receiver ?? ''],
        ['交接工作名称', '政务服务电子档案移交进馆'],
        ...common,
        ['移交方式', '在线移交，或以封装包离线移交（DA/T 93-2022）'],
        [
          '真实性、完整性、可用性、安全性检验',
          '逐件附信息包摘要；信息包自带清单、签名、时间戳与链节，可脱离本系统核验',
        ],
        ...decided,
        ['移交单位填表人、审核人', SIGNED],
        ['接收单位填表人、审核人', SIGNED],
      ];
    case 'rearrange':
      return [
        ['调整规则', list.rule ?? ''],
        ['依据方案', list.scheme === null ? '' : `${list.scheme.id} 第 ${list.scheme.version} 版`],
        ...common,
        ...decided,
        ['说明', '归档信息包与原档号不变，调整另行记录'],
        ['审核人', SIGNED],
      ];
    case 'prolong':
      return [
        ...common,
        ['续存期限', retentionZh(list.retention ?? '')],
        ...decided,
        ['说明', '续存不延长存储中的对象锁定；由存储运维在锁定期满前按本清册延长'],
        ['审核人', SIGNED],
      ];
  }
}
