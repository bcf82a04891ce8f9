import { expect, it } from 'vitest';
import { Window } from '../src/files/window.ts';

const MIB = 1024 ** 2;

it('keeps the start and the end of what passes, and never more than some two megabytes', () => {
  const window = new Window();
  window.add(Buffer.from('PK\x03\x04'));
  for (let i = 0; i < 200; i++) {
    window.add(Buffer.alloc(64 * 1024, i));
    expect(window.held).toBeLessThanOrEqual(2 * MIB + 2 * 64 * 1024);
  }
  expect(window.size).toBe(4 + 200 * 64 * 1024);
  expect(window.identity('a.zip').family).toBe('zip');
});

it.each([10, MIB - 1, MIB, MIB + 1, 2 * MIB + 1])(
  'tells a file of %i bytes by its start, cut as it may come',
  (size) => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(size, 32)]);
    for (const piece of [7, 65_536, bytes.length]) {
      const window = new Window();
      for (let at = 0; at < bytes.length; at += piece) window.add(bytes.subarray(at, at + piece));
      expect(window.identity('a.pdf').puid).toBe('fmt/18');
    }
  },
);
