import type { CaseChecked, Dossier, Outcome } from '@guidang/contracts';
import { type Block, cell, centred, label, type Row, type Table } from '@guidang/paper';
import { counted, DIGITS, materialsOf } from './materials.ts';
import { stepsOf } from './steps.ts';
import { APPLICANT_KIND, beijing, CASE_KIND, CHANNEL, CLOSING, maybe, NOTHING, OUTCOME, ordinal } from './words.ts';

export const TITLE = '政务服务办件办理过程记录';

/** What the record is made of: the closing link of the check, and the chain object that already holds it. */
export interface RecordOf {
  readonly link: Pick<CaseChecked, 'case' | 'time' | 'body'>;
  readonly chain: { readonly content: string; readonly links: number };
}

/** Columns in points; they add up to the measure of the page. */
const FACTS = [86, 149, 86, 149];

type Section = [heading: string, ...blocks: Block[]];
const SUPERSEDED = '已被替换的材料（不删除，随卷保存）';

/** 办理过程记录, block by block. Nothing in it names a person: staff numbers and posts, codes and digests. */
export function contentsOf({ link, chain }: RecordOf): Block[] {
  const { dossier, counts } = link.body;
  const sections: Section[] = [
    ['基本信息', factsOf(link.body)],
    [`办理环节（共 ${dossier.steps.length} 个）`, ...some(stepsOf(dossier), '没有办理环节记录。')],
    ['办理结果', ...some(resultsOf(dossier), '没有结果证照。')],
    [`归档材料（${counted(dossier)}）`, ...some(materialsOf(dossier.form, dossier.materials), '没有归档材料。')],
    ...(dossier.superseded.length > 0 ? [[SUPERSEDED, ...materialsOf(null, dossier.superseded)] as Section] : []),
    ['归档检测', outcomesOf(counts)],
  ];
  return [
    { kind: 'title', text: TITLE, below: `办件编号：${link.case}` },
    ...sections.flatMap(([heading, ...blocks], i): Block[] => [
      { kind: 'heading', text: `${ordinal(i + 1)}、${heading}` },
      ...blocks,
    ]),
    {
      kind: 'note',
      text: [
        '说明：',
        `1. 本记录由归档系统依据本办件的 ${chain.links} 条链节自动形成，链节文件的 SHA-256 为`,
        `    ${chain.content.slice('sha256:'.length)}。`,
        `2. 时间均为北京时间。处理人以人员编号表示。`,
        `3. 材料的 SHA-256 只印前 ${DIGITS} 个十六进制位；完整的 SHA-256 与 SM3 见固化清单。`,
      ].join('\n'),
    },
  ];
}

/** Blocks, or the words that there are none. */
const some = (blocks: readonly Block[], otherwise: string): readonly Block[] =>
  blocks.length > 0 ? blocks : [{ kind: 'note', text: otherwise }];

function factsOf({ dossier, round }: CaseChecked['body']): Table {
  const { head, closing } = dossier;
  const pair = (a: string, x: string, b: string, y: string): Row => ({ cells: [label(a), cell(x), label(b), cell(y)] });
  const wide = (a: string, x: string): Row => ({ cells: [label(a), cell(x, 3)] });
  return {
    kind: 'table',
    columns: FACTS,
    rows: [
      wide('事项名称', head.matter.name),
      wide('事项实施编码', head.matter.code),
      wide('受理单位', head.department.name),
      pair('统一社会信用代码', head.department.uscc, '全宗号', head.department.fonds),
      pair('办理形式', CHANNEL[head.channel]!, '办件类型', CASE_KIND[head.kind]!),
      pair('服务对象', APPLICANT_KIND[head.applicant.kind]!, '行政区划', head.region),
      pair('收件时间', beijing(head.receivedAt), '受理时间', beijing(head.acceptedAt)),
      pair('承诺办结时间', maybe(head.promisedAt), '办结时间', beijing(closing.closedAt)),
      pair('办理结果', CLOSING[closing.outcome], '补正次数', `${round - 1} 次`),
      pair('归档方案', `${head.scheme.id} 第 ${head.scheme.version} 版`, '联办编号', head.submission ?? NOTHING),
      wide('报送系统', head.source),
    ],
  };
}

function resultsOf({ results }: Dossier): Table[] {
  const rows = results.flatMap(({ name, number, issuer, issuedAt, validFrom, validUntil }): Row[] => [
    { cells: [label('证照名称'), cell(name), label('证照编号'), cell(number)], keep: true },
    { cells: [label('发证单位'), cell(issuer.name), label('统一社会信用代码'), cell(issuer.uscc)], keep: true },
    {
      cells: [
        label('发证时间'),
        cell(beijing(issuedAt)),
        label('有效期'),
        cell(validFrom || validUntil ? `${maybe(validFrom)} 至 ${maybe(validUntil)}` : NOTHING),
      ],
    },
  ]);
  return rows.length > 0 ? [{ kind: 'table', columns: FACTS, rows }] : [];
}

function outcomesOf(counts: Readonly<Record<string, number>>): Table {
  const outcomes = Object.keys(OUTCOME) as Outcome[];
  const width = FACTS.reduce((sum, one) => sum + one, 0) / outcomes.length;
  return {
    kind: 'table',
    columns: outcomes.map(() => width),
    rows: [
      { cells: outcomes.map((outcome) => label(OUTCOME[outcome])), keep: true },
      { cells: outcomes.map((outcome) => centred(`${counts[outcome] ?? 0} 项`)) },
    ],
  };
}
