import { fileURLToPath } from 'node:url';
import { ITEMS, STAGE_ITEMS } from '../../src/index.ts';
import type { PlantedFault } from './planting.ts';

/** A fault with the test that finds it, and why none could. */
export interface Settled extends PlantedFault {
  readonly foundBy: string | null;
  readonly because: string | null;
}

export const DOCUMENT = fileURLToPath(new URL('../../../../docs/properties-mutants.md', import.meta.url));

const code = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return `\`${line.length > 70 ? `${line.slice(0, 69)}…` : line}\``;
};
const placed = ({ file, line, was, instead }: Settled): string => `${file}:${line} ${code(was)} → ${code(instead)}`;

const row = (name: string, all: readonly Settled[]): string => {
  const missed = all.filter(({ foundBy, because }) => !foundBy && !because);
  const cells = [
    name,
    all.length,
    all.filter(({ foundBy }) => foundBy).length,
    all.filter(({ because }) => because).length,
    missed.length === 0 ? '' : missed.map(placed).join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
};
const HEAD = (of: string): string[] => [
  `| ${of} | planted | found | change nothing | not found |`,
  '|---|---|---|---|---|',
];

/** @param reach of each item the faults its judgement comes by, on all specimens */
export function tableOf(all: readonly Settled[], reach: Readonly<Record<string, readonly number[]>>): string {
  const items = new Map(Object.entries(reach).map(([item, numbers]) => [item, new Set(numbers)]));
  // What is made while a module loads belongs to the items that come by the rest of it.
  const filesOf = (item: string): Set<string> =>
    new Set(all.filter(({ number }) => items.get(item)?.has(number)).map(({ file }) => file));
  const ofItems = new Set([...items.values()].flatMap((numbers) => [...numbers]));
  const ofItem = (item: string): Settled[] => {
    const files = filesOf(item);
    return all.filter(({ number, file }) => items.get(item)?.has(number) || (files.has(file) && !ofItems.has(number)));
  };
  const named = [...ITEMS, ...STAGE_ITEMS.transfer, ...STAGE_ITEMS.preservation].map(
    ({ code: item, zh }) => [item, zh, ofItem(item)] as const,
  );
  const count = (of: (one: Settled) => unknown): number => all.filter(of).length;
  const found = count(({ foundBy }) => foundBy);
  const real = count(({ because }) => !because);
  return [
    '# 四性检测的证明 / The proof of the four properties',
    '',
    'Faults are planted into the code of the items (packages/properties/src), one at a time: a border moved, a comparison or a condition turned round, `and` for `or`, a number by one, a filter left out. **Found**: a test of the package fails. **Change nothing**: nobody',
    'could tell the difference, for the reason given below. What only tells the compiler, a message or the table of items is left out; that the document agrees with the code counts as no test here.',
    '',
    `**${found} of ${real} found (${((100 * found) / real).toFixed(1)} %)**; ${all.length - real} more change nothing; ${all.length} can be planted. Again: \`node packages/properties/test/mutation/main.ts\`, which writes this page. It goes on where it was ended, and what was found stays found while the code is the same.`,
    '',
    '## By item',
    '',
    'A fault counts for every item whose judgement comes by it on some specimen, so what items share stands in several rows.',
    '',
    ...HEAD('item'),
    ...named.map(([item, zh, faults]) => row(`**${item}** ${zh}`, faults)),
    '',
    '## By file',
    '',
    'Each fault once.',
    '',
    ...HEAD('file'),
    ...[...new Set(all.map(({ file }) => file))].map((name) =>
      row(
        `src/${name}`,
        all.filter(({ file }) => file === name),
      ),
    ),
    row('**all**', all),
    '',
    '## What changes nothing',
    '',
    '| fault | why nobody could tell |',
    '|---|---|',
    ...all.filter(({ because }) => because).map((one) => `| ${placed(one)} | ${one.because} |`),
    '',
  ].join('\n');
}
