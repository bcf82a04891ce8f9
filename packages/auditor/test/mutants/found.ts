import { beforeAll, expect, it } from 'vitest';
import { type Agreement, forgeAndCompare } from './agree.ts';
import { sharesOf } from './table.ts';

/** What is asked of both verifiers, over so many forgeries of each history. */
export function forgeriesAreFound(seeds: readonly number[], forgeries: number): void {
  let made: Agreement;
  beforeAll(async () => {
    made = await forgeAndCompare(seeds, forgeries);
  }, 600_000);

  it(`are found at least 999 times of 1,000, and the record is named at least 99 times of 100 (${seeds.length * forgeries} of them)`, () => {
    const { outcomes } = made;
    const { all, detected, located } = sharesOf(outcomes);
    expect(all).toBe(seeds.length * forgeries);
    const lost = outcomes.filter((one) => !one.detected).map(({ what }) => what);
    const unnamed = outcomes.filter((one) => one.detected && !one.located).map(({ what }) => what);
    expect(detected / all, lost.join('\n')).toBeGreaterThanOrEqual(0.999);
    expect(located / all, unnamed.join('\n')).toBeGreaterThanOrEqual(0.99);
  });

  it('leave what was not forged whole', () => {
    expect(made.alarms).toEqual([]);
  });

  it('are judged by the second verifier as by the auditor, every one of them', () => {
    expect(made.verdicts).toEqual([]);
  });

  it('are named by the second verifier at the record that the auditor names, or at another that was touched', () => {
    expect(made.firsts.length / made.outcomes.length, made.firsts.join('\n')).toBeLessThanOrEqual(0.005);
  });
}
