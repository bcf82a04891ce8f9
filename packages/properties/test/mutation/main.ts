/**
 * Plants faults into packages/properties, one at a time, and says which of them no test finds:
 *
 *     node packages/properties/test/mutation/main.ts [files]
 *
 * All faults stand in the code at once, asleep; each is woken in modules of its own, in a thread that lives on. Only files of tests that come by a fault are asked, and
 * the first one that fails settles it. A run that is ended goes on where it was (state.ts). `files` takes only faults of files whose name holds it; without
 * it docs/properties-mutants.md is written. Exits with 1 where fewer than 90 % are found.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EQUIVALENTS } from './equivalents.ts';
import { planting } from './planting.ts';
import { settledBefore } from './state.ts';
import { DOCUMENT, type Settled, tableOf } from './table.ts';
import { Thread } from './thread.ts';

const SHARE = 0.9;
const [only = ''] = process.argv.slice(2);
/** Strongest first. What only compares a document with the code is no test of a judgement. */
const FIRST = ['golden.test.ts', 'stages.test.ts', 'file-items.test.ts', 'case-items.test.ts'];
const others = globSync('*.test.ts', { cwd: fileURLToPath(new URL('../', import.meta.url)) })
  .filter((name) => !FIRST.includes(name) && name !== 'table.test.ts')
  .sort();
const files = [...FIRST, ...others];
const TESTS = new URL('../', import.meta.url);
const sources = new Map(files.map((name) => [name, readFileSync(new URL(name, TESTS), 'utf8')]));
/** Tests of a file itself are asked before those that only come by it. */
const nearest = (asked: readonly string[], file: string): string[] => {
  const isOf = (name: string): boolean => sources.get(name)!.includes(`'../src/${file}'`);
  return [...asked.filter(isOf), ...asked.filter((name) => !isOf(name))];
};

const { texts, faults } = planting();
const chosen = faults.filter(({ file }) => file.includes(only));
/** Ends of lines within an expression mean nothing. */
const inLine = (text: string): string => text.replace(/\s+/g, ' ');
const isEquivalent = (fault: (typeof faults)[number]) =>
  EQUIVALENTS.find(
    ({ file, text, was, instead, nth = fault.nth }) =>
      file === fault.file &&
      text === fault.text &&
      nth === fault.nth &&
      was === inLine(fault.was) &&
      inLine(instead) === inLine(fault.instead),
  );
const unknown = EQUIVALENTS.filter((one) => !faults.some((fault) => isEquivalent(fault) === one));
if (unknown.length > 0)
  throw new Error(
    `equivalents that can no longer be planted: ${unknown.map(({ file, text }) => `${file} ${text}`).join('; ')}`,
  );

const thread = new Thread(texts);
const asleep = await thread.ask({ reach: files });
if (!asleep || !('reach' in asleep)) throw new Error('the tests cannot be run with every fault asleep');
const reach = new Map(Object.entries(asleep.reach).map(([file, all]) => [file, new Set(all)]));

const { settled, settle } = settledBefore();
const left = chosen.filter(({ number }) => !settled.has(number));
for (const [i, { number, file }] of left.entries()) {
  const asked = nearest(
    files.filter((name) => reach.get(name)?.has(number)),
    file,
  );
  const answer =
    asked.length === 0 ? { fault: number, foundBy: null } : await thread.ask({ fault: number, files: asked });
  settle(number, answer && 'foundBy' in answer ? answer.foundBy : 'it hangs, or ends the thread');
  if (i % 50 === 49) process.stderr.write(`${i + 1} of ${left.length}\n`);
}
await thread.end();

const all: Settled[] = chosen.map((fault) => ({
  ...fault,
  foundBy: settled.get(fault.number) ?? null,
  because: isEquivalent(fault)?.because ?? null,
}));
const wrongly = all.filter(({ foundBy, because }) => foundBy && because);
if (wrongly.length > 0)
  throw new Error(`found, and said to be equivalent: ${wrongly.map(({ file, line }) => `${file}:${line}`).join(', ')}`);
const missed = all.filter(({ foundBy, because }) => !foundBy && !because);
for (const { file, line, was, instead } of missed)
  process.stdout.write(
    `not found: src/${file}:${line}  ${was.replace(/\s+/g, ' ')}  →  ${instead.replace(/\s+/g, ' ')}\n`,
  );
if (!only) writeFileSync(DOCUMENT, tableOf(all, asleep.items));
const found = all.filter(({ foundBy }) => foundBy).length;
const real = all.filter(({ because }) => !because).length;
process.stdout.write(
  `${found} of ${real} planted faults found (${((100 * found) / real).toFixed(1)} %), ${all.length - real} more change nothing, of ${faults.length} that can be planted\n`,
);
process.exit(found / real >= SHARE ? 0 : 1);
