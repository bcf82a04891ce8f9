import { type DigestName, digestKind, digestOf } from '../algorithm/index.ts';
import type { BatchPath } from '../batch.ts';
import { der } from '../der/index.ts';
import { fromHex } from '../digest.ts';
import { algorithmOf, archiveTimestamp, type EvidenceRecord, sequenceInDer } from './record.ts';
import type { ReducedTree } from './tree.ts';

/** Something a record proves: a document, a manifest. It tells its digest by any algorithm; null where nobody has that digest any more. */
export interface RecordedObject {
  readonly name: string;
  readonly digest: (algorithm: DigestName) => Uint8Array | null;
}

/** An object whose bytes are at hand. */
export const objectOfBytes = (name: string, bytes: Uint8Array): RecordedObject => {
  const known = new Map<DigestName, Buffer>();
  return {
    name,
    digest: (algorithm) => {
      const digest = known.get(algorithm) ?? digestOf(algorithm, bytes);
      known.set(algorithm, digest);
      return digest;
    },
  };
};

/** An object of which only digests are at hand. */
export const objectOfDigests = (name: string, digests: Partial<Record<DigestName, Uint8Array>>): RecordedObject => ({
  name,
  digest: (algorithm) => digests[algorithm] ?? null,
});

const identifier = (algorithm: DigestName): Buffer => der.algorithm(digestKind(algorithm).oid);

/** The first record of what a tree was timestamped over: `tree` is that of `buildHashTree`, `token` is over its root. */
export const newRecord = (algorithm: DigestName, tree: ReducedTree, token: Uint8Array): EvidenceRecord => ({
  algorithms: [identifier(algorithm)],
  announced: [digestKind(algorithm).oid],
  extra: [],
  chains: [[archiveTimestamp(algorithm, tree, token)]],
});

/**
 * The record of one digest out of a batch of `buildBatch` (SHA-256): the path a seal keeps is the reduced hash tree as it stands, so a case
 * gets its own record without asking for another timestamp. Throws RangeError for a path that is none.
 */
export const recordFromBatch = (digest: Uint8Array, path: BatchPath, token: Uint8Array): EvidenceRecord => {
  const lists = path.map((group) =>
    group.map((text) => {
      const bytes = fromHex(text);
      if (bytes?.length !== 32) throw new RangeError('a path of a batch is made of 32-byte digests');
      return bytes;
    }),
  );
  return newRecord('sha256', [[digest], ...lists.filter((list) => list.length > 0)], token);
};

/**
 * What a timestamp renewal has to stamp (RFC 4998 §5.2): the digest of the last token, by the algorithm of its chain. Many records may be
 * renewed by one token: their digests are the groups of one `buildHashTree`.
 */
export const renewalDigest = (record: EvidenceRecord): { readonly algorithm: DigestName; readonly digest: Buffer } => {
  const last = record.chains.at(-1)!.at(-1)!;
  const algorithm = algorithmOf(last);
  if (!algorithm) throw new RangeError(`the record goes on under ${last.algorithm}, which is not one we take`);
  return { algorithm, digest: digestOf(algorithm, last.token) };
};

/** The record with its last chain continued: `tree` leads from `renewalDigest` to what the token is over; null where it is over that digest itself. */
export const withRenewal = (record: EvidenceRecord, tree: ReducedTree | null, token: Uint8Array): EvidenceRecord => {
  const { algorithm } = renewalDigest(record);
  const last = record.chains.at(-1)!;
  return {
    ...record,
    chains: [...record.chains.slice(0, -1), [...last, archiveTimestamp(algorithm, tree, token)]],
  };
};

/**
 * What a hash-tree renewal has to stamp (RFC 4998 §5.2), under a new algorithm: for every object H(H(object) ‖ H(all chains so far)). They are one group.
 * Throws RangeError where an object cannot tell its digest: a renewal that leaves one out would lose it.
 */
export const rehashDigests = (
  record: EvidenceRecord,
  objects: readonly RecordedObject[],
  algorithm: DigestName,
): readonly Buffer[] => {
  if (objects.length === 0) throw new RangeError('a hash-tree renewal needs its objects');
  const past = digestOf(algorithm, sequenceInDer(record.chains));
  return objects.map((object) => {
    const digest = object.digest(algorithm);
    if (!digest) throw new RangeError(`${object.name} has no digest by ${algorithm}`);
    return digestOf(algorithm, Buffer.concat([digest, past]));
  });
};

/** The record with a new chain under a new algorithm: `tree` leads from `rehashDigests` (its first list) to what the token is over. */
export const withRehash = (
  record: EvidenceRecord,
  algorithm: DigestName,
  tree: ReducedTree,
  token: Uint8Array,
): EvidenceRecord => {
  const { oid } = digestKind(algorithm);
  const known = record.announced.includes(oid);
  return {
    ...record,
    algorithms: known ? record.algorithms : [...record.algorithms, identifier(algorithm)],
    announced: known ? record.announced : [...record.announced, oid],
    chains: [...record.chains, [archiveTimestamp(algorithm, tree, token)]],
  };
};
