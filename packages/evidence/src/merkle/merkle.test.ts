import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, sha256 } from '../digest.ts';
import { Frontier } from './frontier.ts';
import { EMPTY_ROOT, leafHash, nodeHash, splitPoint } from './hash.ts';
import { merkleTreeHash, readerOver } from './naive.ts';
import { consistencyProof, inclusionProof } from './proof.ts';
import { verifyConsistency, verifyInclusion } from './verify.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const entriesOf = (n: number) => Array.from({ length: n }, (_, i) => bytes(`leaf ${i} 归档`));
const grow = (entries: readonly Uint8Array[]) => {
  const frontier = new Frontier();
  for (const e of entries) frontier.append(leafHash(e));
  return frontier;
};
const flip = (h: Uint8Array, bit: number) => {
  const twin = Uint8Array.from(h);
  twin[(bit >> 3) % twin.length]! ^= 1 << (bit & 7);
  return twin;
};

/** RFC 6962 §2.1.1 and §2.1.2 as they are written, on slices. */
const path = (m: number, d: readonly Uint8Array[]): Uint8Array[] => {
  if (d.length <= 1) return [];
  const k = splitPoint(d.length);
  return m < k
    ? [...path(m, d.slice(0, k)), merkleTreeHash(d.slice(k))]
    : [...path(m - k, d.slice(k)), merkleTreeHash(d.slice(0, k))];
};
const subproof = (m: number, d: readonly Uint8Array[], known: boolean): Uint8Array[] => {
  if (m === d.length) return known ? [] : [merkleTreeHash(d)];
  const k = splitPoint(d.length);
  return m <= k
    ? [...subproof(m, d.slice(0, k), known), merkleTreeHash(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), merkleTreeHash(d.slice(0, k))];
};
const sizes = fc.integer({ min: 1, max: 70 });

