import { outliers } from '../lane/answers.ts';
import type { Leaf } from './tape.ts';

/** One place at which the links of a range are not those of the log. */
export type LeafChange =
  | { readonly is: 'mutated'; readonly leaf: Leaf; readonly expected: Buffer }
  | { readonly is: 'added'; readonly leaf: Leaf }
  /** Between which leaves that are there; undefined at the ends of the range. */
  | {
      readonly is: 'missing';
      readonly expected: Buffer;
      readonly after: Leaf | undefined;
      readonly before: Leaf | undefined;
    };

/**
 * How the links that are there came from those the log has: the longest row that both have in the same order stays, and between its members links were
 * changed, taken away or put in. Two links that changed places are two that were changed.
 */
export function leafChanges(expected: readonly Buffer[], found: readonly Leaf[]): LeafChange[] {
  const places = new Map<string, number[]>();
  for (const [at, { digest }] of found.entries()) {
    const name = digest.toString('latin1');
    const known = places.get(name);
    if (known) known.push(at);
    else places.set(name, [at]);
  }
  const matched: { e: number; f: number }[] = [];
  for (const [e, digest] of expected.entries()) {
    // A link that comes twice is where it is expected; the other one was put there.
    const f = places.get(digest.toString('latin1'))?.reduce((a, b) => (Math.abs(b - e) < Math.abs(a - e) ? b : a));
    if (f !== undefined) matched.push({ e, f });
  }
  const astray = new Set(outliers(matched.map(({ f }) => f)).map(({ at }) => at));
  const row = [...matched.filter((_, at) => !astray.has(at)), { e: expected.length, f: found.length }];
  const changes: LeafChange[] = [];
  let [e, f] = [0, 0];
  for (const next of row) {
    for (; e < next.e && f < next.f; e++, f++) changes.push({ is: 'mutated', leaf: found[f]!, expected: expected[e]! });
    for (; e < next.e; e++)
      changes.push({ is: 'missing', expected: expected[e]!, after: found[f - 1], before: found[next.f] });
    for (; f < next.f; f++) changes.push({ is: 'added', leaf: found[f]! });
    [e, f] = [next.e + 1, next.f + 1];
  }
  return changes;
}
