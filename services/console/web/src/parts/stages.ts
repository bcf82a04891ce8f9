import { type Text, text } from '../app/words.ts';

/** Where a case stands, in words. */
export const STAGES: Readonly<Record<string, Text>> = {
  open: text('在办', 'Open'),
  captured: text('已收齐，待检测', 'Captured, waits for check'),
  review: text('待人工复核', 'Waits for review'),
  refused: text('检测退回', 'Refused'),
  checked: text('检测通过', 'Checked'),
  sealed: text('已固化', 'Sealed'),
  packaged: text('已组包', 'Packaged'),
  'package-refused': text('入库验收不合格', 'Package refused'),
  stored: text('已入库', 'Stored'),
  indexed: text('已归档，可利用', 'Archived'),
  withdrawn: text('已撤回', 'Withdrawn'),
};

/** Several stages under one word, as lists are narrowed by. */
export const STAGE_GROUPS: Readonly<Record<string, Text>> = {
  open: STAGES.open!,
  'under-way': text('归档处理中', 'Being archived'),
  review: STAGES.review!,
  refused: STAGES.refused!,
  archived: text('已归档', 'Archived'),
  withdrawn: STAGES.withdrawn!,
};

export const WAITS_FOR: Readonly<Record<string, Text>> = {
  applicant: text('申请人补交材料', 'the applicant, for materials'),
  department: text('受理部门办理', 'the department'),
  archivist: text('档案管理员复核', 'an archivist'),
  operator: text('值守员处理', 'an operator'),
  check: text('检测', 'check'),
  seal: text('固化', 'seal'),
  package: text('组包', 'package'),
  store: text('入库', 'store'),
  use: text('编制索引', 'the index'),
  nobody: text('—', '—'),
};

export const OUTCOMES: Readonly<Record<string, Text>> = {
  granted: text('准予', 'Granted'),
  refused: text('不予', 'Refused'),
  ended: text('终结', 'Ended'),
};

/** Colour of the tag, beside its words. */
export const toneOf = (stage: string): 'success' | 'error' | 'warning' | 'processing' | 'default' =>
  stage === 'indexed' || stage === 'stored'
    ? 'success'
    : stage === 'refused' || stage === 'package-refused'
      ? 'error'
      : stage === 'review'
        ? 'warning'
        : stage === 'withdrawn'
          ? 'default'
          : 'processing';

/** No code: what is not packaged yet. */
export const retentionText = (code: string): Text =>
  code === '' || code === '—'
    ? text('—', '—')
    : code === 'Y'
      ? text('永久', 'For ever')
      : text(`${code.slice(1)} 年`, `${code.slice(1)} years`);

const lost = (code: string): Text => text(code, code);
export const named = (table: Readonly<Record<string, Text>>, code: string): Text => table[code] ?? lost(code);
