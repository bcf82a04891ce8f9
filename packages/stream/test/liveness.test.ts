import { describe, expect, it } from 'vitest';
import { Liveness, STUCK_MS } from '../src/liveness.ts';

describe('a step is alive', () => {
  it('while it has nothing to do', () => {
    const one = new Liveness();
    one.moved('a-0', 0);
    one.ended('a-0');
    expect(one.live(10 * STUCK_MS)).toBe(true);
  });

  it('for as long as its batches move on, each of them', () => {
    const one = new Liveness();
    one.moved('a-0', 0);
    one.moved('a-1', 0);
    one.moved('a-1', STUCK_MS - 1);
    expect(one.live(STUCK_MS - 1)).toBe(true);
    expect(one.live(STUCK_MS)).toBe(false);
    one.ended('a-0');
    expect(one.live(STUCK_MS)).toBe(true);
  });

  it('in the middle of a record that takes hours, for as long as something moves in it', () => {
    let movedAt = 0;
    const one = new Liveness(() => movedAt);
    one.moved('a-0', 0);
    for (let now = 0; now < 10 * STUCK_MS; now += STUCK_MS / 2) {
      movedAt = now;
      expect(one.live(now + STUCK_MS / 2)).toBe(true);
    }
    expect(one.live(movedAt + STUCK_MS)).toBe(false);
  });
});
