/**
 * Plants faults into packages/properties, one at a time, and says which of them no test finds:
 *
 *     node packages/properties/test/mutation/main.ts [every n-th fault] [first]
 *
 * All faults stand in the code at once, asleep; each is woken in modules of its own. What the tests assert word for word is looked at without a test runner (probe.ts);
 * what that does not find is given to the tests themselves. Exits with 1 where fewer than 90 % are found.
 */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { planting } from './planting.ts';
import { foundByTests } from './under-test.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SHARE = 0.9;
/** A fault may make a loop that never ends: that is found as well. */
const PATIENCE_MS = 60_000;
const [every = 1, first = 0] = process.argv.slice(2).map(Number);

const names = globSync('**/*.ts', { cwd: `${ROOT}src` })
  .filter((name) => name !== 'index.ts')
  .sort();
const { texts, faults } = planting(names);
const chosen = faults.filter((_, i) => i % every === first);

const began = performance.now();
const says = await probed([0, ...chosen.map(({ number }) => number)]);
const asleep = says.get(0)!;
if (asleep.startsWith('it throws')) throw new Error(asleep);
const unseen = chosen.filter(({ number }) => says.get(number) === asleep);
process.stderr.write(
  `${chosen.length - unseen.length} of ${chosen.length} found word for word, ${unseen.length} are given to the tests\n`,
);
const missed = await foundByTests(unseen, texts, ROOT);

const found = chosen.length - missed.length;
for (const { file, line, was, instead } of missed)
  process.stdout.write(`not found: src/${file}:${line}  ${short(was)}  →  ${short(instead)}\n`);
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `${found} of ${chosen.length} planted faults found (${((100 * found) / chosen.length).toFixed(1)} %), of ${faults.length} that can be planted, in ${seconds} s\n`,
);
process.exit(found / chosen.length >= SHARE ? 0 : 1);

/** What the probe says with each fault awake; a fault that hangs it is ended, and the others go on. */
async function probed(numbers: readonly number[]): Promise<Map<number, string>> {
  const answers = new Map<number, string>();
  for (let left = numbers; left.length > 0; left = left.filter((number) => !answers.has(number))) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { texts, numbers: left.slice(0, 150) },
    });
    await new Promise<void>((done) => {
      let begun: number | undefined;
      const end = (): void => {
        if (begun !== undefined && !answers.has(begun)) answers.set(begun, 'it hangs or ends the worker');
        void worker.terminate().then(() => done());
      };
      let timer = setTimeout(end, PATIENCE_MS);
      worker.on('message', (said: { begun: number } | { number: number; says: string }) => {
        clearTimeout(timer);
        timer = setTimeout(end, PATIENCE_MS);
        if ('begun' in said) begun = said.begun;
        else answers.set(said.number, said.says);
      });
      worker.on('error', end);
      worker.on('exit', () => {
        clearTimeout(timer);
        done();
      });
    });
  }
  return answers;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}…` : line;
}
