import { type DigestName, digestKind, digestOf, nameOfAlgorithm } from '../algorithm/index.ts';
import {
  type TimestampTrust,
  type TokenFailure,
  tokenInDer,
  type VerifiedToken,
  verifyToken,
} from '../timestamp/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import type { RecordedObject } from './build.ts';
import { type ArchiveTimestamp, algorithmOf, type EvidenceRecord, parseRecord, sequenceInDer } from './record.ts';
import { rootOfTree } from './tree.ts';

export type RecordFailure =
  | 'RECORD_FORMAT'
  | 'RECORD_ALGORITHM'
  | 'RECORD_OBJECT'
  | 'RECORD_GROUP'
  | 'RECORD_IMPRINT'
  | 'RECORD_RENEWAL'
  | 'RECORD_ORDER'
  | 'RECORD_EXPIRED'
  | TokenFailure;

export interface RecordTrust {
  readonly timestamps: TimestampTrust;
  /** Verifies a token in place of `verifyToken`: many records share one, and whoever judges many remembers what was found. */
  readonly verify?: (token: Uint8Array) => Verdict<VerifiedToken, TokenFailure>;
  /** The moment the record is judged at: milliseconds since the epoch. Its last timestamp must not have run out by then. */
  readonly at: number;
  /** Whether the record must be about these objects and nothing beside them (RFC 4998 §4.3, data object groups). Left out: it may be about more. */
  readonly exactly?: boolean;
  /**
   * Takes tokens that are not DER as they lie, and reads them as what they would be in DER. For records of other systems: many authorities do not sort what
   * DER sorts. Ours are DER, and a record of ours with another encoding of the same token is not the record we wrote.
   */
  readonly foreign?: boolean;
}

/** A record that holds. Times in milliseconds since the epoch. */
export interface VerifiedRecord {
  /** The objects existed at this time: that of the first token. */
  readonly since: number;
  /** Until when the last token can be believed without a renewal: the earliest end of a certificate in its chain. */
  readonly until: number;
  readonly chains: readonly { readonly algorithm: DigestName; readonly stamps: readonly VerifiedToken[] }[];
}

/** Where in the record: chain and place in it, from 0. */
const place = (c: number, i: number): string => `archive timestamp [${c}][${i}]`;

/** Until when all certificates of a chain are valid. */
const endOf = (token: VerifiedToken): number =>
  Math.min(...token.chain.map((certificate) => certificate.validToDate.getTime()));

const covers = (digests: readonly Uint8Array[], wanted: Uint8Array): boolean =>
  digests.some((d) => Buffer.compare(d, wanted) === 0);

/** Whether the token before is among them: as it lies, or in DER, where it is not (others hash the one or the other). */
const coversToken = (digests: readonly Uint8Array[], token: Buffer, algorithm: DigestName): boolean => {
  if (covers(digests, digestOf(algorithm, token))) return true;
  const inDer = tokenInDer(token);
  return inDer.ok && covers(digests, digestOf(algorithm, inDer.value));
};

/** The digests an archive timestamp is about: its first list, or what its token is over. */
const firstList = (stamp: ArchiveTimestamp, token: VerifiedToken): readonly Uint8Array[] =>
  stamp.tree?.[0] ?? [token.imprint.digest];

const verifyStamp = (
  stamp: ArchiveTimestamp,
  algorithm: DigestName,
  { timestamps, verify = (token) => verifyToken(token, timestamps), foreign = false }: RecordTrust,
  where: string,
): Verdict<VerifiedToken, RecordFailure> => {
  const inDer = foreign ? tokenInDer(stamp.token) : pass(stamp.token);
  if (!inDer.ok) return refuse(inDer.code, `${where}: ${inDer.detail}`);
  const token = verify(inDer.value);
  if (!token.ok) return refuse(token.code, `${where}: ${token.detail}`);
  const { imprint } = token.value;
  if (imprint.algorithm !== digestKind(algorithm).oid)
    return refuse(
      'RECORD_IMPRINT',
      `${where}: the tree is of ${algorithm}, the token over ${nameOfAlgorithm(imprint.algorithm)}`,
    );
  const root = stamp.tree ? rootOfTree(algorithm, stamp.tree) : imprint.digest;
  if (!root) return refuse('RECORD_FORMAT', `${where}: reducedHashtree is no tree of ${algorithm}`);
  if (!imprint.digest.equals(root))
    return refuse(
      'RECORD_IMPRINT',
      `${where}: the tree leads to ${Buffer.from(root).toString('hex')}, the token is over ${imprint.digest.toString('hex')}`,
    );
  return token;
};

