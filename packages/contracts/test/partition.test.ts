import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { partitionOf } from '../src/index.ts';

/** With 2^31-1 partitions the partition is the hash itself, without its sign. */
const hash = (key: string): number => partitionOf(key, 0x7fffffff);

describe('the partition of a key', () => {
  // The vectors of Apache Kafka's own test of Utils.murmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('is Kafka’s murmur2 of "%s"', (key, murmur2) => expect(hash(key)).toBe((murmur2 & 0x7fffffff) % 0x7fffffff));

  it('is what docs/contracts says a client can be tried by', () => {
    const text = readFileSync(new URL('../../../docs/contracts/README.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| `([^`]+)` \| (\d+) \| (\d+) \|$/gm)];
    expect(rows).toHaveLength(3);
    for (const [, key, of4, of12] of rows)
      expect([key, partitionOf(key!, 4), partitionOf(key!, 12)]).toEqual([key, Number(of4), Number(of12)]);
  });

  it('is of the bytes in UTF-8, not of characters', () => {
    expect(hash('办件')).toBe(1_410_480_961);
    expect(hash('𠮷')).not.toBe(hash('\ufffd'));
  });

  it('lies within the partitions and uses all of them', () => {
    const found = new Set(Array.from({ length: 400 }, (_, n) => partitionOf(`GD-2026-${n}`, 4)));
    expect([...found].sort()).toEqual([0, 1, 2, 3]);
  });

  it('is 0 where there is one partition', () => expect(partitionOf('anything', 1)).toBe(0));
  it('takes an empty key', () => expect(partitionOf('', 4)).toBeGreaterThanOrEqual(0));
});
