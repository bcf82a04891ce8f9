import { LIMITS, type ProcessStep } from '@guidang/contracts';
import { expect, it } from 'vitest';
import { captureRule } from '../src/decide.ts';
import { captured, found, given } from './chain.ts';
import { accepted, added, closed, file, issued, step } from './events.ts';
import { SCHEME } from './scheme.ts';

/** What the broker takes in one record (infra/kafka/topics.yaml). */
const BROKER_BYTES = 8 * 1024 ** 2;

it('the closing link of the largest case there may be is one that the broker takes', () => {
  const long = (n: number): string => '档'.repeat(n);
  const { chain } = given(accepted(), added('m1', 'A01'), issued('r1'), step());
  const [material, result, one] = [chain.state.materials[0]!, chain.state.results[0]!, chain.state.steps[0]!];
  const unit = { ...one.unit, name: long(200) };
  const steps: ProcessStep = {
    ...one,
    name: long(100),
    person: { id: 'x'.repeat(60), post: long(60) },
    unit,
    opinion: long(1000),
  };
  const scan = captured(file(long(200), { size: LIMITS.fileBytes, pages: 100_000 }));
  const state = {
    ...chain.state,
    // One file each makes the most of it: every file brings a material with it.
    materials: Array.from({ length: LIMITS.filesPerCase - 1 }, () => ({
      ...material,
      material: 'x'.repeat(60),
      name: long(200),
      files: [scan],
    })),
    results: Array.from({ length: LIMITS.resultsPerCase }, () => ({
      ...result,
      name: long(200),
      number: long(50),
      issuer: unit,
    })),
    steps: Array.from({ length: LIMITS.stepsPerCase }, () => steps),
  };
  const input = closed();
  const { body } = captureRule.decide({
    state,
    input,
    scheme: { digest: `sha256:${'00'.repeat(32)}`, scheme: SCHEME },
    facts: found(input, state.seen.length),
    at: '2026-03-12T00:00:00Z',
  });
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(BROKER_BYTES - 64 * 1024);
});
