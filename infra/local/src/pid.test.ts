import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { familyOf } from './memory.ts';
import { end, isAlive, startMark, statFields } from './pid.ts';

const sleeper = (): number => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).pid!;

describe('a process that we started', () => {
  it('is known by its pid and its start together, so a stranger under a recycled pid is not taken for it', () => {
    const ours = { pid: 4711, start: 'boot-1:100' };
    expect(isAlive(ours, () => 'boot-1:100')).toBe(true);
    expect(isAlive(ours, () => 'boot-1:999')).toBe(false);
    expect(isAlive(ours, () => 'boot-2:100')).toBe(false);
    expect(isAlive(ours, () => undefined)).toBe(false);
  });

  it('is gone after it was ended', async () => {
    const pid = sleeper();
    const mark = { pid, start: startMark(pid)! };
    expect(isAlive(mark)).toBe(true);
    await end(mark, 5000);
    expect(isAlive(mark)).toBe(false);
  });

  it('is not ended if somebody else has its pid', async () => {
    const pid = sleeper();
    const mark = { pid, start: startMark(pid)! };
    await end({ pid, start: 'another start' }, 1000);
    expect(isAlive(mark)).toBe(true);
    await end(mark, 5000);
  });

  it('may have a name with spaces and brackets without confusing the reading of /proc', () => {
    expect(statFields('12 (a) (b) c) S 1 12')[0]).toBe('S');
  });

  it('has its children and grandchildren counted as its family, and nobody else', () => {
    const parentOf = new Map([
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 1],
    ]);
    expect(familyOf(2, parentOf)).toEqual([2, 3, 4]);
  });
});
