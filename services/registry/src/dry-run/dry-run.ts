import type { Scheme } from '@guidang/contracts';
import { judge, type Objection } from './judge.ts';
import type { PastCase } from './past-cases.ts';

/** A case that the draft would have refused. */
export interface RefusedCase {
  readonly case: string;
  readonly closedAt: string;
  /** Version it was accepted under. */
  readonly version: number;
  readonly objections: readonly Objection[];
  /** Objections that the version it was accepted under has not. */
  readonly newly: readonly Objection[];
}

/** "12 of 300 would have been refused, these." */
export interface DryRun {
  readonly cases: number;
  readonly refused: number;
  /** Of these, those that their own version did not object to. */
  readonly newlyRefused: number;
  /** Cases that their own version objects to, and the draft does not. */
  readonly noLongerRefused: number;
  /** Cases of which the draft asks for something on conditions that hang on form fields. */
  readonly undecided: number;
  /** By objection: how many cases. */
  readonly reasons: readonly { readonly code: Objection['code']; readonly object: string; readonly cases: number }[];
  readonly items: readonly RefusedCase[];
}

const key = ({ code, object }: Objection): string => `${code}\n${object}`;

/** Puts a draft before closed cases, each beside the version it was accepted under. Pure. */
export function dryRun(
  draft: Scheme,
  cases: readonly PastCase[],
  versionOf: (id: string, version: number) => Scheme | undefined,
): DryRun {
  const reasons = new Map<string, { code: Objection['code']; object: string; cases: number }>();
  const items: RefusedCase[] = [];
  let undecided = 0;
  let noLongerRefused = 0;
  for (const past of cases) {
    const now = judge(draft, past.dossier);
    const own = versionOf(past.scheme.id, past.scheme.version);
    const before = own === undefined ? [] : judge(own, past.dossier).objections;
    if (now.undecided.length > 0) undecided += 1;
    if (now.objections.length === 0) {
      if (before.length > 0) noLongerRefused += 1;
      continue;
    }
    const had = new Set(before.map(key));
    items.push({
      ...{ case: past.case, closedAt: past.closedAt, version: past.scheme.version, objections: now.objections },
      newly: now.objections.filter((objection) => !had.has(key(objection))),
    });
    for (const [name, { code, object }] of new Map(now.objections.map((one) => [key(one), one]))) {
      const counted = reasons.get(name) ?? { code, object, cases: 0 };
      counted.cases += 1;
      reasons.set(name, counted);
    }
  }
  return {
    ...{
      cases: cases.length,
      refused: items.length,
      newlyRefused: items.filter(({ newly }) => newly.length > 0).length,
    },
    ...{ noLongerRefused, undecided, items },
    reasons: [...reasons.values()].toSorted(
      (a, b) => b.cases - a.cases || (`${a.code} ${a.object}` < `${b.code} ${b.object}` ? -1 : 1),
    ),
  };
}
