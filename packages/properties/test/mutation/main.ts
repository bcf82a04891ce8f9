/**
 * Plants faults into packages/properties, one at a time, and says which of them no test finds:
 *
 *     node packages/properties/test/mutation/main.ts [every n-th fault] [first]
 *
 * All faults stand in the code at once, asleep; the test run says which one is awake. Exits with 1 where fewer than 90 % are found.
 */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { planting } from './planting.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SHARE = 0.9;
const [every = 1, first = 0] = process.argv.slice(2).map(Number);

const names = globSync('**/*.ts', { cwd: `${ROOT}src` })
  .filter((name) => name !== 'index.ts')
  .sort();
const { texts, faults } = planting(names);
const chosen = faults.filter((_, i) => i % every === first);

const vitest = await startVitest(
  'test',
  [],
  {
    ...{ root: ROOT, config: false, watch: true, bail: 1, reporters: [{}], provide: { fault: 0 }, testTimeout: 20_000 },
    ...{
      include: ['test/*.test.ts'],
      maxWorkers: 1,
      setupFiles: [fileURLToPath(new URL('./setup.ts', import.meta.url))],
    },
  },
  { plugins: [{ name: 'planted-faults', enforce: 'pre', load: (id) => texts.get(id.split('?')[0]!) }] },
);
const modules = vitest.state.getTestModules();
const sound = modules.length > 0 && modules.every((one) => one.ok());
if (!sound) {
  const [fault] = modules.flatMap((one) => [
    ...one.errors(),
    ...[...one.children.allTests('failed')].flatMap((test) => test.result().errors ?? []),
  ]);
  throw new Error('the tests fail before anything is planted', { cause: fault });
}
const specifications = await vitest.globTestSpecifications();

const missed: typeof chosen = [];
const began = performance.now();
for (const [i, fault] of chosen.entries()) {
  vitest.provide('fault', fault.number);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
  if (unhandledErrors.length === 0 && testModules.every((one) => one.ok())) missed.push(fault);
  if (i % 50 === 49) process.stderr.write(`${i + 1} of ${chosen.length}, ${missed.length} not found\n`);
}
await vitest.close();

const found = chosen.length - missed.length;
for (const { file, line, was, instead } of missed)
  process.stdout.write(`not found: src/${file}:${line}  ${short(was)}  →  ${short(instead)}\n`);
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `${found} of ${chosen.length} planted faults found (${((100 * found) / chosen.length).toFixed(1)} %), of ${faults.length} that can be planted, in ${seconds} s\n`,
);
process.exit(found / chosen.length >= SHARE ? 0 : 1);

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}…` : line;
}
