import { describe, expect, it } from 'vitest';
import { columns, table } from './say.ts';

describe('a table for a terminal', () => {
  it('counts a Chinese character as two columns', () => {
    expect(columns('端口 port')).toBe(9);
  });

  it('lines up its columns where Chinese and Latin stand together', () => {
    expect(
      table([
        ['消息', 'x'],
        ['abc', 'y'],
      ]),
    ).toBe('消息  x\nabc   y');
  });
});
