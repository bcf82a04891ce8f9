import type { Dossier, Finding, Scheme } from '@guidang/contracts';
import {
  addCounts,
  type CaseFacts,
  callsForSomebody,
  countOutcomes,
  FORM,
  judgeCase,
  type OutcomeCounts,
  type RuleSet,
} from '@guidang/properties';
import { type Blocking, blockingOf, foundIn } from './findings.ts';
import type { CheckedMaterial, CheckState, Standing } from './state.ts';

/** A case as it was judged when it closed, with what people have settled of it since. */
export interface JudgedCase {
  readonly ofCase: readonly Finding[];
  readonly materials: readonly CheckedMaterial[];
  readonly blocking: Blocking;
  readonly counts: OutcomeCounts;
}

type Closed = Pick<Standing, 'dossier' | 'captured' | 'scanner' | 'at'>;

/** Pure, and by the clock of the closing: judged again after a review it is what it was, but for what was settled. */
export function judged(state: CheckState, closed: Closed, scheme: Scheme, rules: RuleSet): JudgedCase {
  const { at, dossier, captured, scanner } = closed;
  const materials = inForce(state, dossier);
  const checked = new Map(materials.map((one) => [one.material, one.contents]));
  const ofCase = judgeCase(rules, {
    ...{ at, dossier, scheme, asked: state.asked, checked, captured, scanner },
    signed: signedAmong(materials),
  });
  const blocking = blockingOf(foundIn(ofCase, materials), state);
  const counts = addCounts([...materials.map((one) => one.counts), countOutcomes(ofCase)]);
  for (const { found, as } of blocking.settled) {
    counts[found.finding.outcome] -= 1;
    counts[as.outcome] += 1;
  }
  return { ofCase, materials, blocking, counts };
}

const signedAmong = (materials: readonly CheckedMaterial[]): CaseFacts['signed'] => ({
  carrying: materials.filter(({ signed }) => signed === true).length,
  unknown: materials.filter(({ signed }) => signed === undefined).length,
});

/** What was looked at of everything in force, the form first, then in the order of the dossier. What was never looked at is missing here and found by GD-1-11. */
function inForce({ materials }: CheckState, dossier: Dossier): CheckedMaterial[] {
  const looked = new Map(materials.map((one) => [one.material, one]));
  const names = [...(dossier.form ? [FORM] : []), ...dossier.materials.map(({ material }) => material)];
  return names.flatMap((name) => looked.get(name) ?? []);
}

/** Every finding of a round that calls for somebody, and what people have settled. */
export const calling = ({ ofCase, materials, blocking }: JudgedCase): Finding[] => [
  ...ofCase.filter(callsForSomebody),
  ...materials.flatMap((one) => one.findings),
  ...blocking.settled.map(({ as }) => as),
];
