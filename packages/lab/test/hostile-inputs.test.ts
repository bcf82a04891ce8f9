import { readFileSync } from 'node:fs';
import { openInspector } from '@guidang/formats';
import { callsForSomebody, judgeMaterial, rulesOf } from '@guidang/properties';
import { afterAll, describe, expect, it } from 'vitest';
import { ELSEWHERE, HOSTILE } from './hostile/inputs.ts';
import { DOCUMENT, whole } from './hostile/table.ts';
import { aloneInMaterial } from './judged.ts';

const inspector = openInspector({ workers: 2, limits: { timeMs: 60_000 } });
afterAll(() => inspector.close());
const rules = rulesOf({ check: { base: 'dat70@3' } });
/** What is said of the format and of how pages look is not about hostility. */
const BESIDE = new Set(['GD-LOCAL-SCAN', 'GD-3-5']);

describe('a hostile file', () => {
  it.each(HOSTILE)(
    '%s brings about its findings, and evidence for each',
    { timeout: 90_000 },
    async (_, make, says) => {
      const found = judgeMaterial(rules, await aloneInMaterial(await make(), undefined, inspector));
      const calling = found.filter(callsForSomebody).filter(({ item }) => !BESIDE.has(item));
      expect(calling.map(({ item, outcome, code }) => `${item} ${outcome} ${code}`)).toEqual(says);
      expect(calling.length).toBeGreaterThan(0);
      for (const { evidence } of calling) expect(evidence.problems).not.toEqual([]);
    },
  );
});

it.each(ELSEWHERE)('%s has a test of its own', (_, file, test) => {
  expect(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')).toContain(test);
});

it('the document shows them all (renew it: node packages/lab/test/hostile/write-table.ts)', () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  expect(whole(document)).toBe(document);
});
