import type { FixityElsewhere, FixityOverview, FixityRound, InspectedPackage } from '../api/fixity.ts';
import { openPaper, writeHead, writeTable } from './paper.ts';
import { day } from './registers.ts';
import { type Language, type SheetColumn, sheetOf, workbook } from './workbook.ts';

export interface FixityPapers {
  readonly overview: FixityOverview;
  readonly faulty: readonly InspectedPackage[];
  readonly overdue: readonly InspectedPackage[];
}

export const OUTCOMES = {
  sound: ['完好', 'sound'],
  attention: ['须关注', 'attention'],
  damaged: ['受损', 'damaged'],
} as const;
const COPIES: Readonly<Record<string, readonly [string, string]>> = {
  ...{ intact: ['完好', 'intact'], changed: ['内容已变', 'changed'], missing: ['缺失', 'missing'] },
  unlocked: ['未锁定', 'unlocked'],
};
const at = (language: Language): 0 | 1 => (language === 'zh' ? 0 : 1);
const date = (time: string | null): string => (time === null ? '—' : day.format(new Date(time)));
const outcomeOf = ({ outcome }: InspectedPackage, language: Language): string =>
  outcome === null ? ['未检测', 'not looked at'][at(language)]! : OUTCOMES[outcome][at(language)];
const copiesOf = ({ copies }: InspectedPackage, language: Language): string =>
  copies.map(({ place, state }) => `${place}: ${COPIES[state]?.[at(language)] ?? state}`).join('；');
const findingsOf = ({ findings }: InspectedPackage, language: Language): string =>
  findings.map(({ itemZh, itemEn, code }) => `${language === 'zh' ? itemZh : itemEn} ${code}`).join('；');

const ROUNDS: readonly SheetColumn<FixityRound>[] = [
  { zh: '年度', en: 'Year', width: 8, value: (row) => row.year },
  { zh: '在库', en: 'Held', width: 10, value: (row) => row.held },
  { zh: '应检', en: 'To be looked at', width: 14, value: (row) => row.obliged },
  { zh: '应检已检', en: 'of them looked at', width: 14, value: (row) => row.answered },
  { zh: '已检', en: 'Looked at', width: 10, value: (row) => row.inspected },
  { zh: '须关注', en: 'Attention', width: 10, value: (row) => row.attention },
  { zh: '受损', en: 'Damaged', width: 10, value: (row) => row.damaged },
  { zh: '开始', en: 'From', width: 12, value: (row) => date(row.first) },
  { zh: '结束', en: 'To', width: 12, value: (row) => date(row.last) },
];
const PACKAGES: readonly SheetColumn<InspectedPackage>[] = [
  { zh: '档号', en: 'Reference code', width: 30, value: (row) => row.referenceCode ?? '' },
  { zh: '题名', en: 'Matter', width: 30, value: (row) => row.matter },
  { zh: '立档单位', en: 'Department', width: 24, value: (row) => row.department },
  { zh: '办件编号', en: 'Case', width: 26, value: (row) => row.case },
  { zh: '入库', en: 'Stored', width: 12, value: (row) => date(row.storedAt) },
  { zh: '最近检测', en: 'Looked at', width: 12, value: (row) => date(row.lookedAt) },
  { zh: '应检日期', en: 'Due', width: 12, value: (row) => date(row.dueAt) },
  { zh: '结论', en: 'Outcome', width: 10, value: outcomeOf },
  { zh: '各副本', en: 'Copies', width: 34, value: copiesOf },
  { zh: '检测发现', en: 'Findings', width: 40, value: findingsOf },
];

/** Rounds, packages with something found and packages overdue, each on a sheet of its own. */
export const fixityWorkbook = ({ overview, faulty, overdue }: FixityPapers, language: Language): Promise<Buffer> =>
  workbook([
    sheetOf({ zh: '年度检测', en: 'Rounds', columns: ROUNDS, rows: overview.rounds }, language),
    sheetOf({ zh: '有问题的档案', en: 'With findings', columns: PACKAGES, rows: faulty }, language),
    sheetOf({ zh: '逾期未检', en: 'Overdue', columns: PACKAGES, rows: overdue }, language),
  ]);

/** Packages from elsewhere, in words: there are few, and they are of no department. */
function writeElsewhere(paper: PDFKit.PDFDocument, { held, overdue, attention, damaged, ill }: FixityElsewhere): void {
  const numbers = ill.map(({ number, outcome }) => `${number}（${OUTCOMES[outcome][0]}）`).join('、');
  const counts = `外来档案 ${held} 个（未计入上数），逾期 ${overdue} 个，须关注 ${attention} 个，受损 ${damaged} 个`;
  paper
    .font('regular')
    .fontSize(9)
    .text(numbers === '' ? counts : `${counts}：${numbers}`);
}

/** 电子档案定期检测登记表: the same on paper, with room for whoever answers for it. */
export async function fixityPaper(
  { overview, faulty, overdue }: FixityPapers,
  notes: readonly string[],
  printed: Date,
): Promise<Buffer> {
  const title = '电子档案定期检测登记表';
  const { paper, close } = openPaper(title, 'landscape', printed);
  const { policy, held, due, overdue: late, attention, damaged } = overview;
  writeHead(paper, title, [
    ...notes,
    `检测周期 ${policy.days} 天，至迟 ${policy.mostDays} 天；在库 ${held} 件，到期 ${due} 件，逾期 ${late} 件，须关注 ${attention} 件，受损 ${damaged} 件`,
  ]);
  const table = <Row>(name: string, columns: readonly SheetColumn<Row>[], rows: readonly Row[]): void => {
    if (paper.y > paper.page.height - 120) paper.addPage();
    paper.moveDown(0.8).font('bold').fontSize(11).fillColor('#000').text(name).moveDown(0.2);
    const cells = rows.map((row) => columns.map(({ value }) => String(value(row, 'zh'))));
    const none = columns.map((_, index) => (index === 0 ? '（无）' : ''));
    writeTable(paper, {
      columns: columns.map(({ zh, width }) => ({ title: zh, width })),
      rows: cells.length === 0 ? [none] : cells,
    });
  };
  if (overview.elsewhere !== null) writeElsewhere(paper, overview.elsewhere);
  table('各年度检测', ROUNDS, overview.rounds);
  table('发现问题的档案', PACKAGES, faulty);
  table('逾期未检测的档案', PACKAGES, overdue);
  if (paper.y > paper.page.height - 90) paper.addPage();
  paper.moveDown(1.5).font('regular').fontSize(9.5);
  paper.text('检测人（签章）：                         审核人（签章）：                              年    月    日');
  return close();
}
