import { type Finding, Outcome } from '@guidang/contracts';
import type { CaseFacts, MaterialFacts } from './facts.ts';
import type { Judges } from './item.ts';
import type { RuledItem, RuleSet } from './rules/rule-set.ts';
import { PACKAGE, type PackageFacts } from './stage/package-facts.ts';

/** Codes that any item may say beside its own. */
export const COMMON_CODES = {
  ITEM_OFF: ['NOT_RUN', 'turned off by the scheme'],
  LEFT_TO_PEOPLE: ['MANUAL_REVIEW', 'nothing found against it, and the scheme has a person look before it passes'],
  REVIEW_PASSED: ['PASS', 'a person, or two, looked and found it in order'],
  REVIEW_FAILED: ['FAIL', 'a person looked and found it not in order'],
} as const satisfies Record<string, readonly [Outcome, string]>;
export type CommonCode = keyof typeof COMMON_CODES;

/** Findings of every item on a material and its files, as it comes. */
export const judgeMaterial = (rules: RuleSet, facts: MaterialFacts): Finding[] =>
  judged(rules, 'file', `material:${facts.material}`, ({ file }) => file?.(facts));

/** Findings of every item on the case as a whole, as it closes. */
export const judgeCase = (rules: RuleSet, facts: CaseFacts): Finding[] =>
  judged(rules, 'case', 'case', (judges) => judges.case?.(facts, rules.calendar));

/** Findings of every item of a stage on a package. */
export const judgePackage = (rules: RuleSet, facts: PackageFacts): Finding[] =>
  judged(rules, 'package', PACKAGE, (judges) => judges.package?.(facts));

function judged(
  rules: RuleSet,
  on: keyof Judges,
  object: string,
  ask: (judges: Judges) => Finding[] | undefined,
): Finding[] {
  return rules.items
    .filter(({ item }) => item.judges.includes(on))
    .flatMap((ruled) => {
      if (ruled.off) return [common(ruled, 'ITEM_OFF', object, { rules: rules.base })];
      const findings = ask(ruled.judges) ?? [];
      return ruled.rule.mode === 'MANUAL' && ruled.item.mode === 'AUTO' ? findings.map(leftToPeople) : findings;
    });
}

const common = (
  { item, rule }: RuledItem,
  code: CommonCode,
  object: string,
  evidence: Finding['evidence'],
): Finding => ({ item: item.code, outcome: COMMON_CODES[code][0], level: rule.level, object, code, evidence });

/** What would have passed waits for a person; what was found stays what it is. */
const leftToPeople = (finding: Finding): Finding =>
  finding.outcome === 'PASS'
    ? {
        ...finding,
        outcome: COMMON_CODES.LEFT_TO_PEOPLE[0],
        code: 'LEFT_TO_PEOPLE',
        evidence: { ...finding.evidence, found: finding.code },
      }
    : finding;

/** A finding for which a case is refused. */
export const isRefusal = ({ outcome, level }: Finding): boolean => outcome === 'FAIL' && level === 'BLOCK';

/** A finding for which a case waits until a person has looked. */
export const isOpen = ({ outcome, level }: Finding): boolean => outcome === 'MANUAL_REVIEW' && level === 'BLOCK';

const AT_REST: ReadonlySet<Outcome> = new Set<Outcome>(['PASS', 'NOT_APPLICABLE', 'NOT_RUN']);

/** A finding somebody has to do something about, or at least to know of. */
export const callsForSomebody = ({ outcome }: Finding): boolean => !AT_REST.has(outcome);

/** A finding of an item that blocks and looked at nothing: no pass rests on it. */
export const isUnlooked = ({ outcome, level }: Finding): boolean => outcome === 'NOT_RUN' && level === 'BLOCK';

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
