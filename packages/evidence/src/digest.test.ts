import { describe, expect, it } from 'vitest';
import { bothDigests, contentNameOf, digestOfName, fromBase64, fromHex, hex, sha256Hex, sm3Hex } from './digest.ts';

describe('digests', () => {
  it('are those the standards print: SHA-256 of FIPS 180-4, SM3 of GB/T 32905-2016', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sm3Hex('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  });

  it('both come out of one pass over the pieces', () => {
    const both = bothDigests();
    for (const piece of ['a', 'b', 'c']) both.update(Buffer.from(piece));
    expect(both.done()).toEqual({ sha256: sha256Hex('abc'), sm3: sm3Hex('abc') });
  });

  it('name content, and come back from the name', () => {
    expect(contentNameOf('abc')).toBe(`sha256:${sha256Hex('abc')}`);
    expect(hex(digestOfName(contentNameOf('abc')))).toBe(sha256Hex('abc'));
  });
});

describe('texts of bytes', () => {
  it('have one spelling each; another is refused, not guessed at', () => {
    expect(fromHex('0aFF')).toEqual(Buffer.of(10, 255));
    expect(fromHex('0')).toBeNull();
    expect(fromHex('0g')).toBeNull();
    expect(fromBase64('AAE=')).toEqual(Buffer.of(0, 1));
    for (const other of ['AAE', 'AAF=', 'AA E=', 'AAE=\n', '-_==']) expect(fromBase64(other)).toBeNull();
  });
});
