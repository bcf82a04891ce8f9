import { nameOfAlgorithm } from '../algorithm/index.ts';
import type { AlgorithmUse, EvidencePolicy } from './policy.ts';

/** Where an algorithm stands for a use at a moment. Times in milliseconds since the epoch. */
export type Standing =
  | { readonly standing: 'allowed'; readonly name: string; readonly until: number | null }
  | { readonly standing: 'early'; readonly name: string; readonly from: number }
  | { readonly standing: 'ended'; readonly name: string; readonly until: number }
  | { readonly standing: 'weak'; readonly name: string; readonly why: string }
  | { readonly standing: 'other-use'; readonly name: string; readonly uses: readonly AlgorithmUse[] }
  | { readonly standing: 'unknown'; readonly name: string };

const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
/** A day belongs to the time before: its last millisecond. */
const endOf = (day: string): number => startOf(day) + 86_399_999;

/** RSA keys come in every length; one that is not listed stands as the longest listed one that is shorter. */
const listedAs = (policy: EvidencePolicy, name: string): string => {
  const bits = (of: string): number => Number(/^rsa-(\d+)$/.exec(of)?.[1] ?? Number.NaN);
  const own = bits(name);
  if (Number.isNaN(own)) return name;
  const shorter = [...policy.algorithms, ...policy.weak].map((a) => bits(a.name)).filter((b) => b <= own);
  return shorter.length === 0 ? name : `rsa-${Math.max(...shorter)}`;
};

/**
 * Where an algorithm stands (its name, or its object identifier) for a use at a moment. What the policy does not know is said to be unknown, and
 * what it knows to be weak is called so, with the reason: nothing is passed over.
 */
export const judgeAlgorithm = (policy: EvidencePolicy, algorithm: string, use: AlgorithmUse, at: number): Standing => {
  const name = nameOfAlgorithm(algorithm);
  const listed = listedAs(policy, name);
  const weak = policy.weak.find((w) => w.name === listed);
  if (weak) return { standing: 'weak', name, why: weak.why };
  const known = policy.algorithms.find((a) => a.name === listed);
  if (!known) return { standing: 'unknown', name };
  const wanted = known.uses.find((u) => u.use === use);
  if (!wanted) return { standing: 'other-use', name, uses: known.uses.map((u) => u.use) };
  if (wanted.from !== undefined && at < startOf(wanted.from))
    return { standing: 'early', name, from: startOf(wanted.from) };
  const until = wanted.until === null ? null : endOf(wanted.until);
  return until !== null && at > until ? { standing: 'ended', name, until } : { standing: 'allowed', name, until };
};

/** A standing in one sentence, for findings and alarms. */
export const standingInWords = (s: Standing): string => {
  switch (s.standing) {
    case 'allowed':
      return `${s.name} may be used${s.until === null ? '' : ` until ${new Date(s.until).toISOString()}`}`;
    case 'early':
      return `${s.name} may not be used before ${new Date(s.from).toISOString()}`;
    case 'ended':
      return `${s.name} could be used until ${new Date(s.until).toISOString()}`;
    case 'weak':
      return `${s.name} is weak: ${s.why}`;
    case 'other-use':
      return `${s.name} is for ${s.uses.join(', ')} alone`;
    case 'unknown':
      return `${s.name} is an algorithm the policy does not know`;
  }
};
