import { type ClosingFacts, type Emit, READS, type Rule, type Situation } from '@guidang/contracts';
import { checkCase } from './rule/closing.ts';
import { consider, schemeOf } from './rule/consider.ts';
import { evolve } from './rule/evolve.ts';
import { type CheckFacts, ImpossibleFacts, type MaterialFound } from './rule/facts.ts';
import { feedback } from './rule/feedback.ts';
import { type CheckedInput, type CheckInput, isClosing, isDecision, parseInput } from './rule/input.ts';
import { checkMaterial } from './rule/material.ts';
import { checkReview } from './rule/review.ts';
import { BLANK, type CheckState } from './rule/state.ts';
import { considerAs1, considerAs2 } from './rule/versions.ts';

export type { CheckFacts } from './rule/facts.ts';
export type { CheckInput } from './rule/input.ts';
export type { CheckState } from './rule/state.ts';

/** A material, the case as it closes, or what a person decided. `consider` lets nothing else through. */
function decide({ state, input, scheme, facts, at }: Situation<CheckState, CheckInput, CheckFacts>): Emit {
  if (isDecision(input)) return checkReview(state, input, scheme?.scheme, facts);
  if (!scheme) throw new ImpossibleFacts('a decision without a scheme');
  const link = input as CheckedInput;
  return isClosing(link)
    ? checkCase(state, link, scheme.scheme, facts as ClosingFacts, at)
    : checkMaterial(link, scheme.scheme, facts as MaterialFound, at);
}

/** 四性检测: each file as it comes, the whole case as it closes, and what people settle of it. Anyone can decide again with this. */
export const checkRule: Rule<CheckState, CheckInput, CheckFacts> = {
  step: 'check',
  rules: 'check@3',
  reads: READS.check,
  parse: parseInput,
  initial: () => BLANK,
  schemeOf,
  consider,
  considersBy: ({ passed }) => String(passed),
  decide,
  evolve,
  feedback,
};

/** As it was before revocation lists were asked, and before signatures inside files were verified. Their links are decided again by these. */
const checkRule2: typeof checkRule = { ...checkRule, rules: 'check@2', consider: considerAs2 };
const checkRule1: typeof checkRule = { ...checkRule, rules: 'check@1', consider: considerAs1 };

/** Every version that ever wrote a link, newest first. */
export const checkRules: readonly [typeof checkRule, ...(typeof checkRule)[]] = [checkRule, checkRule2, checkRule1];
