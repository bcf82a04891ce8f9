import type { RenewalDue } from '@guidang/contracts';
import {
  type DigestName,
  type EvidencePolicy,
  endsOf,
  isWorthIt,
  type RestsOn,
  renewalOf,
  sha256Hex,
  successorOf,
} from '@guidang/evidence';
import { type DueRecord, restsOn, type Unproven } from './due.ts';

/** Why a record that has to be renewed is not: an operator has to do something first. */
export type Stuck = 'no-digest' | 'no-authority' | 'not-worth-it';

/** What a record would rest on if it were renewed now under a digest; null where nobody stamps in its suite. */
export type Prospect = (suite: DueRecord['evidence']['suite'], digest: DigestName) => RestsOn | null;

/** What is to be asked for, or why nothing is. Pure: the same record, policy and prospect ask for the same. */
export function asking(
  { case: name, evidence, renewal }: DueRecord,
  policy: EvidencePolicy,
  prospect: Prospect,
  at: number,
): RenewalDue | Stuck {
  const kind = renewal.kind === 'hash-tree' ? 'hash-tree' : 'timestamp';
  const digest = kind === 'timestamp' ? evidence.digest : successorOf(evidence.digest, evidence.suite, policy, at);
  if (digest === null) return 'no-digest';
  const would = prospect(evidence.suite, digest);
  if (would === null) return 'no-authority';
  const present = endsOf(restsOn(evidence), policy, at);
  const renewed = endsOf(would, policy, at);
  const part = kind === 'timestamp' ? 'signature' : 'digest';
  // A new digest is of no use under a timestamp that cannot be believed.
  const holds = renewed.signature === null || renewed.signature > at;
  if (!holds || !isWorthIt(present[part], renewed[part], at)) return 'not-worth-it';
  const { by, reasons } = renewal;
  return {
    // The same from every instance and at every sweep, as long as policy and record are the same.
    id: `renewal-${sha256Hex([name, evidence.suite, evidence.record, kind, digest, policy.id, policy.decided].join('\n'))}`,
    type: 'renewal.due',
    version: 1,
    case: name,
    time: new Date(at).toISOString(),
    by: { account: 'store', role: 'service' },
    data: {
      ...{ suite: evidence.suite, record: evidence.record, kind, digest },
      policy: `${policy.id} ${policy.decided}`.slice(0, 80),
      due: by === null ? null : new Date(by).toISOString(),
      reasons: reasons.slice(0, 8).map((reason) => reason.slice(0, 300)),
    },
  };
}

/** The digest that a first record begins under, as a seal would. */
const BEGINS_UNDER = { international: 'sha256', national: 'sm3' } as const satisfies Record<string, DigestName>;

/** Asks for the first record over a package from elsewhere, in a suite that somebody stamps in. Pure, and the same from every instance and at every sweep. */
export function askingFirst(
  { case: name, package: record }: Pick<Unproven, 'case' | 'package'>,
  suite: DueRecord['evidence']['suite'],
  policy: EvidencePolicy,
  at: number,
): RenewalDue {
  return {
    id: `first-${sha256Hex([name, suite, record].join('\n'))}`,
    ...{ type: 'renewal.due', version: 1, case: name, time: new Date(at).toISOString() },
    by: { account: 'store', role: 'service' },
    data: {
      ...{ suite, record, kind: 'first', digest: BEGINS_UNDER[suite], due: null },
      policy: `${policy.id} ${policy.decided}`.slice(0, 80),
      reasons: ['接收的信息包尚无证据记录 / a package from elsewhere has no evidence record yet'],
    },
  };
}

/** Whether a record can be believed no longer, as the policy says. */
export const isOverdue = (evidence: DueRecord['evidence'], policy: EvidencePolicy, at: number): boolean => {
  const { by } = renewalOf(restsOn(evidence), policy, at);
  return by !== null && by <= at;
};
