import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  coversDigest,
  type DigestName,
  digestOf,
  imprintOf,
  parseToken,
  sha256,
  sm3,
  timestampRequest,
  tokenInDer,
  tokenOrder,
  verifyToken,
} from '../src/index.ts';
import { DAY, held, house, NOW } from './lab.ts';

const lab = house('p256');
const sm = house('sm2', 'SM2 root');
const dir = mkdtempSync(join(tmpdir(), 'guidang-sm-token-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a token of the Chinese profile', () => {
  const digest = sm3('清单');

  it.each(['gm', 'pkcs'] as const)(
    '(SM3, SM2, object identifiers of %s) holds over its digest and no other',
    (suite) => {
      const token = held(verifyToken(sm.stamp(digest, { algorithm: 'sm3', suite }), sm.trust));
      expect(token).toMatchObject({ suite, scheme: 'sm2-sm3', key: 'sm2', time: NOW, nonce: 7n });
      expect(imprintOf(token)).toEqual({ name: 'sm3', digest });
      expect(coversDigest(token, digest, 7n, 'sm3')).toMatchObject({ ok: true });
      expect(coversDigest(token, digest, 7n)).toMatchObject({ code: 'TIMESTAMP_IMPRINT' });
      expect(coversDigest(token, sm3('x'), 7n, 'sm3')).toMatchObject({ code: 'TIMESTAMP_IMPRINT' });
      expect(coversDigest(token, digest, 8n, 'sm3')).toMatchObject({ code: 'TIMESTAMP_NONCE' });
    },
  );

  it('is refused under another root, and with any bit changed', () => {
    const token = sm.stamp(digest, { algorithm: 'sm3', suite: 'gm' });
    expect(verifyToken(token, lab.trust)).toMatchObject({ code: 'CERTIFICATE_CHAIN' });
    const overlooked: number[] = [];
    for (let i = 0; i < token.length; i++) {
      const changed = Buffer.from(token);
      changed[i]! ^= 1 << (i % 8);
      if (verifyToken(changed, sm.trust).ok) overlooked.push(i);
    }
    expect(overlooked).toEqual([]);
  }, 90_000);

  it('is asked for with its digest, which openssl reads as SM3', () => {
    writeFileSync(join(dir, 'q'), timestampRequest({ digest, algorithm: 'sm3', nonce: 1n }));
    const text = spawnSync('openssl', ['ts', '-query', '-in', join(dir, 'q'), '-text'], { encoding: 'utf8' }).stdout;
    expect(text).toContain('Hash Algorithm: sm3');
    expect(() => timestampRequest({ digest, algorithm: 'sha512', nonce: 1n })).toThrow(RangeError);
  });
});

describe('a token over any digest we take', () => {
  it('says which, and is DER as it comes', () => {
    fc.assert(
      fc.property(fc.constantFrom<DigestName>('sha256', 'sha384', 'sha512', 'sm3'), fc.string(), (algorithm, text) => {
        const digest = digestOf(algorithm, text);
        const token = lab.stamp(digest, { algorithm });
        expect(held(tokenInDer(token))).toEqual(token);
        expect(imprintOf(held(parseToken(token)).info)).toEqual({ name: algorithm, digest });
      }),
      { numRuns: 20 },
    );
  });
});

describe('the order of two tokens', () => {
  const info = (at: number, ordering = false) => held(verifyToken(lab.stamp(sha256('x'), { at, ordering }), lab.trust));

  it('is theirs where their times are further apart than both accuracies', () => {
    const [a, b] = [info(NOW), info(NOW + 2001)];
    expect(tokenOrder(a, b, true)).toBe(-1);
    expect(tokenOrder(b, a, true)).toBe(1);
    expect(tokenOrder(a, info(NOW + 2000), true)).toBe(0);
    expect(tokenOrder(a, a, true)).toBe(0);
  });

  it('is theirs however close where one authority promises order', () => {
    const [a, b] = [info(NOW, true), info(NOW + 1, true)];
    expect(tokenOrder(a, b, true)).toBe(-1);
    expect(tokenOrder(a, b, false)).toBe(0);
    expect(tokenOrder(a, info(NOW + 1), true)).toBe(0);
  });
});

describe('a token and lists of what was revoked', () => {
  const token = lab.stamp(sha256('x'));
  const authority = lab.certificate('timestamp', 'Test TSA');
  const listed = (at: number, reason?: number) => ({
    ...lab.trust,
    revocationLists: [
      lab.list([{ certificate: authority, at: new Date(at), ...(reason === undefined ? {} : { reason }) }]),
    ],
  });

  it('stands where the authority closed later, and falls where its key was lost, ever', () => {
    expect(verifyToken(token, listed(NOW + DAY, 5))).toMatchObject({ ok: true });
    expect(verifyToken(token, listed(NOW + DAY, 1))).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
    expect(verifyToken(token, listed(NOW + DAY))).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
    expect(verifyToken(token, listed(NOW - DAY, 5))).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
  });

  it('without one is taken, unless one must be', () => {
    expect(verifyToken(token, { ...lab.trust, revocationRequired: true })).toMatchObject({
      code: 'REVOCATION_UNKNOWN',
    });
    expect(verifyToken(token, { ...lab.trust, revocationLists: [lab.list()], revocationRequired: true })).toMatchObject(
      { ok: true },
    );
  });

  it('is refused where the certificate had ended, or not begun', () => {
    const early = lab.stamp(sha256('x'), { name: 'Late TSA', from: NOW + DAY });
    const late = lab.stamp(sha256('x'), { name: 'Old TSA', from: NOW - 2 * DAY, until: NOW - DAY });
    for (const one of [early, late])
      expect(verifyToken(one, lab.trust)).toMatchObject({ code: 'CERTIFICATE_VALIDITY' });
  });
});
