import { readFileSync } from 'node:fs';
import { STEPS } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { IN_CHAIN_ORDER, RULES } from './rules.ts';

/** The table as it is written: the steps with their versions. */
const written = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^ {2}(\w+): (\[[^\]]+\]|\w+Rules),$/gm)].map(
    ([, step, rules]) => `${step}: ${rules}`,
  );

describe('the rules by which links are decided again', () => {
  it('are every version of every step, the same that the auditor has', () => {
    const here = written(`${import.meta.dirname}/rules.ts`);
    expect(here.map((row) => row.split(':')[0])).toEqual([...STEPS]);
    expect(here).toEqual(written(`${import.meta.dirname}/../../../packages/auditor/src/rules.ts`));
  });

  it('bear a digest of their own each, and stand in the order of the chain', () => {
    expect(IN_CHAIN_ORDER.map(([{ step }]) => step)).toEqual([...STEPS]);
    for (const versions of Object.values(RULES))
      expect(new Set(versions.map(({ rules }) => rules)).size).toBe(versions.length);
  });
});
