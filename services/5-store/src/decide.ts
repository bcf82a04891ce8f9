import {
  type AnyLink,
  type Emit,
  type Feedback,
  READS,
  type Rule,
  type Situation,
  type StoreLink,
} from '@guidang/contracts';
import { consider, considerAs2, considersBy } from './rule/consider.ts';
import { parseInput, type StoreInput } from './rule/input.ts';
import { inspected, inspectedAs2 } from './rule/inspected.ts';
import { type ReceivingFacts, receiving } from './rule/receiving.ts';
import { type RenewingFacts, renewing } from './rule/renewing.ts';
import { BLANK, evolve, type StoreFacts, type StoreState } from './rule/state.ts';
import { type StoringFacts, storing, storingAs1 } from './rule/storing.ts';

export type { StoreInput } from './rule/input.ts';
export {
  type Announced,
  announcedIn,
  asLookedAt,
  factsOfPackage,
  filesInForce,
  inspectionOf,
  type LaidOpen,
  lostFacts,
  sealStateBy,
} from './rule/preservation.ts';
export type { CountingRecord, Holding, StoreFacts, StoreState } from './rule/state.ts';
export { toldOf } from './rule/told.ts';

/** A package that came, a record that is to be renewed, or a look at what is stored. `consider` lets nothing else through. */
function decide({ state, input, facts, at }: Situation<StoreState, StoreInput, StoreFacts>): Emit {
  if (input.type === 'CasePackaged') return storing(input, facts as StoringFacts, at);
  if (input.type === 'package.handed-in') return receiving(input, facts as ReceivingFacts);
  if (input.type === 'package.inspected' && state.holding) return inspected(state.holding, input);
  if (input.type !== 'renewal.due' || !state.holding) throw new Error('there is nothing to decide about this input');
  return renewing(state.holding, input, facts as RenewingFacts, at);
}

/** The publisher is told what became of the package; that evidence was renewed is the archive's own affair. */
function feedback(link: StoreLink): Feedback[] {
  if (link.type !== 'CaseStored' && link.type !== 'PackageRefused') return [];
  const { referenceCode } = link.body;
  const type = link.type === 'CaseStored' ? 'case.archived' : 'package.refused';
  const told = { id: `${link.id}.${type}`, type, version: 1, case: link.case, time: link.time, about: null } as const;
  return [{ ...told, referenceCode, ...(link.type === 'PackageRefused' && { checks: link.body.failed }) }];
}

/**
 * 入库与续期: takes packages in, and keeps the evidence of what it holds alive. Facts that amount to no decision are thrown back: gathering has to be done again. Anyone can
 * decide again with this.
 */
export const storeRule: Rule<StoreState, StoreInput, StoreFacts> = {
  step: 'store',
  rules: 'store@3',
  reads: READS.store,
  parse: parseInput,
  initial: () => BLANK,
  schemeOf: () => undefined,
  consider,
  considersBy,
  decide,
  evolve: (state, link) => evolve(state, link as AnyLink as StoreLink),
  feedback: (link) => feedback(link as AnyLink as StoreLink),
};

/** As it was before packages from elsewhere were looked at again and had evidence of their own, and before what was looked at by nobody was listed. */
const storeRule2: typeof storeRule = {
  ...storeRule,
  rules: 'store@2',
  consider: considerAs2,
  decide: (situation) => {
    const { state, input } = situation;
    return input.type === 'package.inspected' && state.holding ? inspectedAs2(state.holding, input) : decide(situation);
  },
};

/** As it was before packages were judged by the four properties where they are received. Its links are decided again by this. */
const storeRule1: typeof storeRule = {
  ...storeRule2,
  rules: 'store@1',
  decide: (situation) =>
    situation.input.type === 'CasePackaged'
      ? storingAs1(situation.input, situation.facts as StoringFacts)
      : storeRule2.decide(situation),
};

/** Every version that ever wrote a link, newest first. */
export const storeRules: readonly [typeof storeRule, ...(typeof storeRule)[]] = [storeRule, storeRule2, storeRule1];
