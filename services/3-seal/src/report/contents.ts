import type { CheckReport, Outcome } from '@guidang/contracts';
import { type Block, cell, centred, label, type Row, type Table } from '@guidang/paper';
import { beijing, OUTCOME, ordinal } from '../record/words.ts';

export const TITLE = '四性检测报告';
const PROPERTY = { '1': '真实性', '2': '完整性', '3': '可用性', '4': '安全性' } as const;
const STAGE = { '1': '归档', '2': '移交与接收', '3': '长期保存' } as const;
const LEVEL = { BLOCK: '必须通过', WARN: '提示', INFO: '告知' } as const;

/** Columns in points; they add up to the measure of the page. */
const FACTS = [86, 149, 86, 149];
const RESULTS = [82, 150, 110, 58, 70];
const REMARKS = [82, 118, 58, 212];
const ITEMS = [82, 118, 110, 160];

/** 四性检测报告 as a paper, block by block: what the data says, and nothing else. */
export function contentsOf(report: CheckReport): Block[] {
  const sections: [heading: string, ...blocks: Block[]][] = [
    ['检测概况', overview(report)],
    ...Object.entries(PROPERTY).map(([nature, name]): [string, Block] => [name, resultsOf(report, nature)]),
    ['需说明的检测项', ...remarksOf(report)],
    ['检测项目说明', itemsOf(report)],
  ];
  return [
    { kind: 'title', text: TITLE, below: `办件编号：${report.case}` },
    ...sections.flatMap(([heading, ...blocks], i): Block[] => [
      { kind: 'heading', text: `${ordinal(i + 1)}、${heading}` },
      ...blocks,
    ]),
    {
      kind: 'note',
      text: [
        '说明：',
        '1. 本报告由归档系统依据检测链节自动形成，与同名数据文件内容一致；结束本轮检测的链节的 SHA-256 为',
        `    ${report.link}。`,
        '2. 检测项编码依 DA/T 70-2018；含 LOCAL 的为本系统自定项。时间为北京时间。',
        '3. 未检测、不适用均非通过。检测依据中标准条款号以标准文本为准。',
      ].join('\n'),
    },
  ];
}

function overview({
  stage,
  result,
  at,
  round,
  inspector,
  rules,
  items,
  passed,
  failed,
  counts,
  resolution,
}: CheckReport): Table {
  const pair = (a: string, x: string, b: string, y: string): Row => ({ cells: [label(a), cell(x), label(b), cell(y)] });
  const wide = (a: string, x: string): Row => ({ cells: [label(a), cell(x, 3)] });
  const found = (Object.keys(OUTCOME) as Outcome[]).map((one) => `${OUTCOME[one]} ${counts[one] ?? 0}`).join('，');
  return {
    kind: 'table',
    columns: FACTS,
    rows: [
      pair('检测环节', STAGE[stage], '检测结论', result === 'passed' ? '通过' : '退回'),
      pair('检测时间', beijing(at), '检测轮次', `第 ${round} 轮`),
      pair('检测软件', inspector, '检测规则集', rules.base),
      pair('检测项数', `${items} 项`, '通过／不通过', `${passed} 项／${failed} 项`),
      wide('逐对象结果', found),
      wide('规则集摘要', rules.digest),
      ...(resolution
        ? [
            wide(
              '人工复核',
              `${resolution.by.account} ${beijing(resolution.decidedAt)} ${resolution.resolution === 'accepted' ? '通过' : '不通过'}：${resolution.reason}`,
            ),
          ]
        : []),
    ],
  };
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, n) => sum + n, 0);

const resultsOf = ({ results }: CheckReport, nature: string): Table => ({
  kind: 'table',
  columns: RESULTS,
  head: { cells: ['编码', '检测项目', '检测类别', '结果', '对象数'].map(label) },
  rows: results
    .filter(({ property }) => property === nature)
    .map(({ code, project, class: kind, result, counts }) => ({
      cells: [cell(code), cell(project), cell(kind), centred(OUTCOME[result]), centred(String(total(counts)))],
    })),
});

/** What is not plainly passed, with what was found; the evidence stands in the data. */
function remarksOf({ results }: CheckReport): Block[] {
  const rows = results.flatMap(({ code, remarks }) =>
    remarks.map(
      ({ object, outcome, words }): Row => ({
        cells: [cell(code), cell(object), centred(OUTCOME[outcome]), cell(words)],
      }),
    ),
  );
  if (rows.length === 0) return [{ kind: 'note', text: '全部检测项通过，无需说明。' }];
  return [{ kind: 'table', columns: REMARKS, head: { cells: ['编码', '检测对象', '结果', '说明'].map(label) }, rows }];
}

const itemsOf = ({ results }: CheckReport): Table => ({
  kind: 'table',
  columns: ITEMS,
  size: 8,
  head: { cells: ['编码', '检测目的', '检测对象', '检测依据和方法'].map(label) },
  rows: results.map(({ code, purpose, object, method, level }) => ({
    cells: [cell(`${code}（${LEVEL[level]}）`), cell(purpose), cell(object), cell(method)],
  })),
});
