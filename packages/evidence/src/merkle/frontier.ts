import { hash } from 'node:crypto';
import { base64, fromBase64 } from '../digest.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hash.ts';

/** A frontier as JSON: tree size and the roots of its complete subtrees, largest first, base64. */
export interface FrontierState {
  readonly size: number;
  readonly nodes: readonly string[];
}

const ones = (size: number): number => size.toString(2).replaceAll('0', '').length;

/**
 * An append-only RFC 6962 tree that remembers only the roots of its complete subtrees: 32 bytes per set bit of its size.
 *
 * It runs over every link there ever was, so appending allocates nothing but the digest's own string: the node to hash is built in
 * one buffer of 65 bytes, and the digest is written back into it as latin1, which node:crypto gives faster than a Buffer.
 */
export class Frontier {
  #size = 0;
  #depth = 0;
  readonly #nodes = Buffer.alloc(54 * HASH_BYTES);
  readonly #work = Buffer.alloc(1 + 2 * HASH_BYTES, 1);
  readonly #leaf = Buffer.alloc(1 + HASH_BYTES);

  get size(): number {
    return this.#size;
  }

  /** Appends a leaf by its leaf hash (32 bytes at `offset`). */
  append(leaf: Uint8Array, offset = 0): void {
    const work = this.#work;
    for (let i = 0; i < HASH_BYTES; i++) work[33 + i] = leaf[offset + i]!;
    this.#carry();
  }

  /** Appends a leaf whose data are 32 bytes (a digest), hashing it on the way. */
  appendDigest(digest: Uint8Array): void {
    this.#leaf.set(digest, 1);
    this.#work.write(hash('sha256', this.#leaf, 'binary'), 33, 'latin1');
    this.#carry();
  }

  /** Merges the hash at work[33…] with every complete subtree of its own height, as a binary counter carries. */
  #carry(): void {
    const work = this.#work;
    const nodes = this.#nodes;
    let depth = this.#depth;
    for (let s = this.#size; s % 2 === 1; s = (s - 1) / 2) {
      depth--;
      nodes.copy(work, 1, depth * HASH_BYTES, (depth + 1) * HASH_BYTES);
      work.write(hash('sha256', work, 'binary'), 33, 'latin1');
    }
    work.copy(nodes, depth * HASH_BYTES, 33, 65);
    this.#depth = depth + 1;
    this.#size++;
  }

  /** Root of the tree as it stands (RFC 6962 §2.1). */
  root(): Buffer {
    if (this.#size === 0) return Buffer.from(EMPTY_ROOT);
    const at = (i: number) => this.#nodes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
    let root: Buffer = Buffer.from(at(this.#depth - 1));
    for (let i = this.#depth - 2; i >= 0; i--) root = nodeHash(at(i), root);
    return root;
  }

  copy(): Frontier {
    const twin = new Frontier();
    twin.#size = this.#size;
    twin.#depth = this.#depth;
    this.#nodes.copy(twin.#nodes);
    return twin;
  }

  state(): FrontierState {
    const nodes: string[] = [];
    for (let i = 0; i < this.#depth; i++)
      nodes.push(base64(this.#nodes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)));
    return { size: this.#size, nodes };
  }

  /** A frontier from its state; refused (`FRONTIER`) where the nodes cannot belong to a tree of that size. */
  static from(state: FrontierState): Verdict<Frontier, 'FRONTIER'> {
    const { size, nodes } = state;
    if (!Number.isSafeInteger(size) || size < 0) return refuse('FRONTIER', `tree size ${size} is not a whole number`);
    if (nodes.length !== ones(size))
      return refuse('FRONTIER', `size ${size} needs ${ones(size)} nodes, found ${nodes.length}`);
    const frontier = new Frontier();
    for (const [i, node] of nodes.entries()) {
      const bytes = fromBase64(node);
      if (bytes?.length !== HASH_BYTES) return refuse('FRONTIER', `node ${i} is not 32 bytes of base64`);
      bytes.copy(frontier.#nodes, i * HASH_BYTES);
    }
    frontier.#size = size;
    frontier.#depth = nodes.length;
    return pass(frontier);
  }
}
