import { type DigestName, digestByOid, digestOf } from '../algorithm/index.ts';
import { sha256Hex } from '../digest.ts';
import { parseToken } from '../timestamp/token.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { newRecord } from './build.ts';
import {
  type ArchiveTimestamp,
  algorithmOf,
  type EvidenceRecord,
  parseRecord,
  recordBytes,
  sequenceInDer,
} from './record.ts';
import { rootOfTree } from './tree.ts';

/** What a renewed record is held against: the one before it by its SHA-256, how it was to be renewed, and the one object both are about. */
export interface Continuing {
  /** SHA-256 of the record before, hexadecimal. */
  readonly renews: string;
  readonly kind: 'timestamp' | 'hash-tree';
  /** What the record goes on under. */
  readonly algorithm: DigestName;
  /** The object's digest by that algorithm. */
  readonly object: Uint8Array;
}

export type ContinuationFailure = 'RECORD_FORMAT' | 'RECORD_RENEWAL' | 'RECORD_ALGORITHM' | 'RECORD_IMPRINT';

/**
 * Whether a record is the one before it and exactly one archive timestamp more (RFC 4998 §5.2): without its last timestamp, or without its last chain, its bytes are those of
 * the record it renews; the last timestamp is of this algorithm, about nothing but what had to be renewed, and its token over just that. Needs no anchors and no time: whether
 * the token can be believed is another question (`verifyRecord`). Never throws, whatever the bytes.
 */
export const continuesRecord = (bytes: Uint8Array, continuing: Continuing): Verdict<null, ContinuationFailure> => {
  const parsed = parseRecord(bytes);
  if (!parsed.ok) return parsed;
  const record = parsed.value;
  if (!recordBytes(record).equals(bytes)) return refuse('RECORD_FORMAT', 'not the encoding that we write');
  const { renews, kind, algorithm, object } = continuing;
  const chain = record.chains.at(-1)!;
  const last = chain.at(-1)!;
  if (kind === 'hash-tree' && chain.length > 1)
    return refuse('RECORD_RENEWAL', `the last chain has ${chain.length} timestamps; a hash-tree renewal begins one`);
  const before = kind === 'timestamp' ? withoutLastStamp(record) : withoutLastChain(record);
  if (!before.some((one) => sha256Hex(recordBytes(one)) === renews))
    return refuse('RECORD_RENEWAL', `without its last ${kind} renewal it is not the record that was to be renewed`);
  if (algorithmOf(last) !== algorithm)
    return refuse(
      'RECORD_ALGORITHM',
      `it goes on under ${algorithmOf(last) ?? last.algorithm}, not under ${algorithm}`,
    );
  const wanted =
    kind === 'timestamp'
      ? digestOf(algorithm, chain.at(-2)!.token)
      : digestOf(algorithm, Buffer.concat([object, digestOf(algorithm, sequenceInDer(record.chains.slice(0, -1)))]));
  return coversAlone(last, algorithm, wanted);
};

/**
 * Whether a record is the first one over an object, as we write it: one archive timestamp, of this algorithm, about the object's digest alone, its token over just that. As above, needs no anchors and no time.
 */
export const beginsRecord = (
  bytes: Uint8Array,
  { algorithm, object }: Pick<Continuing, 'algorithm' | 'object'>,
): Verdict<null, ContinuationFailure> => {
  const parsed = parseRecord(bytes);
  if (!parsed.ok) return parsed;
  const record = parsed.value;
  const [[first, ...more] = [], ...chains] = record.chains;
  if (!first || more.length + chains.length > 0) return refuse('RECORD_RENEWAL', 'not one archive timestamp alone');
  if (algorithmOf(first) !== algorithm)
    return refuse(
      'RECORD_ALGORITHM',
      `it begins under ${algorithmOf(first) ?? first.algorithm}, not under ${algorithm}`,
    );
  // A batch of one is its own root, and a record says so by its tree.
  if (!first.tree || !recordBytes(newRecord(algorithm, first.tree, first.token)).equals(bytes))
    return refuse('RECORD_FORMAT', 'not the encoding that we write');
  return coversAlone(first, algorithm, object);
};

/** The record before a timestamp renewal; none where there is nothing before. */
const withoutLastStamp = (record: EvidenceRecord): EvidenceRecord[] => {
  const last = record.chains.at(-1)!;
  return last.length < 2 ? [] : [{ ...record, chains: [...record.chains.slice(0, -1), last.slice(0, -1)] }];
};

/** The records that may have been before a hash-tree renewal: its algorithm was announced with it, or had been before. */
const withoutLastChain = (record: EvidenceRecord): EvidenceRecord[] => {
  if (record.chains.length < 2) return [];
  const before = { ...record, chains: record.chains.slice(0, -1) };
  return [before, { ...before, algorithms: record.algorithms.slice(0, -1), announced: record.announced.slice(0, -1) }];
};

/** Whether an archive timestamp is about this one digest, and its token over just that. */
const coversAlone = (
  stamp: ArchiveTimestamp,
  algorithm: DigestName,
  wanted: Uint8Array,
): Verdict<null, ContinuationFailure> => {
  const token = parseToken(stamp.token);
  if (!token.ok) return refuse('RECORD_FORMAT', `its last token: ${token.detail}`);
  const { imprint } = token.value.info;
  if (digestByOid(imprint.algorithm)?.name !== algorithm)
    return refuse('RECORD_IMPRINT', 'its last token is over a digest of another algorithm');
  const first = stamp.tree ? stamp.tree[0] : [imprint.digest];
  if (first?.length !== 1 || !Buffer.from(first[0]!).equals(wanted))
    return refuse('RECORD_RENEWAL', 'its last timestamp is not about what had to be renewed, or about more');
  const root = stamp.tree ? rootOfTree(algorithm, stamp.tree) : imprint.digest;
  if (!root || !imprint.digest.equals(root))
    return refuse('RECORD_IMPRINT', 'the tree of its last timestamp does not lead to what its token is over');
  return pass(null);
};
