import { type Text, text } from '../../app/words.ts';

/** What a copy was found to be, in words, and what is to be done about it. Copies are named by where they lie. */
export const COPY_STATES: Readonly<Record<string, Text>> = {
  intact: text('完好', 'intact'),
  changed: text('内容已变', 'changed'),
  missing: text('缺失', 'missing'),
  unlocked: text('未锁定', 'not locked'),
};

const COPY_DEEDS: Readonly<Record<string, Text>> = {
  changed: text(
    '该处的内容与入库时不同：请值守员检查存储介质与存取记录，由完好的副本重新写入。原版本在锁定期内无法删除，留作证据。',
    'Other bytes lie there than were stored: have an operator look at the disks and access logs, and put the package there again from a sound copy. The changed version stays as evidence.',
  ),
  missing: text(
    '该处没有这一副本：请值守员恢复存储地，再由完好的副本重新写入。',
    'The copy is not there: have an operator restore the place, and put the package there again from a sound copy.',
  ),
  unlocked: text(
    '内容完好但未锁定：请值守员核对该存储地的保留策略并重新锁定。',
    'The bytes are right and not locked: have an operator look at the retention settings of the place, and lock it again.',
  ),
};

const DEEDS: readonly (readonly [item: RegExp, code: RegExp, Text])[] = [
  [
    /VIRUS/,
    /^INFECTED/,
    text(
      '按今日特征库检出病毒：先停止提供利用，请安全保密员鉴别。',
      'Infected by the signatures of today: stop giving copies, and have it looked into.',
    ),
  ],
  [
    /VIRUS|SCANNER/,
    /./,
    text(
      '病毒特征库过旧或没有检测引擎：请值守员更新后，下一轮自动重新检测。',
      'Virus signatures are old, or there is no scanner: have them brought up to date; the next round looks again.',
    ),
  ],
  [
    /SEAL|EVIDENCE|SIGNATURE/,
    /./,
    text(
      '签名、时间戳或证据记录不再成立：请查看“证据续期”告警并办理续期。',
      'Signature, timestamp or evidence record does not hold any more: see the alarm on renewals, and renew it.',
    ),
  ],
  [
    /READABLE|FORMAT|LONG-TERM/,
    /./,
    text(
      '格式已无法打开或有过时风险：列入格式转换计划。',
      'The format opens no more, or soon will not: plan its conversion.',
    ),
  ],
];
const OTHERS = text('请打开办件，查看该项检测的依据后处理。', 'Open the case and see what the item was judged by.');

/** What is to be done about a package, each thing said once; the worst comes first. */
export function whatToDo(
  copies: readonly { readonly state: string }[],
  findings: readonly { readonly item: string; readonly code: string }[],
): Text[] {
  const deeds = [
    ...copies.flatMap(({ state }) => COPY_DEEDS[state] ?? []),
    ...findings.map(
      ({ item, code }) => DEEDS.find(([items, codes]) => items.test(item) && codes.test(code))?.[2] ?? OTHERS,
    ),
  ];
  return [...new Set(deeds)];
}
