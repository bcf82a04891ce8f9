import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const FILE = fileURLToPath(new URL('../../../../.local/mutation/properties.jsonl', import.meta.url));

/** One digest over code, data and tests: what was settled under another one says nothing. */
const digestOfAll = (): string => {
  const hash = createHash('sha256');
  for (const name of globSync('{src,data,test}/**/*.{ts,json}', { cwd: PACKAGE }).sort())
    if (!name.startsWith('test/mutation/') || name.endsWith('faults.ts'))
      hash.update(`${name}\0`).update(readFileSync(PACKAGE + name));
  return hash.digest('hex');
};

/** What is settled already: of a fault the test that finds it, or null. A run that was ended goes on where it was. */
export function settledBefore(): {
  settled: Map<number, string | null>;
  settle: (fault: number, by: string | null) => void;
} {
  const digest = digestOfAll();
  const [head, ...lines] = existsSync(FILE) ? readFileSync(FILE, 'utf8').trimEnd().split('\n') : [];
  const goesOn = head === digest;
  if (!goesOn) {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, `${digest}\n`);
  }
  const settled = new Map(goesOn ? lines.map((line) => JSON.parse(line) as [number, string | null]) : []);
  return {
    settled,
    settle: (fault, by) => {
      settled.set(fault, by);
      appendFileSync(FILE, `${JSON.stringify([fault, by])}\n`);
    },
  };
}
