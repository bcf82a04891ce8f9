import { bundlePath, TILE_WIDTH, tilePath } from '@guidang/evidence';

/** Locks are lengthened twice a day: that of what the next batch replaces each time, that of every full tile once a year. */
export const KEEP_EVERY_MS = 12 * 3_600_000;
const TURNS_A_YEAR = 730;
/** Full tiles of one turn at least, so that a small log goes round in days. */
const LEAST = 16;

/**
 * The full tiles and bundles whose locks are lengthened at a moment. Whose turn it is the clock says and nothing is remembered: a notary that was stopped goes on where it would be,
 * and what it missed comes next year at the latest, while locks last for decades.
 */
export function fullPathsInTurn(size: number, now: number): string[] {
  const total = countOf(size);
  if (total === 0) return [];
  const each = Math.max(LEAST, Math.ceil(total / TURNS_A_YEAR));
  const turn = Math.floor(now / KEEP_EVERY_MS) % Math.ceil(total / each);
  return Array.from({ length: Math.min(each, total - turn * each) }, (_, i) => nth(size, turn * each + i));
}

const fullAt = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** (level + 1));

/** Bundles of entries, and tiles of every level, that are full in a tree of this size. */
function countOf(size: number): number {
  let count = fullAt(size, 0);
  for (let level = 0; fullAt(size, level) > 0; level++) count += fullAt(size, level);
  return count;
}

/** Bundles first, then tiles level by level. */
function nth(size: number, n: number): string {
  let at = n;
  if (at < fullAt(size, 0)) return bundlePath(at, TILE_WIDTH);
  at -= fullAt(size, 0);
  let level = 0;
  for (; at >= fullAt(size, level); level++) at -= fullAt(size, level);
  return tilePath({ level, index: at, width: TILE_WIDTH });
}
