import { type DigestName, digestByOid, digestKind } from '../algorithm/index.ts';
import { cmsSets } from '../cms/read.ts';
import {
  checkDer,
  childrenOf,
  type Der,
  DerFault,
  der,
  encodingOf,
  expectTag,
  integerOf,
  judged,
  octetsOf,
  openDer,
  type SetRule,
  toDer,
  within,
} from '../der/index.ts';
import { readDigestAlgorithm } from '../signature/verify.ts';
import { parseToken, tokenInDer } from '../timestamp/token.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { MAX_TREE_LEVELS, type ReducedTree } from './tree.ts';

/** One ArchiveTimeStamp (RFC 4998 §4.1): a token, and the reduced tree that leads from digests to what the token is over. */
export interface ArchiveTimestamp {
  /** Object identifier of the digest of the tree: what is written, or that of the token where nothing is. */
  readonly algorithm: string;
  /** Null where the token is over the digest itself. */
  readonly tree: ReducedTree | null;
  /** The token as it lies in the record. */
  readonly token: Buffer;
  /** DER of the whole ArchiveTimeStamp: renewals hash it, so it is kept as it came. */
  readonly der: Buffer;
}

/** An EvidenceRecord (RFC 4998 §3). Chains in the order of time; each chain goes on under one digest algorithm. */
export interface EvidenceRecord {
  /** DER of the AlgorithmIdentifiers of all digests used. */
  readonly algorithms: readonly Buffer[];
  /** Their object identifiers. */
  readonly announced: readonly string[];
  /** DER of [0] CryptoInfos and [1] EncryptionInfo, which we keep and do not use. */
  readonly extra: readonly Buffer[];
  readonly chains: readonly (readonly ArchiveTimestamp[])[];
}

/** A record renewed every two years for a thousand years has less than this. */
const MAX_RECORD_BYTES = 4_000_000;
const MAX_CHAINS = 100;
const MAX_CHAIN_LENGTH = 1000;
/** Digests in one list: documents of one group, or one level of somebody's tree. */
const MAX_LIST = 100_000;

const treeOf = (tree: Der): ReducedTree => {
  const lists = childrenOf(tree);
  if (lists.length > MAX_TREE_LEVELS)
    throw new DerFault(`a reduced tree of ${lists.length} levels at byte ${tree.start}`);
  return lists.map((list) => {
    const digests = childrenOf(list, 0x30);
    if (digests.length > MAX_LIST) throw new DerFault(`a list of ${digests.length} digests at byte ${list.start}`);
    return digests.map(octetsOf);
  });
};

/**
 * The token is left as it lies: many authorities do not sort the certificates in it, and whoever renewed the record has hashed the bytes
 * there were. Everything around it must be DER.
 */
const timestampOf = (node: Der): ArchiveTimestamp => {
  const fields = childrenOf(node, 0x30);
  const token = encodingOf(expectTag(fields.pop(), 0x30));
  for (const field of fields) checkDer(field, (tag, depth) => tag === 0x31 || (tag === 0xa1 && depth === 0));
  const known = [0xa0, 0xa1, 0xa2];
  const tags = fields.map((f) => f.tag);
  if (tags.some((tag, i) => !known.includes(tag) || (i > 0 && tag <= tags[i - 1]!)))
    throw new DerFault(`an archive timestamp with fields that are not its own at byte ${node.start}`);
  const at = (tag: number): Der | undefined => fields.find((f) => f.tag === tag);
  const named = at(0xa0);
  const tree = at(0xa2);
  // [0] IMPLICIT AlgorithmIdentifier: the same members under another tag.
  const algorithm = named
    ? within('digestAlgorithm', () => readDigestAlgorithm({ ...named, tag: 0x30 }))
    : algorithmOfToken(token);
  return {
    algorithm,
    tree: tree ? within('reducedHashtree', () => treeOf(tree)) : null,
    token,
    der: encodingOf(node),
  };
};

/** Where the record names no digest, the token's imprint does (RFC 4998 §4.1). */
const algorithmOfToken = (token: Buffer): string => {
  const inDer = tokenInDer(token);
  const parsed = inDer.ok ? parseToken(inDer.value) : inDer;
  if (!parsed.ok) throw new DerFault(`timeStamp: ${parsed.detail}`);
  return parsed.value.info.imprint.algorithm;
};

