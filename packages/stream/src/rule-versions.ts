import type { AnyRule } from '@guidang/contracts';

/** Every version of a step's rule that ever wrote a link, newest first. Code changes, evidence must not: none is ever taken out. */
export type RuleVersions = readonly [AnyRule, ...AnyRule[]];

/** One rule is all its versions where there never was another. */
export const versionsOf = (rules: AnyRule | RuleVersions): RuleVersions => (isVersions(rules) ? rules : [rules]);

const isVersions = (rules: AnyRule | RuleVersions): rules is RuleVersions => Array.isArray(rules);

/** The version that a link names as its decider; the newest where none bears that digest, and that will say so. */
export const ruleOf = (versions: RuleVersions, digest: string): AnyRule =>
  versions.find(({ rules }) => rules === digest) ?? versions[0];
