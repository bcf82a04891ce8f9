import { type CaptureLink, type ClosingFacts, type Emit, READS, type Rule, type Situation } from '@guidang/contracts';
import { checkCase } from './rule/closing.ts';
import { consider, schemeOf } from './rule/consider.ts';
import { evolve } from './rule/evolve.ts';
import { type CheckFacts, ImpossibleFacts, type MaterialFound } from './rule/facts.ts';
import { feedback } from './rule/feedback.ts';
import { type CheckedInput, isClosing, parseInput } from './rule/input.ts';
import { checkMaterial } from './rule/material.ts';
import { BLANK, type CheckState } from './rule/state.ts';

export type { CheckFacts } from './rule/facts.ts';
export type { CheckState } from './rule/state.ts';

/** A material, or the case as it closes. `consider` lets nothing else through. */
function decide({ state, input, scheme, facts, at }: Situation<CheckState, CaptureLink, CheckFacts>): Emit {
  if (!scheme) throw new ImpossibleFacts('a decision without a scheme');
  const link = input as CheckedInput;
  return isClosing(link)
    ? checkCase(state, link, scheme.scheme, facts as ClosingFacts, at)
    : checkMaterial(link, scheme.scheme, facts as MaterialFound, at);
}

/** 四性检测: each file as it comes, the whole case as it closes. Anyone can decide again with this. */
export const checkRule: Rule<CheckState, CaptureLink, CheckFacts> = {
  step: 'check',
  rules: 'check@1',
  reads: READS.check,
  parse: parseInput,
  initial: () => BLANK,
  schemeOf,
  consider,
  decide,
  evolve,
  feedback,
};
