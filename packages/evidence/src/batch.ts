import { fromHex, hex, sha256 } from './digest.ts';

/** What one digest keeps of a batch: at each level the other hashes of its group, 64 hexadecimal digits each; empty where it was alone. */
export type BatchPath = readonly (readonly string[])[];

/** One tree over many digests. `paths` has the path of every digest handed in, by its hexadecimal form. */
export interface Batch {
  readonly root: Buffer;
  readonly paths: ReadonlyMap<string, BatchPath>;
}

const DIGEST_BYTES = 32;
/** 2^64 digests would be one batch: no honest path is longer. */
const MAX_LEVELS = 64;

/** Hash of a group: members in ascending binary order, concatenated, hashed; one member alone stays as it is (RFC 4998 §4.2). */
const groupHash = (members: readonly Uint8Array[]): Uint8Array =>
  members.length === 1 ? members[0]! : sha256(Buffer.concat(members.toSorted(Buffer.compare)));

/**
 * Brings SHA-256 digests of many cases under one root, so that one timestamp serves them all.
 *
 * The tree is that of RFC 4998 §4.2 (sorted groups, here of two), not that of RFC 6962: its paths are the reduced hash trees of
 * evidence records as they stand, so a case can be given its own record later without asking for a new timestamp.
 * Equal digests share a path, and the root does not depend on the order in which the digests came.
 */
export const buildBatch = (digests: readonly Uint8Array[]): Batch => {
  if (digests.length === 0) throw new RangeError('a batch needs at least one digest');
  if (digests.some((d) => d.length !== DIGEST_BYTES)) throw new RangeError('a batch is made of 32-byte digests');
  const leaves = [...new Map(digests.map((d) => [hex(d), d])).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const paths = new Map<string, string[][]>(leaves.map(([name]) => [name, []]));
  let level = leaves.map(([name, hash]) => ({ hash, below: [name] }));
  while (level.length > 1) {
    const above: typeof level = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i]!, level[i + 1]];
      if (!right) {
        above.push(left);
        continue;
      }
      for (const name of left.below) paths.get(name)!.push([hex(right.hash)]);
      for (const name of right.below) paths.get(name)!.push([hex(left.hash)]);
      above.push({ hash: groupHash([left.hash, right.hash]), below: left.below.concat(right.below) });
    }
    level = above;
  }
  return { root: Buffer.from(level[0]!.hash), paths };
};

/** The root that a digest and its path lead to; null where the path is not made of SHA-256 digests. */
export const batchRoot = (digest: Uint8Array, path: BatchPath): Uint8Array | null => {
  if (digest.length !== DIGEST_BYTES || path.length > MAX_LEVELS) return null;
  let hash = digest;
  for (const group of path) {
    const others = group.map(fromHex);
    if (others.some((h) => h?.length !== DIGEST_BYTES)) return null;
    hash = groupHash([hash, ...others.filter((h) => h !== null)]);
  }
  return hash;
};

/** Whether the digest was in the batch with this root. */
export const verifyBatch = (digest: Uint8Array, path: BatchPath, root: Uint8Array): boolean => {
  const found = batchRoot(digest, path);
  return found !== null && Buffer.compare(found, root) === 0;
};