/** Sets that implicit tags hide in the tokens of a record, each four levels deeper than in a token by itself; and [1] attributes of an archive timestamp. */
const recordSets: SetRule = (tag, depth) => cmsSets(tag, depth - 4) || (tag === 0xa1 && depth === 4);

const readRecord = (bytes: Uint8Array): EvidenceRecord => {
  const [version, algorithms, ...rest] = childrenOf(openDer(bytes), 0x30);
  if (integerOf(version) !== 1n) throw new DerFault('an evidence record of an unknown version');
  const sequence = expectTag(rest.pop(), 0x30);
  if (rest.some((field, i) => field.tag !== 0xa0 + i && !(rest.length === 1 && field.tag === 0xa1)))
    throw new DerFault(`fields that are not an evidence record's at byte ${rest[0]!.start}`);
  for (const field of [algorithms, ...rest]) if (field) checkDer(field);
  const chains = childrenOf(sequence);
  if (chains.length === 0 || chains.length > MAX_CHAINS) throw new DerFault(`${chains.length} chains`);
  return {
    algorithms: childrenOf(expectTag(algorithms, 0x30)).map(encodingOf),
    announced: within('digestAlgorithms', () => childrenOf(expectTag(algorithms, 0x30)).map(readDigestAlgorithm)),
    extra: rest.map(encodingOf),
    chains: chains.map((chain, c) =>
      within(`archiveTimeStampSequence[${c}]`, () => {
        const stamps = childrenOf(chain, 0x30);
        if (stamps.length === 0 || stamps.length > MAX_CHAIN_LENGTH)
          throw new DerFault(`${stamps.length} archive timestamps at byte ${chain.start}`);
        return stamps.map((stamp, i) => within(`[${i}]`, () => timestampOf(stamp)));
      }),
    ),
  };
};

/** Reads an evidence record; all but the tokens in it must be DER. Nothing in it is verified. */
export const parseRecord = (bytes: Uint8Array): Verdict<EvidenceRecord, 'RECORD_FORMAT'> =>
  bytes.length > MAX_RECORD_BYTES
    ? refuse('RECORD_FORMAT', `a record of ${bytes.length} bytes`)
    : judged('RECORD_FORMAT', () => pass(readRecord(bytes)));

/** The DER of a record that another system wrote in BER. Tokens inside become DER as well, as renewals hash them. */
export const recordInDer = (bytes: Uint8Array): Verdict<Buffer, 'RECORD_FORMAT'> =>
  bytes.length > MAX_RECORD_BYTES
    ? refuse('RECORD_FORMAT', `a record of ${bytes.length} bytes`)
    : judged('RECORD_FORMAT', () => pass(toDer(bytes, recordSets)));

/** DER of an ArchiveTimeStampSequence: what a hash-tree renewal hashes (RFC 4998 §5.2). */
export const sequenceInDer = (chains: EvidenceRecord['chains']): Buffer =>
  der.sequence(...chains.map((chain) => der.sequence(...chain.map((stamp) => stamp.der))));

/** The record in DER. */
export const recordBytes = ({ algorithms, extra, chains }: EvidenceRecord): Buffer =>
  der.sequence(der.integer(1), der.sequence(...algorithms), ...extra, sequenceInDer(chains));

/** Puts a token and the tree that leads to it together (RFC 4998 §4.1): digestAlgorithm [0] and reducedHashtree [2], both implicit. */
export const archiveTimestamp = (
  algorithm: DigestName,
  tree: ReducedTree | null,
  token: Uint8Array,
): ArchiveTimestamp => {
  const { oid } = digestKind(algorithm);
  const lists = (tree ?? []).map((list) =>
    der.sequence(...list.toSorted(Buffer.compare).map((digest) => der.octetString(digest))),
  );
  const bytes = der.sequence(der.context(0, der.oid(oid)), ...(tree ? [der.context(2, ...lists)] : []), token);
  return { algorithm: oid, tree, token: Buffer.from(token), der: bytes };
};

/** The digest of an archive timestamp by name; null for one we do not take. */
export const algorithmOf = (stamp: ArchiveTimestamp): DigestName | null => digestByOid(stamp.algorithm)?.name ?? null;
