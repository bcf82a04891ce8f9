import { describe, expect, it } from 'vitest';
import { fullPathsInTurn, KEEP_EVERY_MS } from './keeping.ts';

/** What has its lock lengthened in a year of turns, from any day on. */
const inAYear = (size: number, from = 1_764_000_000_000): string[][] =>
  Array.from({ length: 730 }, (_, turn) => fullPathsInTurn(size, from + turn * KEEP_EVERY_MS));

describe('full tiles of the log', () => {
  it.each([
    [0, 0],
    [255, 0],
    [256, 2],
    [257, 2],
    [65_536, 256 + 256 + 1],
    [10_000_000, 39_062 + 39_062 + 152],
  ])('have their locks lengthened within a year, every one of them: a log of %i links has %i', (size, count) => {
    const turns = inAYear(size);
    const seen = new Set(turns.flat());
    expect(seen.size).toBe(count);
    for (const path of seen) expect(path).not.toContain('.p/');
  });

  it('are all met in a year in which the log grows', () => {
    const from = 1_764_000_000_000;
    const seen = new Set<string>();
    for (let turn = 0; turn < 730; turn++)
      for (const path of fullPathsInTurn(1_000_000 + turn * 4_000, from + turn * KEEP_EVERY_MS)) seen.add(path);
    for (const path of inAYear(1_000_000).flat()) expect(seen).toContain(path);
  });

  it('take turns: a log of ten million links has a hundred or so at a time, a small one those whose number it is', () => {
    expect(Math.max(...inAYear(10_000_000).map(({ length }) => length))).toBeLessThan(120);
    expect(fullPathsInTurn(600, 0)).toEqual(['tile/entries/000', 'tile/0/000']);
    expect(fullPathsInTurn(600, KEEP_EVERY_MS)).toEqual(['tile/entries/001', 'tile/0/001']);
  });

  it('are the same at the same time, whoever asks', () => {
    const now = 1_800_000_000_000;
    expect(fullPathsInTurn(1_000_000, now)).toEqual(fullPathsInTurn(1_000_000, now + 1));
  });
});
