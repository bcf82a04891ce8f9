import { type ProcessStepCode, stepsOf } from '../matters/index.ts';
import type { Basis, Outcome, Sitting } from './basis.ts';
import type { Expectation } from './expectation.ts';
import { type DraftMaterial, materialFor, materialsOf } from './materials.ts';

/** Something that happens to a case, in the sitting in which it happens. Becomes one event. */
export type Act = { sits: Sitting } & (
  | { type: 'case.accepted' }
  | { type: 'case.step.recorded'; step: ProcessStepCode }
  | { type: 'case.material.added'; material: DraftMaterial }
  | { type: 'case.material.replaced'; material: DraftMaterial; replaces: string; reason: string }
  | { type: 'case.result.issued'; document: DraftMaterial }
  | { type: 'case.closed'; outcome: Outcome }
  | { type: 'case.withdrawn'; reason: string }
  | { type: 'case.amended'; reason: string }
);

export interface Story {
  acts: readonly Act[];
  expect: Expectation;
}

/** What makes a case of some kind out of one in which nothing goes amiss. */
export type Turn = (acts: readonly Act[], basis: Basis) => Story;

/** A case in which nothing goes amiss, from acceptance to closing. */
export function ordinary(basis: Basis): Act[] {
  const materials = materialsOf(basis);
  const asked = materials.filter(({ group }) => group === 'application');
  const process = (item: string, sits: Sitting): Act[] =>
    materials.filter((one) => one.item === item).map((one) => ({ sits, ...added(one) }));
  const step = (code: ProcessStepCode, sits: Sitting): Act => ({ sits, type: 'case.step.recorded', step: code });
  const inspected = stepsOf(basis.matter).includes('inspect');
  return [
    { sits: 'receive', type: 'case.accepted' },
    step('receive', 'receive'),
    ...asked.map((one): Act => ({ sits: 'receive', ...added(one) })),
    step('accept', 'receive'),
    ...process('B01', 'receive'),
    step('review', 'review'),
    ...process('B03', 'inspect'),
    ...(inspected ? [step('inspect', 'inspect')] : []),
    step('decide', 'decide'),
    ...process('B02', 'decide'),
    ...result(basis),
    step('close', 'close'),
    { sits: 'close', type: 'case.closed', outcome: basis.outcome },
  ];
}

export const added = (material: DraftMaterial) => ({ type: 'case.material.added', material }) as const;

/** A licence where it was granted, the decision where it was turned down; where handling ended there is neither. */
function result(basis: Basis): Act[] {
  const made = { granted: 'licence', refused: 'refusal', ended: null }[basis.outcome];
  const item = basis.matter.items.find((one) => one.made === made);
  return item ? [{ sits: 'close', type: 'case.result.issued', document: materialFor(basis, item, item.code, 1) }] : [];
}

/** The material an act brings, where it brings one. */
export function broughtBy(act: Act): DraftMaterial | null {
  if (act.type === 'case.material.added' || act.type === 'case.material.replaced') return act.material;
  return act.type === 'case.result.issued' ? act.document : null;
}
