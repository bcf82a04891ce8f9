import { DISPOSALS, HELD } from '../api/desk.ts';
import type { DueGroup, DuePackage } from '../api/disposal.ts';
import { openPaper, writeHead, writeTable } from './paper.ts';
import { endIn, retentionIn } from './registers.ts';
import { type Language, type SheetColumn, sheetOf, workbook } from './workbook.ts';

/** Which of the two lists: what has come to the end of its retention, or what is due at the archives. */
export type DuePaper = 'retention' | 'transfer';

const TITLES: Readonly<Record<DuePaper, readonly [zh: string, en: string]>> = {
  retention: ['到期档案鉴定清单', 'Packages to be appraised'],
  transfer: ['应移交进馆档案清单', 'Packages due at the archives'],
};
const standing = ({ disposal, inList }: DuePackage, language: Language): string => {
  const words = inList !== null ? HELD : disposal === null ? undefined : DISPOSALS[disposal];
  return words?.[language === 'zh' ? 0 : 1] ?? disposal ?? '';
};

const PACKAGES: readonly SheetColumn<DuePackage>[] = [
  { zh: '档号', en: 'Reference code', width: 28, value: (row) => row.referenceCode },
  { zh: '题名', en: 'Matter', width: 28, value: (row) => row.matter },
  { zh: '立档单位', en: 'Department', width: 22, value: (row) => row.department },
  { zh: '类别', en: 'Class', width: 10, value: (row) => row.category },
  { zh: '办结日期', en: 'Closed', width: 11, value: (row, language) => endIn(row.closedAt, language) },
  {
    ...{ zh: '保管期限', en: 'Retention', width: 9 },
    value: (row, language) => retentionIn(row.retention, language),
  },
  { zh: '期满', en: 'Ends', width: 11, value: (row, language) => endIn(row.endsAt, language) },
  { zh: '期限依据', en: 'Retention rests on', width: 20, value: (row) => `${row.scheme.id}@${row.scheme.version}` },
  { zh: '文件数', en: 'Files', width: 7, value: (row) => row.files },
  { zh: '字节数', en: 'Bytes', width: 10, value: (row) => row.bytes },
  { zh: '处置情况', en: 'Decided', width: 11, value: standing },
  { zh: '办件编号', en: 'Case', width: 24, value: (row) => row.case },
  { zh: '信息包摘要（SHA-256）', en: 'SHA-256 of the package', width: 40, value: (row) => row.package.slice(7) },
];
const GROUPS: readonly SheetColumn<DueGroup>[] = [
  { zh: '全宗', en: 'Fonds', width: 10, value: (row) => row.fonds },
  { zh: '立档单位', en: 'Department', width: 28, value: (row) => row.department },
  { zh: '类别', en: 'Class', width: 12, value: (row) => row.category },
  {
    ...{ zh: '保管期限', en: 'Retention', width: 10 },
    value: (row, language) => retentionIn(row.retention, language),
  },
  { zh: '件数', en: 'Packages', width: 10, value: (row) => row.packages },
  { zh: '文件数', en: 'Files', width: 10, value: (row) => row.files },
  { zh: '字节数', en: 'Bytes', width: 14, value: (row) => row.bytes },
  { zh: '最早', en: 'Earliest', width: 12, value: (row, language) => endIn(row.first, language) },
];

interface Due {
  readonly rows: readonly DuePackage[];
  readonly groups: readonly DueGroup[];
}

/** Packages with their digests, and how many there are of each fonds, unit, class and retention. */
export const dueWorkbook = (what: DuePaper, { rows, groups }: Due, language: Language): Promise<Buffer> => {
  const [zh, en] = TITLES[what];
  return workbook([
    sheetOf({ zh, en, columns: PACKAGES, rows }, language),
    sheetOf({ zh: '汇总', en: 'In groups', columns: GROUPS, rows: groups }, language),
  ]);
};

/** The same on paper: the groups, then every package. */
export async function duePaper(
  what: DuePaper,
  { rows, groups }: Due,
  notes: readonly string[],
  at: Date,
): Promise<Buffer> {
  const [title] = TITLES[what];
  const { paper, close } = openPaper(title, 'landscape', at);
  writeHead(paper, title, notes);
  const table = <Row>(columns: readonly SheetColumn<Row>[], list: readonly Row[]): void => {
    const cells = list.map((row) => columns.map(({ value }) => String(value(row, 'zh'))));
    writeTable(paper, {
      columns: columns.map(({ zh, width }) => ({ title: zh, width })),
      rows: cells.length === 0 ? [columns.map((_, index) => (index === 0 ? '（无）' : ''))] : cells,
    });
    paper.moveDown(0.8);
  };
  table(GROUPS, groups);
  table(PACKAGES, rows);
  if (paper.y > paper.page.height - 90) paper.addPage();
  paper.font('regular').fontSize(9.5);
  paper.text('鉴定人（签章）：                         审核人（签章）：                              年    月    日');
  return close();
}