/** What a chain must begin with for these objects: their digests, or, after a hash-tree renewal, H(H(object) ‖ H(chains before)). */
const beginsWith = (
  record: EvidenceRecord,
  c: number,
  algorithm: DigestName,
  objects: readonly RecordedObject[],
): Verdict<readonly Uint8Array[], RecordFailure> => {
  const past = c === 0 ? null : digestOf(algorithm, sequenceInDer(record.chains.slice(0, c)));
  const wanted: Uint8Array[] = [];
  for (const object of objects) {
    const digest = object.digest(algorithm);
    if (!digest)
      return refuse('RECORD_OBJECT', `${object.name} has no digest by ${algorithm}, under which chain ${c} goes on`);
    wanted.push(past ? digestOf(algorithm, Buffer.concat([digest, past])) : digest);
  }
  return pass(wanted);
};

const aboutObjects = (
  found: readonly Uint8Array[],
  wanted: readonly Uint8Array[],
  objects: readonly RecordedObject[],
  c: number,
  exactly: boolean,
): Verdict<null, RecordFailure> => {
  const missing = wanted.findIndex((digest) => !covers(found, digest));
  if (missing >= 0)
    return refuse(
      c === 0 ? 'RECORD_OBJECT' : 'RECORD_RENEWAL',
      `${objects[missing]!.name} is not in ${place(c, 0)}${c === 0 ? '' : ', or that does not cover the chains before it'}`,
    );
  const strangers = exactly ? found.filter((digest) => !covers(wanted, digest)).length : 0;
  return strangers === 0
    ? pass(null)
    : refuse('RECORD_GROUP', `${place(c, 0)} is about ${strangers} more than the given ${objects.length}`);
};

/**
 * Verifies an evidence record over objects (RFC 4998 §4.3, §5.3): every object is in the first list of the first archive timestamp and, after each
 * hash-tree renewal, of that chain's first; every token holds and is over its tree; every timestamp renewal is over the token before it; times ascend;
 * each token's certificates were still valid when the next one was made, and the last one's are at `at`. Never throws, whatever the bytes.
 */
export const verifyRecord = (
  bytes: Uint8Array,
  objects: readonly RecordedObject[],
  trust: RecordTrust,
): Verdict<VerifiedRecord, RecordFailure> => {
  const parsed = parseRecord(bytes);
  return parsed.ok ? judgeRecord(parsed.value, objects, trust) : parsed;
};

/** The same for a record taken apart already. */
export const judgeRecord = (
  record: EvidenceRecord,
  objects: readonly RecordedObject[],
  trust: RecordTrust,
): Verdict<VerifiedRecord, RecordFailure> => {
  const { at, exactly = false } = trust;
  if (objects.length === 0) return refuse('RECORD_OBJECT', 'a record is verified over objects, and none are given');
  const chains: { algorithm: DigestName; stamps: VerifiedToken[] }[] = [];
  let before: { token: VerifiedToken; where: string } | null = null;
  for (const [c, chain] of record.chains.entries()) {
    const algorithm = algorithmOf(chain[0]!);
    if (!algorithm)
      return refuse('RECORD_ALGORITHM', `${place(c, 0)}: ${nameOfAlgorithm(chain[0]!.algorithm)} is not one we verify`);
    if (!record.announced.includes(chain[0]!.algorithm))
      return refuse('RECORD_FORMAT', `digestAlgorithms does not announce ${algorithm}, under which chain ${c} goes on`);
    const stamps: VerifiedToken[] = [];
    for (const [i, stamp] of chain.entries()) {
      const where = place(c, i);
      // One chain, one algorithm: a new one needs the objects again, which only a new chain brings (§5.2).
      if (algorithmOf(stamp) !== algorithm)
        return refuse(
          'RECORD_ALGORITHM',
          `${where} is of ${nameOfAlgorithm(stamp.algorithm)} in a chain of ${algorithm}`,
        );
      const token = verifyStamp(stamp, algorithm, trust, where);
      if (!token.ok) return token;
      const found = firstList(stamp, token.value);
      if (i > 0) {
        if (!coversToken(found, chain[i - 1]!.token, algorithm))
          return refuse('RECORD_RENEWAL', `${where} does not cover the token before it`);
      } else {
        const wanted = beginsWith(record, c, algorithm, objects);
        if (!wanted.ok) return wanted;
        const about = aboutObjects(found, wanted.value, objects, c, exactly);
        if (!about.ok) return about;
      }
      if (before) {
        if (token.value.time < before.token.time)
          return refuse('RECORD_ORDER', `${where} is older than ${before.where}, which it renews`);
        if (endOf(before.token) < token.value.time)
          return refuse(
            'RECORD_EXPIRED',
            `${before.where} ran out at ${new Date(endOf(before.token)).toISOString()}, before ${where} renewed it`,
          );
      }
      before = { token: token.value, where };
      stamps.push(token.value);
    }
    chains.push({ algorithm, stamps });
  }
  const last = before!;
  const until = endOf(last.token);
  if (at > until)
    return refuse('RECORD_EXPIRED', `${last.where} ran out at ${new Date(until).toISOString()} and was not renewed`);
  return pass({ since: chains[0]!.stamps[0]!.time, until, chains });
};
