import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * `describe` and `it` without a runner, in the place of vitest's: a fault is looked for in a thread that lives on, and costs no process. `expect` is vitest's own.
 * Tests of this package are synchronous and share nothing, so nothing else is needed; a test that uses more of vitest ends the run before anything is planted.
 */
type Body = (...values: never[]) => unknown;
interface Test {
  readonly name: string;
  readonly run: () => unknown;
}

const vitest = createRequire(import.meta.url).resolve('vitest/package.json');
export const { expect } = (await import(new URL('dist/index.js', pathToFileURL(vitest)).href)) as {
  readonly expect: unknown;
};

let collected: Test[] = [];
/** What was written down since it was last asked. */
export function testsSoFar(): Test[] {
  const all = collected;
  collected = [];
  return all;
}

const valuesOf = (row: unknown): never[] => (Array.isArray(row) ? row : [row]) as never[];

export const it = Object.assign((name: string, body: Body): void => void collected.push({ name, run: () => body() }), {
  each: (rows: readonly unknown[]) => (name: string, body: Body) => {
    for (const [i, row] of rows.entries())
      collected.push({ name: `${name} (${i + 1})`, run: () => body(...valuesOf(row)) });
  },
});

export const describe = Object.assign((_: string, body: Body): void => void body(), {
  each: (rows: readonly unknown[]) => (_: string, body: Body) => {
    for (const row of rows) body(...valuesOf(row));
  },
});