describe('the Merkle tree of RFC 6962', () => {
  it.each([
    [[], 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [[''], '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [['a'], '022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c'],
    [['a', 'b'], 'b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb'],
    [['a', 'b', 'c'], '36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1'],
    [['a', 'b', 'c', 'd', 'e'], 'fe14a5426fbd70c0fa73f52342afed0da0bd23c4838662ccf6b88a3070ead97b'],
  ])('gives the published root of %j', (leaves, root) => {
    const entries = leaves.map(bytes);
    expect(hex(merkleTreeHash(entries))).toBe(root);
    expect(hex(grow(entries).root())).toBe(root);
  });

  it('grows leaf by leaf to the same root as the definition', () => {
    const entries = entriesOf(300);
    const frontier = new Frontier();
    for (const [i, e] of entries.entries()) {
      frontier.append(leafHash(e));
      if (i < 70 || i > 250) expect(hex(frontier.root())).toBe(hex(merkleTreeHash(entries.slice(0, i + 1))));
    }
  });

  it('takes 32-byte digests as leaf data and leaf hashes inside larger buffers', () => {
    const data = entriesOf(20).map(sha256);
    const digests = new Frontier();
    const slab = new Frontier();
    const hashes = Buffer.concat(data.map(leafHash));
    for (const [i, d] of data.entries()) {
      digests.appendDigest(d);
      slab.append(hashes, i * 32);
    }
    expect(hex(digests.root())).toBe(hex(merkleTreeHash(data)));
    expect(hex(slab.root())).toBe(hex(merkleTreeHash(data)));
  });

  it('can be put down and taken up again at any size', () => {
    fc.assert(
      fc.property(sizes, sizes, (m, more) => {
        const entries = entriesOf(m + more);
        const taken = Frontier.from(JSON.parse(JSON.stringify(grow(entries.slice(0, m)).state())));
        if (!taken.ok) throw new Error(taken.detail);
        for (const e of entries.slice(m)) taken.value.append(leafHash(e));
        expect(taken.value.root()).toEqual(grow(entries).root());
      }),
    );
  });

  it('does not let a copy and its original share memory', () => {
    const a = grow(entriesOf(5));
    const b = a.copy();
    b.append(leafHash(bytes('x')));
    expect(hex(a.root())).toBe(hex(merkleTreeHash(entriesOf(5))));
    expect(b.size).toBe(6);
  });

  it('counts past 2^31 leaves', () => {
    const size = 2 ** 40 + 3;
    const taken = Frontier.from({ size, nodes: Array(3).fill(EMPTY_ROOT.toString('base64')) });
    if (!taken.ok) throw new Error(taken.detail);
    taken.value.append(EMPTY_ROOT);
    expect(taken.value.state().size).toBe(size + 1);
    expect(taken.value.state().nodes).toHaveLength(2);
  });

  it.each([
    [{ size: 3, nodes: [] }],
    [{ size: -1, nodes: [] }],
    [{ size: 1, nodes: ['AAAA'] }],
    [{ size: 1.5, nodes: [] }],
  ])('refuses the state %j', (state) => {
    expect(Frontier.from(state)).toMatchObject({ ok: false, code: 'FRONTIER' });
  });
});

describe('proofs', () => {
  it('are those of the definition, for inclusion', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (n, at) => {
        const entries = entriesOf(n);
        expect(inclusionProof(at % n, n, readerOver(entries)).map(hex)).toEqual(path(at % n, entries).map(hex));
      }),
    );
  });

  it('are those of the definition, for consistency', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (n, at) => {
        const entries = entriesOf(n);
        const m = 1 + (at % n);
        expect(consistencyProof(m, n, readerOver(entries)).map(hex)).toEqual(subproof(m, entries, true).map(hex));
      }),
    );
  });

  it('of inclusion verify for every leaf, and for no other leaf, place, size or bit', () => {
    for (let n = 1; n <= 20; n++) {
      const entries = entriesOf(n);
      const tree = { size: n, root: merkleTreeHash(entries) };
      for (let i = 0; i < n; i++) {
        const proof = inclusionProof(i, n, readerOver(entries));
        const leaf = leafHash(entries[i]!);
        expect(verifyInclusion(leaf, i, tree, proof)).toBe(true);
        expect(verifyInclusion(flip(leaf, i), i, tree, proof)).toBe(false);
        expect(verifyInclusion(leaf, i, { ...tree, root: flip(tree.root, i) }, proof)).toBe(false);
        expect(verifyInclusion(leaf, i, tree, [...proof, leaf])).toBe(false);
        for (let j = 0; j < proof.length; j++) {
          expect(verifyInclusion(leaf, i, tree, proof.with(j, flip(proof[j]!, n)))).toBe(false);
          expect(verifyInclusion(leaf, i, tree, proof.toSpliced(j, 1))).toBe(false);
        }
        for (let other = 0; other < n; other++)
          if (other !== i) expect(verifyInclusion(leaf, other, tree, proof)).toBe(false);
      }
      expect(verifyInclusion(leafHash(entries[0]!), n, tree, [])).toBe(false);
      expect(verifyInclusion(leafHash(entries[0]!), -1, tree, [])).toBe(false);
    }
  });

  it('of consistency verify between any two heads of one history, and for no fork', () => {
    for (let n = 1; n <= 20; n++) {
      const entries = entriesOf(n);
      const next = { size: n, root: merkleTreeHash(entries) };
      for (let m = 0; m <= n; m++) {
        const old = { size: m, root: merkleTreeHash(entries.slice(0, m)) };
        const proof = consistencyProof(m, n, readerOver(entries));
        expect(verifyConsistency(old, next, proof)).toBe(true);
        expect(verifyConsistency(old, { ...next, root: flip(next.root, m) }, proof)).toBe(m === 0);
        if (m > 0) expect(verifyConsistency({ ...old, root: flip(old.root, n) }, next, proof)).toBe(false);
        expect(verifyConsistency(old, next, [...proof, next.root])).toBe(false);
        for (let j = 0; j < proof.length; j++) {
          expect(verifyConsistency(old, next, proof.with(j, flip(proof[j]!, n)))).toBe(false);
          expect(verifyConsistency(old, next, proof.toSpliced(j, 1))).toBe(false);
        }
        const forked = entries.with(Math.max(0, m - 1), bytes('forged'));
        if (m > 0) {
          const fork = { size: n, root: merkleTreeHash(forked) };
          expect(verifyConsistency(old, fork, consistencyProof(m, n, readerOver(forked)))).toBe(false);
        }
      }
      expect(verifyConsistency(next, { size: n - 1, root: merkleTreeHash(entries.slice(0, n - 1)) }, [])).toBe(false);
    }
  });

  it('of nonsense are a fault of ours, not a finding', () => {
    const read = () => EMPTY_ROOT;
    expect(() => inclusionProof(3, 3, read)).toThrow(RangeError);
    expect(() => consistencyProof(4, 3, read)).toThrow(RangeError);
  });

  it('hash a node as 0x01, left, right', () => {
    const [l, r] = [sha256('l'), sha256('r')];
    expect(nodeHash(l, r)).toEqual(sha256(Buffer.concat([Buffer.of(1), l, r])));
  });
});
