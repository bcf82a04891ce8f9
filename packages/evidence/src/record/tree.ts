import { type DigestName, digestKind, digestOf } from '../algorithm/index.ts';

/**
 * What one group of digests keeps of a hash tree (RFC 4998 §4.2): first the group's own digests, then, level by level, the others that
 * were hashed together with it. An empty list stands nowhere: who was alone on a level has no entry for it.
 */
export type ReducedTree = readonly (readonly Uint8Array[])[];

export interface HashTree {
  readonly algorithm: DigestName;
  readonly root: Buffer;
  /** The reduced tree of every group handed in, in the order they came. */
  readonly trees: readonly ReducedTree[];
}

/** 2^64 groups would be one tree: no honest reduced tree is longer. */
export const MAX_TREE_LEVELS = 66;

const unique = (digests: readonly Uint8Array[]): Uint8Array[] =>
  digests.toSorted(Buffer.compare).filter((d, i, all) => i === 0 || Buffer.compare(all[i - 1]!, d) !== 0);

/** Hash of a group: its digests in ascending binary order, put together and hashed; one alone stays as it is (RFC 4998 §4.2). */
export const hashOfGroup = (algorithm: DigestName, digests: readonly Uint8Array[]): Uint8Array =>
  digests.length === 1 ? digests[0]! : digestOf(algorithm, Buffer.concat(digests.toSorted(Buffer.compare)));

interface Node {
  readonly hash: Uint8Array;
  readonly below: readonly number[];
}

/**
 * One tree over many groups of digests, so that one timestamp serves them all. A group is what is proven together: the document and its
 * attachments, or one digest alone. Equal groups share a leaf; the root does not depend on the order in which the groups came.
 * Throws RangeError for no group, an empty group or a digest of another length.
 */
export const buildHashTree = (
  groups: readonly (readonly Uint8Array[])[],
  algorithm: DigestName = 'sha256',
): HashTree => {
  const { bytes } = digestKind(algorithm);
  if (groups.length === 0 || groups.some((group) => group.length === 0))
    throw new RangeError('a hash tree is made of groups of at least one digest');
  if (groups.some((group) => group.some((d) => d.length !== bytes)))
    throw new RangeError(`a tree of ${algorithm} is made of digests of ${bytes} bytes`);
  const trees: (readonly Uint8Array[])[][] = groups.map((group) => [unique(group)]);
  const leaves = new Map<string, Node>();
  for (const [i, group] of groups.entries()) {
    // A digest given twice is written once: what others make of doubled ones differs.
    const hash = hashOfGroup(algorithm, unique(group));
    const name = Buffer.from(hash).toString('hex');
    leaves.set(name, { hash, below: [...(leaves.get(name)?.below ?? []), i] });
  }
  let level = [...leaves.values()].sort((a, b) => Buffer.compare(a.hash, b.hash));
  while (level.length > 1) {
    const above: Node[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i]!, level[i + 1]];
      if (!right) {
        above.push(left);
        continue;
      }
      for (const g of left.below) trees[g]!.push([right.hash]);
      for (const g of right.below) trees[g]!.push([left.hash]);
      above.push({
        hash: hashOfGroup(algorithm, [left.hash, right.hash]),
        below: [...left.below, ...right.below],
      });
    }
    level = above;
  }
  return { algorithm, root: Buffer.from(level[0]!.hash), trees };
};

/** The root a reduced tree leads to; null for no tree, an empty list or a digest of another length. */
export const rootOfTree = (algorithm: DigestName, tree: ReducedTree): Uint8Array | null => {
  const { bytes } = digestKind(algorithm);
  if (tree.length === 0 || tree.length > MAX_TREE_LEVELS) return null;
  if (tree.some((list) => list.length === 0 || list.some((d) => d.length !== bytes))) return null;
  let hash: Uint8Array | null = null;
  for (const list of tree) hash = hashOfGroup(algorithm, hash ? [hash, ...list] : list);
  return hash;
};
