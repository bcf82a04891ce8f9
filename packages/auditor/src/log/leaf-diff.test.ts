import { describe, expect, it } from 'vitest';
import { leafChanges } from './leaf-diff.ts';

const digest = (letter: string): Buffer => Buffer.alloc(32, letter);
const leaves = (letters: string) =>
  [...letters].map((letter, i) => ({ offset: 10 + i, time: i, digest: digest(letter) }));

describe('links beside what the log has', () => {
  it.each([
    ['abcd', 'abcd', []],
    ['abcd', 'abxd', ['mutated 12']],
    ['abcd', 'abd', ['missing between 11 and 12']],
    ['abcd', 'bcd', ['missing between - and 10']],
    ['abcd', 'abc', ['missing between 12 and -']],
    ['abcd', 'abxcd', ['added 12']],
    ['abcd', 'acbd', ['missing between 10 and 11', 'added 12']],
    ['abcd', 'dbca', ['mutated 10', 'mutated 13']],
    ['abcdef', 'abcdea', ['mutated 15']],
    ['abcdef', 'abcdefa', ['added 16']],
    ['ab', '', ['missing between - and -', 'missing between - and -']],
  ])('%s, found %s: %j', (expected, found, changes) => {
    const told = leafChanges([...expected].map(digest), leaves(found)).map((change) =>
      change.is === 'missing'
        ? `missing between ${change.after?.offset ?? '-'} and ${change.before?.offset ?? '-'}`
        : `${change.is} ${change.leaf.offset}`,
    );
    expect(told).toEqual(changes);
  });
});
