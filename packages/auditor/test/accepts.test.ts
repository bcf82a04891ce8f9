import { LINKS, STEPS } from '@guidang/contracts';
import { accepts } from '@guidang/stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';

import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';

const signers = makeSigners(new Date(BEGINS));
const { linksOf } = makeHistory({
  seed: 12,
  cases: 10,
  partitions: 1,
  trouble: 0.5,
  unloggedTail: false,
  unfinished: false,
  signers,
});

/** Values that a contract may or may not take, in the place of one that it takes. */
const ODD = [null, '', 0, -1, 1.5, 2 ** 53, true, [], {}, 'x'.repeat(300), '\n', 'sha256:zz', [null], { a: 1 }];

/** The same JSON with one thing about it changed. */
function changed(value: unknown, path: number[], odd: unknown, how: number): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  let at = copy;
  for (const step of path) {
    const names = Object.keys(at);
    if (names.length === 0) break;
    const name = names[step % names.length]!;
    const inner = at[name];
    if (inner !== null && typeof inner === 'object' && step % 3 !== 0) {
      at = inner as Record<string, unknown>;
      continue;
    }
    if (how === 0) at[name] = odd;
    else if (how === 1 && !Array.isArray(at)) delete at[name];
    else if (!Array.isArray(at)) at.unheardOf = odd;
    break;
  }
  return copy;
}

describe('the short question whether facts follow their contract', () => {
  it('is answered as zod answers it, on facts of every kind and on spoilt ones', () => {
    const samples = STEPS.flatMap((step) => {
      const links = [...linksOf.get(step)!.values()].flat().map((bytes) => JSON.parse(Buffer.from(bytes).toString()));
      return LINKS[step].options.flatMap(({ shape }) => {
        const contract = shape.facts as z.ZodType;
        const facts = links.filter(({ type }) => type === shape.type.value).map((link) => link.facts);
        return facts.slice(0, 12).map((one) => ({ contract, one, question: accepts(contract) }));
      });
    });
    expect(new Set(samples.map(({ contract }) => contract)).size).toBeGreaterThan(8);
    for (const { contract, one, question } of samples) {
      expect(question(one)).toBe(true);
      expect(contract.safeParse(one).success).toBe(true);
    }
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 7 }),
        fc.constantFrom(...ODD),
        fc.nat(2),
        ({ contract, one, question }, path, odd, how) => {
          const spoilt = changed(one, path, odd, how);
          const { success } = contract.safeParse(spoilt);
          if (!success) refused += 1;
          expect(question(spoilt)).toBe(success);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});
