import { describe, expect, it } from 'vitest';
import { totp, totpHolds } from './totp.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('one-time passwords', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %i s are those of RFC 6238, appendix B', (seconds, expected) => {
    expect(totp(SECRET, seconds * 1000, 8)).toBe(expected);
  });

  it('hold for the steps beside theirs and no longer', () => {
    const at = 1_111_111_111_000;
    const code = totp(SECRET, at);
    expect([-30, 0, 30].map((seconds) => totpHolds(SECRET, code, at + seconds * 1000))).toEqual([true, true, true]);
    expect([-90, 90].map((seconds) => totpHolds(SECRET, code, at + seconds * 1000))).toEqual([false, false]);
  });
});
