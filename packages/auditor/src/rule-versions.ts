import type { AnyRule, StepName } from '@guidang/contracts';

/** Every version of a step's rule that ever wrote a link, newest first. Code changes, evidence must not: none is ever taken out. */
export type RuleVersions = readonly [AnyRule, ...AnyRule[]];
export type RuleTable = Readonly<Record<StepName, RuleVersions>>;
