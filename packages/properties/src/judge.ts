import { type Finding, Outcome } from '@guidang/contracts';
import type { CaseFacts, MaterialFacts } from './facts.ts';
import { ITEMS } from './items.ts';

/** Findings of every item on a material and its files, as it comes. */
export const judgeMaterial = (facts: MaterialFacts): Finding[] =>
  ITEMS.flatMap(({ judge }) => judge.file?.(facts) ?? []);

/** Findings of every item on the case as a whole, as it closes. */
export const judgeCase = (facts: CaseFacts): Finding[] => ITEMS.flatMap(({ judge }) => judge.case?.(facts) ?? []);

/** A finding for which a case is refused. */
export const isRefusal = ({ outcome, level }: Finding): boolean => outcome === 'FAIL' && level === 'BLOCK';

const AT_REST: ReadonlySet<Outcome> = new Set<Outcome>(['PASS', 'NOT_APPLICABLE', 'NOT_RUN']);

/** A finding somebody has to do something about, or at least to know of. */
export const callsForSomebody = ({ outcome }: Finding): boolean => !AT_REST.has(outcome);

export type OutcomeCounts = Record<Outcome, number>;

/** How many findings of each outcome; keys in the order of `Outcome`, so that the same findings give the same bytes. */
export function countOutcomes(findings: readonly Finding[]): OutcomeCounts {
  const counts = Object.fromEntries(Outcome.options.map((outcome) => [outcome, 0])) as OutcomeCounts;
  for (const { outcome } of findings) counts[outcome]++;
  return counts;
}

/** The sum of counts. */
export function addCounts(all: readonly OutcomeCounts[]): OutcomeCounts {
  const sum = countOutcomes([]);
  for (const counts of all) for (const outcome of Outcome.options) sum[outcome] += counts[outcome];
  return sum;
}
