import { Random } from '../random.ts';
import { CASE_KINDS, type CaseKind, type Mix } from './kinds.ts';

/**
 * The kind of case number `index` where kinds are mixed: like cards from a deck that is shuffled anew each time it is used up, so that the ratio is exact and not
 * left to chance. Cases of one submission come in pairs, an even index and the next.
 * @throws RangeError where the mix is empty, or where pairs cannot be had because it has an odd number of cases or of submissions
 */
export function kindAt(seed: string, index: number, mix: Mix): CaseKind {
  const count = Object.values(mix).reduce((sum, n) => sum + n, 0);
  const pairs = (mix.submission ?? 0) / 2;
  if (count === 0) throw new RangeError('an empty mix');
  if (pairs > 0 && (!Number.isInteger(pairs) || count % 2 !== 0))
    throw new RangeError('submissions come in pairs: their number and that of all cases must be even');
  return deck(new Random(`${seed}/mix/${Math.floor(index / count)}`), mix, pairs)[index % count]!;
}

function deck(random: Random, mix: Mix, pairs: number): CaseKind[] {
  const cards = CASE_KINDS.flatMap((kind): CaseKind[] =>
    kind === 'submission' ? [] : Array.from({ length: mix[kind] ?? 0 }, () => kind),
  );
  for (let last = cards.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [cards[last], cards[other]] = [cards[other]!, cards[last]!];
  }
  for (let i = 0; i < pairs; i++) {
    cards.splice(random.below(Math.floor(cards.length / 2) + 1) * 2, 0, 'submission', 'submission');
  }
  return cards;
}
