import { bundlePath, TILE_WIDTH, tilePath } from '@guidang/evidence';

/** Locks are lengthened twice a day: that of what the next batch replaces each time, that of every full tile once a year. */
export const KEEP_EVERY_MS = 12 * 3_600_000;
const TURNS_A_YEAR = 730;

/**
 * The full tiles and bundles whose locks are lengthened at a moment. Whose turn it is the clock and a tile's own number say, so that a log that grows leaves none out, and nothing is
 * remembered: a notary that was stopped goes on where it would be, and what it missed comes next year at the latest, while locks last for decades.
 */
export function fullPathsInTurn(size: number, now: number): string[] {
  const turn = Math.floor(now / KEEP_EVERY_MS) % TURNS_A_YEAR;
  const due = (full: number): number[] =>
    Array.from({ length: Math.max(0, Math.ceil((full - turn) / TURNS_A_YEAR)) }, (_, i) => turn + i * TURNS_A_YEAR);
  const paths = due(fullAt(size, 0)).map((index) => bundlePath(index, TILE_WIDTH));
  for (let level = 0; fullAt(size, level) > 0; level++)
    for (const index of due(fullAt(size, level))) paths.push(tilePath({ level, index, width: TILE_WIDTH }));
  return paths;
}

const fullAt = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** (level + 1));
