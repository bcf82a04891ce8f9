import type { CapturedFile, CaseChecked, Dossier, DossierMaterial, Outcome } from '@guidang/contracts';
import { type Block, type Cell, cell, centred, label, type Row, type Table } from './blocks.ts';
import {
  ACTION,
  APPLICANT_KIND,
  beijing,
  bytes,
  CASE_KIND,
  CHANNEL,
  CLOSING,
  COLLECTED,
  GROUP,
  OUTCOME,
  ordinal,
  STEP_STATE,
} from './words.ts';

export const TITLE = '政务服务办件办理过程记录';
/** Hexadecimal digits of a digest that are printed: enough to tell files apart on paper; the manifest has them whole. */
const DIGITS = 16;
const NOTHING = '—';

/** What the record is made of: the closing link of the check, and the chain object that already holds it. */
export interface RecordOf {
  readonly link: Pick<CaseChecked, 'case' | 'time' | 'body'>;
  readonly chain: { readonly content: string; readonly links: number };
}

/** Columns in points; each adds up to the measure of the page. */
const FACTS = [86, 149, 86, 149];
const STEP = [28, 56, 104, 56, 104, 56, 66];
const MATERIALS = [28, 38, 111, 115, 32, 56, 90];

/** 办理过程记录, block by block. Nothing in it names a person: staff numbers and posts, codes and digests. */
export function contentsOf({ link, chain }: RecordOf): Block[] {
  const { dossier, counts } = link.body;
  const sections: [heading: string, ...blocks: Block[]][] = [
    ['基本信息', factsOf(link.body)],
    [`办理环节（共 ${dossier.steps.length} 个）`, ...stepsOf(dossier)],
    ['办理结果', resultsOf(dossier)],
    [`归档材料（${counted(dossier)}）`, materialsOf(dossier.form, dossier.materials)],
    ...(dossier.superseded.length > 0
      ? [['已被替换的材料（不删除，随卷保存）', materialsOf(null, dossier.superseded)] as [string, Block]]
      : []),
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

const maybe = (time: string | null | undefined): string => (time ? beijing(time) : NOTHING);

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

/** One table for each 环节: its facts, and the opinion under them, which may be long. */
function stepsOf({ steps }: Dossier): Table[] {
  return steps.map(({ step, name, action, state, person, unit, opinion, startedAt, endedAt }, i): Table => {
    const number = (text: string, joined = true): Cell => ({ text, label: true, align: 'centre', joined });
    const row = (...cells: Cell[]): Row => ({ cells: [number(''), ...cells], keep: true });
    return {
      kind: 'table',
      columns: STEP,
      rows: [
        {
          cells: [
            number('', false),
            label('环节名称'),
            cell(name),
            label('环节代码'),
            cell(step),
            label('业务动作'),
            cell(`${ACTION[action]}（${STEP_STATE[state]}）`),
          ],
          keep: true,
        },
        row(label('处理单位'), cell(`${unit.name}（${unit.uscc}）`, 5)),
        {
          cells: [number(String(i + 1)), label('岗位'), cell(person.post), label('人员编号'), cell(person.id, 3)],
          keep: true,
        },
        row(label('开始时间'), cell(beijing(startedAt)), label('结束时间'), cell(maybe(endedAt), 3)),
        { cells: [number(''), label('处理意见'), cell(opinion || NOTHING, 5)] },
      ],
    };
  });
}

function resultsOf({ results }: Dossier): Block {
  if (results.length === 0) return { kind: 'note', text: '本办件没有结果证照。' };
  return {
    kind: 'table',
    columns: FACTS,
    rows: results.flatMap(({ name, number, issuer, issuedAt, validFrom, validUntil }): Row[] => [
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
    ]),
  };
}

const counted = ({ form, materials }: Dossier): string => {
  const files = materials.reduce((sum, material) => sum + material.files.length, 0) + (form ? 1 : 0);
  return `共 ${materials.length + (form ? 1 : 0)} 件 ${files} 个文件`;
};

function materialsOf(form: CapturedFile | null, materials: readonly DossierMaterial[]): Table {
  const formMaterial = form && {
    item: null,
    name: '申请表单',
    kind: '申请材料',
    files: [form],
    countersignature: null,
  };
  const listed = materials.map(({ item, name, group, collected, confirmed, files, countersignature }) => ({
    item,
    name,
    kind: `${GROUP[group]}，${COLLECTED[collected] ?? collected}${confirmed ? '，当场确认' : ''}`,
    files,
    countersignature,
  }));
  return {
    kind: 'table',
    columns: MATERIALS,
    size: 8.5,
    head: { cells: ['序号', '目录项', '材料名称与来源', '文件名', '格式', '字节数', 'SHA-256'].map(label) },
    rows: [...(formMaterial ? [formMaterial] : []), ...listed].flatMap((material, i) => rowsOf(material, i + 1)),
  };
}

interface Listed {
  readonly item: string | null;
  readonly name: string;
  readonly kind: string;
  readonly files: readonly CapturedFile[];
  readonly countersignature: CapturedFile | null;
}

/** A row for each file; the material they belong to stands beside them, its origin next to the second where there are several. */
function rowsOf({ item, name, kind, files, countersignature }: Listed, number: number): Row[] {
  const signed = countersignature && { ...countersignature, name: `${countersignature.name}（确认签名）` };
  const all = [...files, ...(signed ? [signed] : [])];
  const whole = (text: string): Cell[] => [centred(String(number)), centred(item ?? NOTHING), cell(text)];
  const going = (text: string): Cell[] =>
    [centred(''), centred(''), cell(text)].map((one) => ({ ...one, joined: true }));
  return all.map((file, i): Row => {
    const own = [
      cell(file.name),
      centred(file.format),
      { text: bytes(file.size), align: 'right' } as const,
      centred(file.content.slice('sha256:'.length, 'sha256:'.length + DIGITS)),
    ];
    if (i === 0) return { cells: [...whole(all.length > 1 ? name : `${name}\n${kind}`), ...own] };
    return {
      cells: [...going(i === 1 ? kind : ''), ...own],
      onNewPage: { cells: [...whole(`${name}（续）`), ...own] },
    };
  });
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
