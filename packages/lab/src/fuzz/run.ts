import { Random } from '../random.ts';
import { mutated } from './mutate.ts';
import type { Target } from './targets.ts';

/** What became of one target. */
export interface Fuzzed {
  readonly name: string;
  readonly inputs: number;
  /** Inputs it took as good: mutations that change nothing that counts. */
  readonly accepted: number;
  readonly crashes: readonly { readonly error: string; readonly bytes: Buffer }[];
  /** The slowest answer in milliseconds. */
  readonly slowest: { readonly ms: number; readonly bytes: Buffer };
}

/** Of several answers the first counts. */
const isGood = (answer: unknown): boolean =>
  Array.isArray(answer)
    ? isGood(answer[0])
    : typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;

/** Throws so many inputs at a target. The same seed gives the same inputs for the same samples. `clock` gives milliseconds. */
export const fuzz = (target: Target, inputs: number, seed: number, clock: () => number): Fuzzed => {
  const random = new Random(`fuzz/${target.name}/${seed}`);
  const next = (): number => random.uint32() / 2 ** 32;
  const crashes: Fuzzed['crashes'][number][] = [];
  let accepted = 0;
  let slowest: Fuzzed['slowest'] = { ms: 0, bytes: Buffer.alloc(0) };
  const pick = (): Buffer => target.seeds[Math.floor(next() * target.seeds.length)]!;
  for (let i = 0; i < inputs; i++) {
    const bytes = mutated(pick(), pick(), next);
    const began = clock();
    try {
      if (isGood(target.run(bytes))) accepted++;
    } catch (error) {
      crashes.push({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error), bytes });
    }
    const ms = clock() - began;
    if (ms > slowest.ms) slowest = { ms, bytes };
  }
  return { name: target.name, inputs, accepted, crashes, slowest };
};
