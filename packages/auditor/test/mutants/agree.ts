import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryDump } from '../../src/tamper/memory-dump.ts';
import { audited, mutantsOf, type Tried, targetOf, tried } from './run.ts';
import { SecondVerifier } from './second.ts';

/** What came of many forgeries of some histories, by the auditor and by the second verifier. */
export interface Agreement {
  readonly outcomes: readonly Tried[];
  /** Whole histories that either of the two found something in. */
  readonly alarms: readonly string[];
  /** Forgeries of which the two say something else. */
  readonly verdicts: readonly string[];
  /** Forgeries of which they name another record first. */
  readonly firsts: readonly string[];
}

/** Forges each history so many times, and has both verifiers judge every forgery and the history itself. */
export async function forgeAndCompare(seeds: readonly number[], forgeries: number): Promise<Agreement> {
  const dir = mkdtempSync(join(tmpdir(), 'guidang-mutants-'));
  const second = new SecondVerifier();
  try {
    const outcomes: Tried[] = [];
    const alarms: string[] = [];
    for (const seed of seeds) {
      const target = targetOf(seed, dir);
      const { history, anchors } = target;
      const { faults } = await audited(new MemoryDump(history.log.entries, history.files), anchors);
      const whole = await (await second.ask(target.anchorsFile!, target.folders!.dir, false)).answer;
      if (faults.length > 0 || whole.verdict !== 'whole')
        alarms.push(`history ${seed}: ${faults[0]?.code}, ${whole.first?.what}`);
      let left = forgeries;
      for (const { mutant, seed: chance } of mutantsOf(history, seed, 1)) {
        const outcome = await tried(target, mutant, chance, second);
        if (!outcome) continue;
        outcomes.push(outcome);
        if (--left === 0) break;
      }
    }
    const differ = await Promise.all(outcomes.map((one) => one.differ));
    return {
      ...{ outcomes, alarms },
      verdicts: differ.flatMap(({ verdict }) => verdict ?? []),
      firsts: differ.flatMap(({ verdict, first }) => (verdict === null && first !== null ? [first] : [])),
    };
  } finally {
    await second.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
