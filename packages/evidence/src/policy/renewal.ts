import type { DigestName } from '../algorithm/index.ts';
import type { VerifiedRecord } from '../record/index.ts';
import { judgeAlgorithm, type Standing, standingInWords } from './judge.ts';
import type { EvidencePolicy } from './policy.ts';

/** What a record needs. `by` is the moment it must have happened; null where nothing has an end. */
export interface Renewal {
  readonly kind: 'none' | 'timestamp' | 'hash-tree';
  readonly by: number | null;
  readonly reasons: readonly string[];
}

/** What it is that a record can be believed for: the digest of its last chain, signature and key of its last token, and when the certificates behind that end. */
export interface RestsOn {
  readonly digest: DigestName;
  readonly scheme: string;
  readonly key: string;
  readonly certificateEnd: number;
}

/** Until when a record can be believed without a renewal, by what can end; null where nobody has named an end. */
export interface RecordEnds {
  readonly digest: number | null;
  readonly signature: number | null;
}

const earliest = (...ends: readonly (number | null)[]): number | null => {
  const known = ends.filter((end) => end !== null);
  return known.length === 0 ? null : Math.min(...known);
};
/** When an algorithm lets go: its end, or now where it may not be used already. */
const endOfStanding = (s: Standing, at: number): number | null => (s.standing === 'allowed' ? s.until : at);

const standingsOf = ({ digest, scheme, key }: RestsOn, policy: EvidencePolicy, at: number) => ({
  digest: judgeAlgorithm(policy, digest, 'hash-tree', at),
  scheme: judgeAlgorithm(policy, scheme, 'timestamp', at),
  key: judgeAlgorithm(policy, key, 'key', at),
});

export function endsOf(rests: RestsOn, policy: EvidencePolicy, at: number): RecordEnds {
  const { digest, scheme, key } = standingsOf(rests, policy, at);
  return {
    digest: endOfStanding(digest, at),
    signature: earliest(endOfStanding(scheme, at), endOfStanding(key, at), rests.certificateEnd),
  };
}

/**
 * Whether a record must be renewed, and how (RFC 4998 §5): by a hash-tree renewal where the digest of its last chain falls within the policy's lead time,
 * else by a timestamp renewal where the authority's certificate or signature does. A hash-tree renewal brings a new timestamp with it, so it stands for both.
 */
export function renewalOf(rests: RestsOn, policy: EvidencePolicy, at: number): Renewal {
  const lead = policy.leadDays * 86_400_000;
  const { digest, scheme, key } = standingsOf(rests, policy, at);
  const { certificateEnd } = rests;
  const ends = endsOf(rests, policy, at);
  const due = (end: number | null): boolean => end !== null && end - lead <= at;
  const reasons = [
    ...(due(ends.digest) ? [`hash tree: ${standingInWords(digest)}`] : []),
    ...(due(certificateEnd) ? [`certificate of the authority ends at ${new Date(certificateEnd).toISOString()}`] : []),
    ...(due(endOfStanding(scheme, at)) ? [`timestamp: ${standingInWords(scheme)}`] : []),
    ...(due(endOfStanding(key, at)) ? [`key of the authority: ${standingInWords(key)}`] : []),
  ];
  const kind = due(ends.digest) ? 'hash-tree' : due(ends.signature) ? 'timestamp' : 'none';
  return { kind, by: earliest(ends.digest, ends.signature), reasons };
}

/**
 * The same of a record that was verified.
 * @param certificateEnd when the last token's certificates end (`VerifiedRecord.until`), or an earlier moment somebody learnt of
 */
export function renewalDue(
  record: VerifiedRecord,
  policy: EvidencePolicy,
  certificateEnd: number,
  at: number,
): Renewal {
  const { algorithm: digest, stamps } = record.chains.at(-1)!;
  const { scheme, key } = stamps.at(-1)!;
  return renewalOf({ digest, scheme, key, certificateEnd }, policy, at);
}

/** From the longest digest down, the national one where everything else is over: what a hash-tree renewal goes on under. */
const DIGESTS: readonly DigestName[] = ['sha512', 'sha384', 'sha256', 'sm3'];

/**
 * What a record goes on under once its digest falls: of the digests that the policy allows for hash trees and for tokens, and that do not fall within its lead time themselves,
 * first those of the record's own suite, then the one that holds longest, then the longest. Null where there is none: the policy must name one.
 */
export function successorOf(
  digest: DigestName,
  suite: 'international' | 'national',
  policy: EvidencePolicy,
  at: number,
): DigestName | null {
  const lasting = at + policy.leadDays * 86_400_000;
  const candidates = DIGESTS.filter((name) => name !== digest).flatMap((name, rank) => {
    const uses = [judgeAlgorithm(policy, name, 'hash-tree', at), judgeAlgorithm(policy, name, 'timestamp-imprint', at)];
    if (uses.some(({ standing }) => standing !== 'allowed')) return [];
    const until = earliest(...uses.map((use) => endOfStanding(use, at))) ?? Number.POSITIVE_INFINITY;
    const whose = policy.algorithms.find((one) => one.name === name)?.suite;
    return until <= lasting ? [] : [{ name, own: whose === suite || whose === 'both' ? 0 : 1, until, rank }];
  });
  const order = candidates.sort(
    (a, b) => a.own - b.own || (a.until === b.until ? a.rank - b.rank : b.until > a.until ? 1 : -1),
  );
  return order[0]?.name ?? null;
}

/**
 * Whether a renewal is worth its while now: what is left of the one that would be there is at least twice what is left of the one there is. Without this a record would be
 * renewed again and again where the authority itself comes to its end, and every day where its certificates are short.
 */
export function isWorthIt(present: number | null, renewed: number | null, at: number): boolean {
  if (present === null) return false;
  return renewed === null || (renewed > at && present - at <= (renewed - at) / 2);
}
