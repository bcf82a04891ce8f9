import { type Finding, MOST_INSPECTION_FINDINGS, Outcome } from '@guidang/contracts';
import { callsForSomebody, countOutcomes, judgePackage, type PackageFacts, stageRules } from '@guidang/properties';
import { toldOf } from '@guidang/store/decide';
import type { InspectionTask } from '../lane/sink.ts';

/** The rule sets of preservation that ever judged, by their digests. */
const RULE_SETS = new Map([stageRules('preservation')].map((rules) => [rules.digest as string, rules]));

/** Items that ask the virus scanner: signatures of that day cannot be had any more. */
export const OF_SCANNER: readonly string[] = ['CQ-LOCAL-SCANNER', 'CQ-LOCAL-VIRUS'];
export const OF_SEAL: readonly string[] = ['CQ-LOCAL-SEAL'];
/** Items that rest on what a reader made of a file: another version of it may make something else of it. */
export const OF_READERS: readonly string[] = [
  ...['CQ-LOCAL-ATTRIBUTES', 'CQ-LOCAL-WHOLE', 'CQ-LOCAL-READABLE'],
  ...['CQ-LOCAL-LONG-TERM', 'CQ-LOCAL-SOFTWARE', 'CQ-LOCAL-CONTENT'],
];

/** Versions of store's rule before which what was looked at by nobody was not listed. */
const UNLOOKED_UNTOLD: ReadonlySet<string> = new Set(['store@1', 'store@2']);

/** Something a link says of a look that does not follow from the package. */
export interface Difference {
  readonly code: 'RULES_UNKNOWN' | 'INSPECTION_DIFFERS';
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Judges a look at a stored package again, by the rule set that its link names. @param taken items that cannot be judged here: what the link says of them is taken as it stands
 * @returns the first thing that differs; undefined: nothing does
 */
export function judgedAgain(
  { inspection, rules: decidedBy }: Pick<InspectionTask, 'inspection' | 'rules'>,
  facts: PackageFacts,
  taken: ReadonlySet<string>,
): Difference | undefined {
  const rules = RULE_SETS.get(inspection.rules);
  if (!rules)
    return {
      code: 'RULES_UNKNOWN',
      field: 'body.inspection.rules',
      expected: [...RULE_SETS.keys()].join(', '),
      found: inspection.rules,
    };
  const all = judgePackage(rules, facts);
  const ours = all.filter(({ item }) => !taken.has(item));
  const claimed = inspection.findings;
  const told = UNLOOKED_UNTOLD.has(decidedBy) ? callingIn : toldOf;
  const expected = told(
    rules.items.flatMap(({ item: { code } }) => (taken.has(code) ? claimed : ours).filter(({ item }) => item === code)),
  );
  return findingsDiffer(expected, claimed) ?? countsDiffer(expected, ours, restOf(all, claimed, taken), inspection);
}

const callingIn = (findings: readonly Finding[]): Finding[] => findings.filter(callsForSomebody);

function findingsDiffer(expected: readonly Finding[], claimed: readonly Finding[]): Difference | undefined {
  const listed = expected.slice(0, MOST_INSPECTION_FINDINGS);
  for (let i = 0; i < Math.max(listed.length, claimed.length); i++)
    if (inOrder(listed[i]) !== inOrder(claimed[i]))
      return {
        code: 'INSPECTION_DIFFERS',
        field: `body.inspection.findings[${i}]`,
        expected: inWords(listed[i], claimed[i]),
        found: inWords(claimed[i], listed[i]),
      };
  return undefined;
}

/**
 * How many findings of taken items may have been at rest: an item of scanner or seal says as many things of a package whatever it finds. Of what readers make there may be several findings of a file; but
 * one at rest is the only one of its file and item.
 */
const restOf = (all: readonly Finding[], claimed: readonly Finding[], taken: ReadonlySet<string>): number => {
  const objects = (findings: readonly Finding[]): Set<string> =>
    new Set(findings.filter(({ item }) => taken.has(item)).map(({ item, object }) => `${item} ${object}`));
  const calling = objects(claimed.filter(callsForSomebody));
  return [...objects(all)].filter((one) => !calling.has(one)).length;
};

/** What calls for somebody is counted to the last one, and so is what is at rest, but that items which were taken as they stand may have any outcome. */
function countsDiffer(
  expected: readonly Finding[],
  ours: readonly Finding[],
  rest: number,
  { counts, findings }: InspectionTask['inspection'],
): Difference | undefined {
  const differs = (outcome: Outcome, least: number, exactly: boolean): Difference | undefined => {
    const found = counts[outcome] ?? 0;
    if (exactly ? found === least : found >= least) return undefined;
    return {
      code: 'INSPECTION_DIFFERS',
      field: `body.inspection.counts.${outcome}`,
      expected: exactly ? String(least) : `${least} or more`,
      found: String(found),
    };
  };
  const [calling, atRest] = [countOutcomes(expected), countOutcomes(ours)];
  // Where the list is full, what was taken as it stands may go on behind it.
  const whole = findings.length < MOST_INSPECTION_FINDINGS;
  for (const outcome of Outcome.options) {
    const difference = callsForSomebody({ outcome } as Finding)
      ? differs(outcome, calling[outcome], whole)
      : differs(outcome, atRest[outcome], false);
    if (difference) return difference;
  }
  return whole ? restDiffers(ours, rest, counts) : undefined;
}

/** All that is at rest together: what follows from the package, and what taken items may have added to any of its outcomes. */
function restDiffers(
  ours: readonly Finding[],
  rest: number,
  counts: InspectionTask['inspection']['counts'],
): Difference | undefined {
  const outcomes = Outcome.options.filter((outcome) => !callsForSomebody({ outcome } as Finding));
  const [mine, said] = [countOutcomes(ours), outcomes.map((outcome) => counts[outcome] ?? 0)];
  const least = outcomes.map((outcome) => mine[outcome]);
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  if (sum(said) === sum(least) + rest) return undefined;
  // Named by the outcome that is furthest from what follows.
  const i = said.map((n, at) => n - least[at]!).reduce((most, n, at, all) => (n > all[most]! ? at : most), 0);
  return {
    ...{ code: 'INSPECTION_DIFFERS', field: `body.inspection.counts.${outcomes[i]}` },
    ...{ expected: `${sum(least) + rest} at rest in all`, found: `${said[i]} of ${sum(said)}` },
  };
}

/** The same finding, the same text: the order of what it says as evidence means nothing. */
function inOrder(finding: Finding | undefined): string {
  if (!finding) return '';
  const { evidence, ...rest } = finding;
  const sorted = Object.entries(evidence).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)), sorted]);
}

/** A finding in a line, with its evidence where that alone differs from the other's. */
function inWords(one: Finding | undefined, other: Finding | undefined): string {
  if (!one) return 'nothing';
  const { item, object, outcome, code, level, evidence } = one;
  const line = `${item} ${object} ${outcome} ${code}`;
  const same = other && line === `${other.item} ${other.object} ${other.outcome} ${other.code}`;
  return same ? `${line} ${level} ${JSON.stringify(evidence)}` : line;
}
