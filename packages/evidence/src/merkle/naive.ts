import { EMPTY_ROOT, leafHash, nodeHash, splitPoint } from './hash.ts';
import type { HashReader } from './proof.ts';

/** RFC 6962 §2.1 word for word: slow, and the measure of everything fast. For tests. */
export const merkleTreeHash = (entries: readonly Uint8Array[]): Uint8Array => {
  if (entries.length === 0) return EMPTY_ROOT;
  if (entries.length === 1) return leafHash(entries[0]!);
  const k = splitPoint(entries.length);
  return nodeHash(merkleTreeHash(entries.slice(0, k)), merkleTreeHash(entries.slice(k)));
};

/** Complete subtrees of entries held in memory. */
export const readerOver =
  (entries: readonly Uint8Array[]): HashReader =>
  ({ level, index }) =>
    merkleTreeHash(entries.slice(index * 2 ** level, (index + 1) * 2 ** level));
