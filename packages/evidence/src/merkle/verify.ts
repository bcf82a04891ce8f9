import { EMPTY_ROOT, HASH_BYTES, nodeHash, sameHash } from './hash.ts';

const hashes = (list: readonly Uint8Array[]): boolean => list.every((h) => h.length === HASH_BYTES);

/** A tree head as far as proofs care: how many leaves, and the root over them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** The root an inclusion proof leads to, or null where the proof has the wrong length (RFC 9162 §2.1.3.2). */
export const rootFromInclusion = (
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array | null => {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size || !hashes(proof))
    return null;
  let at = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(sibling, root);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else root = nodeHash(root, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : null;
};

/** Whether the leaf hash stands at `index` of the tree. */
export const verifyInclusion = (
  leaf: Uint8Array,
  index: number,
  tree: TreeHead,
  proof: readonly Uint8Array[],
): boolean => {
  const root = rootFromInclusion(leaf, index, tree.size, proof);
  return root !== null && sameHash(root, tree.root);
};

/**
 * Whether `next` only adds to `old` (RFC 9162 §2.1.4.2).
 * From the empty tree, and from a tree to itself, the proof must be empty and the roots as they must be.
 */
export const verifyConsistency = (old: TreeHead, next: TreeHead, proof: readonly Uint8Array[]): boolean => {
  if (!Number.isSafeInteger(old.size) || !Number.isSafeInteger(next.size) || old.size < 0 || old.size > next.size)
    return false;
  if (old.size === 0)
    return proof.length === 0 && sameHash(old.root, EMPTY_ROOT) && (next.size > 0 || sameHash(next.root, EMPTY_ROOT));
  if (old.size === next.size) return proof.length === 0 && sameHash(old.root, next.root);
  if (proof.length === 0 || !hashes(proof)) return false;

  let at = old.size - 1;
  let last = next.size - 1;
  while (at % 2 === 1) {
    at = (at - 1) / 2;
    last = Math.floor(last / 2);
  }
  // A complete old tree is itself the first node of the path; the proof then leaves it out.
  const path = at === 0 ? [old.root, ...proof] : proof;
  let oldRoot = path[0]!;
  let newRoot = path[0]!;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldRoot = nodeHash(sibling, oldRoot);
      newRoot = nodeHash(sibling, newRoot);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else newRoot = nodeHash(newRoot, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameHash(oldRoot, old.root) && sameHash(newRoot, next.root);
};
