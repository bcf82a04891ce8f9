import { describe, expect, it } from 'vitest';
import { MemoryDump } from '../src/tamper/memory-dump.ts';
import { anchorsOf, audited, historyOf, mutantsOf, type Outcome, tried } from './mutants/run.ts';
import { sharesOf } from './mutants/table.ts';

/** Forgeries of this run, on so many histories. More of them: test/mutants/write-table.ts. */
const MUTANTS = 1_000;
const HISTORIES = 4;

describe('forgeries of every kind of record, field and place', { timeout: 600_000 }, () => {
  it(`are found at least 999 times of 1,000, and the record is named at least 99 times of 100 (${MUTANTS} of them)`, async () => {
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const history = historyOf(seed);
      const anchors = anchorsOf(history);
      expect((await audited(new MemoryDump(history.log.entries, history.files), anchors)).faults).toEqual([]);
      let left = MUTANTS / HISTORIES;
      for (const { mutant, seed: chance } of mutantsOf(history, seed, 1)) {
        const outcome = await tried(history, anchors, mutant, chance);
        if (!outcome) continue;
        outcomes.push(outcome);
        if (--left === 0) break;
      }
    }
    const { all, detected, located } = sharesOf(outcomes);
    expect(all).toBe(MUTANTS);
    const lost = outcomes.filter((one) => !one.detected).map((one) => `${one.operator} ${one.attacker}: ${one.what}`);
    const unnamed = outcomes
      .filter((one) => one.detected && !one.located)
      .map((one) => `${one.operator} ${one.attacker}: ${one.what}`);
    expect(detected / all, lost.join('\n')).toBeGreaterThanOrEqual(0.999);
    expect(located / all, unnamed.join('\n')).toBeGreaterThanOrEqual(0.99);
  });
});
