import { describe, expect, it } from 'vitest';
import { base32, realmOf } from './realm.ts';

describe('a realm', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes %s as RFC 4648 does', (text, expected) => {
    expect(base32(Buffer.from(text))).toBe(expected);
  });

  it('gives a second factor to whom one is set, and to nobody else', () => {
    const person = { account: 'a', name: '某人', role: 'archivist', title: 'x', department: null, password: 'p' };
    const client = { id: 'c', secret: 's', redirectUris: [], homes: [] };
    const { users } = realmOf({
      people: [
        { ...person, otp: null },
        { ...person, otp: '00ff' },
      ],
      client,
    }) as { users: { credentials: { type: string }[] }[] };
    expect(users.map(({ credentials }) => credentials.map(({ type }) => type))).toEqual([
      ['password'],
      ['password', 'otp'],
    ]);
  });
});
