import { type Block, cell, label, layoutDocument, openTypefaces } from '@guidang/paper';
import { CODES_ZH, STAGE_ITEMS } from '@guidang/properties';
import type { Receipt } from './receive.ts';

const VERDICTS = { ACCEPTED: '接收', PENDING_REVIEW: '待人工复核', REJECTED: '退回' } as const;
const OUTCOMES = {
  ...{ PASS: '合格', FAIL: '不合格', WARN: '警告', MANUAL_REVIEW: '待人工复核' },
  ...{ NOT_APPLICABLE: '不适用', NOT_RUN: '未检测' },
} as const;

/** 移交接收检测报告 as PDF/A-2b, the same bytes for the same receipt. */
export function paperOf({ profile, at, package: of, referenceCodes, verdict, counts, findings }: Receipt): Buffer {
  const names = new Map(STAGE_ITEMS.transfer.map(({ code, zh }) => [code, zh]));
  const lines: [string, string][] = [
    ['检测结论', VERDICTS[verdict]],
    ['档号', referenceCodes.slice(0, 20).join('；') || '无'],
    ['信息包格式', profile],
    ['信息包摘要 SHA-256', of.sha256],
    ['字节数、文件数', `${of.bytes}，${of.files}`],
    ['检测时间', at],
    [
      '各结果项数',
      Object.entries(counts)
        .map(([one, n]) => `${OUTCOMES[one as keyof typeof OUTCOMES]} ${n}`)
        .join('，'),
    ],
  ];
  const blocks: Block[] = [
    { kind: 'title', text: '移交接收检测报告', below: 'DA/T 70-2018 移交与接收环节' },
    {
      ...{ kind: 'table', columns: [130, 340], head: { cells: [label('项目'), label('内容')] } },
      rows: lines.map(([name, text]) => ({ cells: [cell(name), cell(text)] })),
    },
    { kind: 'heading', text: '检测项结果' },
    {
      ...{ kind: 'table', columns: [110, 130, 70, 160] },
      head: { cells: [label('编码'), label('检测项'), label('结果'), label('说明与对象')] },
      rows: findings.map(({ item, outcome, code, object }) => ({
        cells: [
          cell(item),
          cell(names.get(item) ?? ''),
          cell(OUTCOMES[outcome]),
          cell(`${CODES_ZH[code] ?? code}（${object}）`),
        ],
      })),
    },
  ];
  const options = { title: '移交接收检测报告', running: '移交接收检测报告', edition: 'guidang transfer 1', at };
  return layoutDocument(blocks, options, openTypefaces());
}
