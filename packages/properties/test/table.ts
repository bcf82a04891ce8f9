import { type Finding, Outcome } from '@guidang/contracts';
import { BASES, COMMON_CODES, ITEMS, type Item, STAGE_ITEMS, type Stage } from '../src/index.ts';
import { STAGE_BASES } from '../src/rules/bases.ts';
import { goldenOf, goldenOfPackages } from './golden.ts';

/** How many specimens each item is shown with, by what it says of them (golden/findings.json, packages.ts). */
const SHOWN = new Map<string, Map<Outcome, number>>();
const count = (item: string, outcome: Outcome): void => {
  const of = SHOWN.get(item) ?? new Map<Outcome, number>();
  SHOWN.set(item, of.set(outcome, (of.get(outcome) ?? 0) + 1));
};
for (const line of [...Object.values(goldenOf()), ...Object.values(goldenOfPackages())].flat()) {
  const { item, outcome } = JSON.parse(line) as Finding;
  count(item, outcome);
}
const shownOf = ({ code }: Item): string =>
  Outcome.options
    .flatMap((outcome) => {
      const shown = SHOWN.get(code)?.get(outcome);
      return shown ? [`${outcome} ${shown}`] : [];
    })
    .join('<br>');

export const DOCUMENT = new URL('../../../docs/four-properties.md', import.meta.url);

const PROPERTIES = {
  authenticity: '真实性 authenticity',
  integrity: '完整性 integrity',
  usability: '可用性 usability',
  security: '安全性 security',
} as const;
const BUILT = { yes: 'yes', part: 'in part', no: 'no: NOT_RUN' } as const;

const builtOf = (one: Item): string => {
  const notApplicable = Object.values(one.codes).some(([outcome]) => outcome === 'NOT_APPLICABLE');
  return one.built === 'no' && notApplicable ? 'NOT_APPLICABLE' : BUILT[one.built];
};
const codesOf = (codes: Item['codes']): string =>
  Object.entries(codes)
    .map(([code, [outcome, meaning]]) => `${outcome} \`${code}\` ${meaning}`)
    .join('<br>');

/** What a scheme may set, with what stands there until it does. */
const parametersOf = (values: Readonly<Record<string, unknown>> | undefined): string =>
  Object.entries(values ?? {})
    .map(([name, value]) => `\`${name}\` ${JSON.stringify(value)}`)
    .join('<br>');
const NEWEST = [...BASES.values()].at(-1)!;

const row = (one: Item): string =>
  `| ${[
    `**${one.code}**`,
    `${one.zh}<br>${one.en}`,
    one.judges.join(', '),
    one.looksAt,
    `${one.level}, ${one.mode}${one.locked ? ', locked' : ''}`,
    parametersOf(NEWEST.items[one.code]?.parameters),
    codesOf(one.codes),
    shownOf(one),
    builtOf(one),
    one.basis,
    one.sure,
  ].join(' | ')} |`;

/** The items of one property as a table. */
const tableOf = (property: keyof typeof PROPERTIES): string =>
  [
    `### ${PROPERTIES[property]}`,
    '',
    `| item | name | judged by | what is looked at | level, mode | parameters (${NEWEST.id}) | outcomes | specimens | built | clause, basis | sure |`,
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...ITEMS.filter((one) => one.property === property).map(row),
  ].join('\n');

/** The items of a stage at which packages are judged. The column of the standard is empty where nobody has seen its number. */
const stageTable = (stage: Stage, title: string): string =>
  [
    `### ${title}`,
    '',
    `| item | number in the standard | name | judges as | what is looked at | level, mode | parameters (${STAGE_BASES[stage].id}) | outcomes | specimens | clause, basis | sure |`,
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...STAGE_ITEMS[stage].map((one) =>
      [
        '',
        `**${one.code}**`,
        one.number ?? '',
        `${one.zh}<br>${one.en}`,
        one.like ?? '',
        one.looksAt,
        `${one.level}, ${one.mode}${one.locked ? ', locked' : ''}`,
        parametersOf(STAGE_BASES[stage].items[one.code]?.parameters),
        one.like ? `as ${one.like}` : codesOf(one.codes),
        shownOf(one),
        one.basis,
        one.sure,
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ].join('\n');

const tables = (): string =>
  [
    ...(Object.keys(PROPERTIES) as (keyof typeof PROPERTIES)[]).map(tableOf),
    stageTable('transfer', '移交与接收 transfer: packages that come from elsewhere (rules yj@1)'),
    stageTable('preservation', '长期保存 preservation: packages looked at again in the store (rules cq@1)'),
    `### Codes that any item may say\n\n${codesOf(COMMON_CODES).replaceAll('<br>', '\n\n')}`,
  ].join('\n\n');

/** The document with its tables renewed. */
export const whole = (document: string): string =>
  document.replace(
    /(<!-- items -->\n)[\s\S]*?(<!-- \/items -->)/,
    (_, start: string, end: string) => `${start}\n${tables()}\n\n${end}`,
  );
