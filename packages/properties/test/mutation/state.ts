import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const FILE = fileURLToPath(new URL('../../../../.local/mutation/properties.jsonl', import.meta.url));

const digestOf = (patterns: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const name of patterns.flatMap((pattern) => globSync(pattern, { cwd: PACKAGE })).sort())
    hash.update(`${name}\0`).update(readFileSync(PACKAGE + name));
  return hash.digest('hex');
};

type Line = readonly [fault: number, by: string | null];

/**
 * What is settled already: of a fault the test that finds it, or null. A run that was ended goes on where it was. What was settled of other code says nothing; where only tests have changed, what was
 * found stays found, since tests are added and not taken away, and what was not is looked for again. To begin anew, take the file away.
 */
export function settledBefore(): { settled: Map<number, string | null>; settle: (...line: Line) => void } {
  const head = {
    code: digestOf(['src/**/*.ts', 'data/**/*.json', 'test/mutation/faults.ts']),
    tests: digestOf(['test/*.ts', 'test/golden/*.json']),
  };
  const [first, ...rest] = existsSync(FILE) ? readFileSync(FILE, 'utf8').trimEnd().split('\n') : [];
  const before = first === undefined ? undefined : (JSON.parse(first) as typeof head);
  const lines = before?.code === head.code ? rest.map((line) => JSON.parse(line) as Line) : [];
  const kept = before?.tests === head.tests ? lines : lines.filter(([, by]) => by !== null);
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, [head, ...kept].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const settled = new Map(kept);
  return {
    settled,
    settle: (fault, by) => {
      settled.set(fault, by);
      appendFileSync(FILE, `${JSON.stringify([fault, by])}\n`);
    },
  };
}
