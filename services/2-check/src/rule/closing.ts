import {
  type CaseCaptured,
  type CaseChecked,
  type CaseRefused,
  type ClosingFacts,
  type Emit,
  emit,
  type Scheme,
} from '@guidang/contracts';
import { addCounts, callsForSomebody, countOutcomes, FORM, isRefusal, judgeCase, rulesOf } from '@guidang/properties';
import { appliedRules } from './applied-rules.ts';
import { ImpossibleFacts } from './facts.ts';
import type { CheckedMaterial, CheckState } from './state.ts';

/** What was looked at of everything in force, the form first, then in the order of the dossier. What was never looked at is missing here and found by GD-1-11. */
function inForce({ materials }: CheckState, { body: { dossier } }: CaseCaptured): CheckedMaterial[] {
  const looked = new Map(materials.map((one) => [one.material, one]));
  const names = [...(dossier.form ? [FORM] : []), ...dossier.materials.map(({ material }) => material)];
  return names.flatMap((name) => looked.get(name) ?? []);
}

/**
 * The case as a whole, with what was found of its files before. It passes where nothing that blocks has failed; otherwise it goes back with every finding that
 * calls for somebody, of the case and of what is in force.
 */
export function checkCase(
  state: CheckState,
  input: CaseCaptured,
  scheme: Scheme,
  { chain, captured, scanner }: ClosingFacts,
  at: string,
): Emit<CaseChecked['body'] | CaseRefused['body']> {
  // Capture's links, the closing itself, and our own so far.
  if (chain.links !== captured.links + 1 + state.links)
    throw new ImpossibleFacts('the chain object holds another number of links');
  if (captured.fault === null && captured.links !== input.seq)
    throw new ImpossibleFacts('a whole chain of capture has as many links as the closing has before it');
  const { round, dossier } = input.body;
  const checked = inForce(state, input);
  const contents = new Map(checked.map((one) => [one.material, one.contents]));
  const rules = rulesOf(scheme);
  const findings = judgeCase(rules, { at, dossier, scheme, asked: state.asked, checked: contents, captured, scanner });
  const counts = addCounts([...checked.map((one) => one.counts), countOutcomes(findings)]);
  const ofFiles = checked.flatMap((one) => one.findings);
  if (findings.some(isRefusal) || ofFiles.some(isRefusal))
    return emit('CaseRefused', 1, {
      round,
      rules: appliedRules(rules),
      findings: [...findings.filter(callsForSomebody), ...ofFiles],
      counts,
      chain,
    });
  return emit('CaseChecked', 1, {
    round,
    rules: appliedRules(rules),
    dossier,
    findings,
    counts,
    checked: checked.map(({ material, link }) => ({ material, link })),
    chain,
  });
}
