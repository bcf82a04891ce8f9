import type { DigestName } from '../algorithm/index.ts';
import { fromHex } from '../digest.ts';
import { newRecord } from './build.ts';
import { recordBytes } from './record.ts';
import { type ReducedTree, rootOfTree } from './tree.ts';

/** From one digest to what was stamped: at each level the other hashes of the group, hexadecimal (RFC 4998 §4.2). */
export type HexPath = readonly (readonly string[])[];

/** A digest and its path as a record writes them down; null where the path is none. */
export function treeOfPath(digest: Uint8Array, path: HexPath): ReducedTree | null {
  const lists: Uint8Array[][] = [];
  for (const group of path) {
    const list = group.map(fromHex);
    if (list.some((one) => one === null)) return null;
    if (list.length > 0) lists.push(list as Uint8Array[]);
  }
  return [[digest], ...lists];
}

/** Whether the path leads from the digest to this root. */
export function leadsToRoot(algorithm: DigestName, digest: Uint8Array, path: HexPath, root: Uint8Array): boolean {
  const tree = treeOfPath(digest, path);
  const found = tree && rootOfTree(algorithm, tree);
  return found != null && Buffer.from(found).equals(root);
}

/** The evidence record of one digest that follows from its path and the token over the root (RFC 4998 §4), DER; null where the path is none. */
export function recordOfPath(
  algorithm: DigestName,
  digest: Uint8Array,
  path: HexPath,
  token: Uint8Array,
): Buffer | null {
  const tree = treeOfPath(digest, path);
  return tree && recordBytes(newRecord(algorithm, tree, token));
}
