import { describe, expect, it } from 'vitest';
import { evidenceSamples, fuzz, targetsOf } from '../../lab/src/fuzz/index.ts';
import { NOW } from './lab.ts';

const targets = targetsOf(await evidenceSamples(NOW));

/** A small part of what bench/src/fuzz-evidence.ts throws. */
describe('whatever comes through a door of the evidence', () => {
  it.each(targets.map((target) => [target.name, target] as const))('(%s) is answered, never thrown at', (_, target) => {
    for (const seed of target.seeds) {
      expect(() => target.run(seed)).not.toThrow();
    }
    const { crashes } = fuzz(target, 400, 7, () => 0);
    expect(crashes.map((crash) => `${crash.error} ${crash.bytes.toString('base64').slice(0, 400)}`)).toEqual([]);
  });
});
