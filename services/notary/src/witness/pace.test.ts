import { describe, expect, it } from 'vitest';
import { pace } from './pace.ts';

const atMost = (perMinute: number) => {
  let now = 5_000;
  const may = pace(perMinute, () => now);
  return {
    asked: (times: number) => Array.from({ length: times }, may).filter((yes) => yes).length,
    pass: (ms: number) => {
      now += ms;
    },
  };
};

describe('the pace of a witness', () => {
  it('lets so many through in a minute, and then none', () => {
    const { asked } = atMost(60);
    expect(asked(100)).toBe(60);
    expect(asked(100)).toBe(0);
  });

  it('lets more through as time passes, also where it is asked all the while', () => {
    const { asked, pass } = atMost(60);
    asked(60);
    for (let n = 0; n < 9; n++) {
      pass(100);
      expect(asked(5)).toBe(0);
    }
    pass(100);
    expect(asked(5)).toBe(1);
  });

  it('does not save up more than a minute', () => {
    const { asked, pass } = atMost(60);
    pass(3_600_000);
    expect(asked(1_000)).toBe(60);
  });
});
