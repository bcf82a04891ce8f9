import { nodeHash, splitPoint } from './hash.ts';

/** A complete subtree: leaves [index · 2^level, (index + 1) · 2^level). */
export interface NodeRef {
  readonly level: number;
  readonly index: number;
}

/** Leaves [from, to) of the tree. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Gives the hash of a complete subtree. Where the hashes lie (memory, tiles) is the caller's affair. */
export type HashReader = (node: NodeRef) => Uint8Array;

const whole = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const fault = (what: string): never => {
  throw new RangeError(what);
};

/** The complete subtrees a range falls into, left to right. Every range a proof speaks of starts where such a subtree may start. */
export const nodesOf = ({ from, to }: Range): NodeRef[] => {
  const nodes: NodeRef[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= to) {
      width *= 2;
      level++;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
};

/** MTH of a range: its complete subtrees folded from the right (RFC 6962 §2.1). */
export const hashOf = (range: Range, read: HashReader): Uint8Array => {
  const hashes = nodesOf(range).map(read);
  return hashes.reduceRight((right, left) => nodeHash(left, right));
};

/** The ranges whose hashes make PATH(index, D[size]), leaf to root (RFC 6962 §2.1.1). */
export const inclusionRanges = (index: number, size: number): Range[] => {
  if (!whole(index) || !whole(size) || index >= size) fault(`leaf ${index} is not in a tree of ${size}`);
  const path: Range[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const mid = from + splitPoint(to - from);
    if (index < mid) {
      path.push({ from: mid, to });
      to = mid;
    } else {
      path.push({ from, to: mid });
      from = mid;
    }
  }
  return path.reverse();
};

/** The ranges whose hashes make PROOF(old, D[size]), in RFC 6962 §2.1.2 order; none from 0 or to itself. */
export const consistencyRanges = (old: number, size: number): Range[] => {
  if (!whole(old) || !whole(size) || old > size) fault(`a tree of ${size} cannot extend one of ${old}`);
  if (old === 0 || old === size) return [];
  const proof: Range[] = [];
  let from = 0;
  let to = size;
  let known = true;
  while (old !== to) {
    const mid = from + splitPoint(to - from);
    if (old <= mid) {
      proof.push({ from: mid, to });
      to = mid;
    } else {
      proof.push({ from, to: mid });
      from = mid;
      known = false;
    }
  }
  if (!known) proof.push({ from, to });
  return proof.reverse();
};

/** Inclusion proof of leaf `index` in a tree of `size`. */
export const inclusionProof = (index: number, size: number, read: HashReader): Uint8Array[] =>
  inclusionRanges(index, size).map((range) => hashOf(range, read));

/** Consistency proof from a tree of `old` to one of `size`. */
export const consistencyProof = (old: number, size: number, read: HashReader): Uint8Array[] =>
  consistencyRanges(old, size).map((range) => hashOf(range, read));
