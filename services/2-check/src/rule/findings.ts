import type { Finding, OpenFinding } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { COMMON_CODES, isOpen, isRefusal, type RuleSet } from '@guidang/properties';
import type { CheckedMaterial, CheckState } from './state.ts';

/** A finding of a round with what it is about: what was looked at of its material, or the case. */
export interface Found {
  readonly key: string;
  readonly finding: Finding;
}

/** Names a finding by what was looked at and what was found: the same one in a later round is the same, and another file never is. */
const keyOf = (contents: string, { item, object, code, evidence }: Finding): string =>
  sha256Hex(JSON.stringify([contents, item, object, code, evidence]));

/** Findings on the case as a whole, and those of its files that call for somebody. */
export const foundIn = (ofCase: readonly Finding[], materials: readonly CheckedMaterial[]): Found[] => [
  ...ofCase.map((finding) => ({ key: keyOf('case', finding), finding })),
  ...materials.flatMap(({ contents, findings }) =>
    findings.map((finding) => ({ key: keyOf(contents, finding), finding })),
  ),
];

/** What keeps a case from passing, once what people have settled counts as settled. */
export interface Blocking {
  /** FAIL of items that block */
  readonly failed: readonly Found[];
  /** left to people */
  readonly left: readonly Found[];
  /** findings that count otherwise, since people have settled them */
  readonly settled: readonly { readonly found: Found; readonly as: Finding }[];
}

export function blockingOf(all: readonly Found[], { reviewed }: Pick<CheckState, 'reviewed'>): Blocking {
  const known = new Map(reviewed.map((one) => [one.key, one.settled]));
  const blocking = all.filter(({ finding }) => isRefusal(finding) || isOpen(finding));
  const settled = blocking.flatMap((found) => {
    const as = known.get(found.key);
    return as ? [{ found, as }] : [];
  });
  const rest = blocking.filter(({ key }) => !known.get(key));
  return {
    failed: [
      ...rest.filter(({ finding }) => isRefusal(finding)),
      ...settled.filter(({ as }) => isRefusal(as)).map(({ found }) => found),
    ],
    left: rest.filter(({ finding }) => isOpen(finding)),
    settled,
  };
}

/** Of more failures than these nobody is asked: a case that is wrong in so many places goes back. */
const MOST_OVERRULED = 50;

/** What people may settle of a round: nothing where a FAIL is among it that nobody may overrule. */
export function openOf({ failed, left, settled }: Blocking, rules: RuleSet): OpenFinding[] {
  const rejected = new Set(settled.map(({ found }) => found.key));
  if (failed.length > MOST_OVERRULED) return [];
  if (failed.some(({ key, finding }) => rejected.has(key) || isLocked(finding, rules))) return [];
  const { overrule, review } = rules.persons;
  return [
    ...failed.map(({ key, finding }) => ({ key, persons: overrule, finding })),
    ...left.map(({ key, finding }) => ({ key, persons: review, finding })),
  ];
}

const isLocked = ({ item, outcome }: Finding, { items }: RuleSet): boolean =>
  outcome === 'FAIL' && items.some((ruled) => ruled.item.code === item && ruled.item.locked === true);

/** A finding as it counts once people have settled it. */
export function settledAs(
  { finding, key }: Pick<OpenFinding, 'finding' | 'key'>,
  resolution: 'accepted' | 'rejected',
  by: readonly string[],
): Finding {
  const code = resolution === 'accepted' ? 'REVIEW_PASSED' : 'REVIEW_FAILED';
  return {
    ...finding,
    outcome: COMMON_CODES[code][0],
    code,
    evidence: { found: finding.code, finding: key.slice(0, 12), by: [...by] },
  };
}
