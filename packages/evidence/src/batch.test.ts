import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchRoot, buildBatch, verifyBatch } from './batch.ts';
import { hex, sha256 } from './digest.ts';

const digests = (n: number) => Array.from({ length: n }, (_, i) => sha256(`manifest ${i}`));

describe('a batch of digests under one root', () => {
  it('leaves a digest that is alone as it is, with an empty path', () => {
    const [only] = digests(1);
    const batch = buildBatch([only!]);
    expect(hex(batch.root)).toBe(hex(only!));
    expect(batch.paths.get(hex(only!))).toEqual([]);
    expect(verifyBatch(only!, [], batch.root)).toBe(true);
  });

  it('hashes two in ascending order, whichever came first (RFC 4998 §4.2)', () => {
    const pair = digests(2);
    const root = sha256(Buffer.concat(pair.toSorted(Buffer.compare)));
    expect(hex(buildBatch(pair).root)).toBe(hex(root));
    expect(hex(buildBatch(pair.toReversed()).root)).toBe(hex(root));
  });

  it('gives every digest a path of at most log2(n) groups that leads to the root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (n) => {
        const all = digests(n);
        const batch = buildBatch(all);
        for (const d of all) {
          const path = batch.paths.get(hex(d))!;
          expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(n)));
          expect(verifyBatch(d, path, batch.root)).toBe(true);
        }
      }),
    );
  });

  it('has the same root for the same digests in any order, said once or twice', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(digests(30), { minLength: 1 }), (some) => {
        const sorted = some.toSorted(Buffer.compare);
        expect(hex(buildBatch([...some, some[0]!]).root)).toBe(hex(buildBatch(sorted).root));
      }),
    );
  });

  it('does not cover another digest, another root, or a changed path', () => {
    const all = digests(7);
    const batch = buildBatch(all);
    const d = all[3]!;
    const path = batch.paths.get(hex(d))!;
    expect(verifyBatch(all[4]!, path, batch.root)).toBe(false);
    expect(verifyBatch(d, path, sha256('other'))).toBe(false);
    expect(verifyBatch(d, path.slice(1), batch.root)).toBe(false);
    expect(verifyBatch(d, path.with(0, [hex(sha256('x'))]), batch.root)).toBe(false);
  });

  it.each([
    ['not hexadecimal', [['zz']]],
    ['too short', [['abcd']]],
    ['too long a path', Array(65).fill([hex(sha256('x'))])],
  ])('refuses a path that is %s', (_, path) => {
    expect(batchRoot(sha256('a'), path)).toBeNull();
  });

  it('of nothing, or of what is no digest, is a fault of ours', () => {
    expect(() => buildBatch([])).toThrow(RangeError);
    expect(() => buildBatch([Buffer.alloc(31)])).toThrow(RangeError);
  });
});
