import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, type X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CA_NAME, issue, revocationList, SEAL_NAME } from '@guidang/lab/ca';
import { keySigner } from '@guidang/signing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustBeAble } from '../src/able.ts';
import { handsOf } from '../src/signing/hand.ts';
import { judgedByJose } from './jose.ts';
import { handOptions, type Laboratory, laboratory, sealersOf } from './laboratory.ts';

const DAY = 86_400_000;
const NOW = Date.now();
const bytes = Buffer.from('{"type":"seal-manifest"}');
let lab: Laboratory;
beforeAll(() => {
  lab = laboratory();
});
afterAll(() => lab.clear());

const caKey = (): KeyObject => createPrivateKey(readFileSync(join(lab.folder, 'ca.key')));
const certificate = (key: KeyObject, more: { until?: Date; by?: 'stranger' } = {}): X509Certificate =>
  issue({
    use: 'seal',
    subject: SEAL_NAME,
    key,
    from: new Date(NOW - 30 * DAY),
    until: more.until ?? new Date(NOW + DAY),
    issuer: {
      name: CA_NAME,
      key: more.by === 'stranger' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : caKey(),
    },
  });

const p256 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const handWith = (key: KeyObject, of: X509Certificate, more: Parameters<typeof handOptions>[1] = {}) =>
  handsOf(handOptions(lab, { sealers: sealersOf({ international: keySigner(key, [of]) }), now: () => NOW, ...more }));

describe('the hand that seals', () => {
  it.each(['P-256', 'Ed25519'])(
    'signs what jose accepts over the manifest, and over nothing else: %s',
    async (kind) => {
      const key = kind === 'P-256' ? p256() : generateKeyPairSync('ed25519').privateKey;
      const hand = await handWith(key, certificate(key))(['international']);
      const { signature } = await hand.manifest('international', bytes);
      const header = await judgedByJose(signature, bytes);
      expect(header).toMatchObject({ alg: kind === 'P-256' ? 'ES256' : 'EdDSA', iat: Math.floor(NOW / 1000) });
      await expect(judgedByJose(signature, randomBytes(24))).rejects.toThrow('signature verification failed');
    },
  );

  it('says until when what it signs now holds', async () => {
    const key = p256();
    const until = new Date(Math.floor((NOW + DAY) / 1000) * 1000);
    expect((await handWith(key, certificate(key, { until }))(['international'])).until).toBe(until.getTime());
  });

  it('does not open with a certificate that has run out, or that leads to nobody who is trusted', async () => {
    const key = p256();
    const out = handWith(key, certificate(key, { until: new Date(NOW - DAY) }));
    await expect(out(['international'])).rejects.toThrow('no key signs at');
    const strange = handWith(key, certificate(key, { by: 'stranger' }));
    await expect(strange(['international'])).rejects.toThrow('CERTIFICATE_CHAIN');
  });

  it('does not open under a certificate that was revoked, nor without a list where one is wanted', async () => {
    const key = p256();
    const own = certificate(key);
    const revoked = revocationList(CA_NAME, caKey(), new Date(NOW - DAY), new Date(NOW + DAY), [
      { certificate: own, at: new Date(NOW - DAY / 2) },
    ]);
    const lists = () => [revoked];
    await expect(handWith(key, own, { lists })(['international'])).rejects.toThrow('CERTIFICATE_REVOKED');
    await expect(handWith(key, own, { revocationRequired: true })(['international'])).rejects.toThrow(
      'REVOCATION_UNKNOWN',
    );
    const clean = handWith(key, own, { lists: () => lab.lists, revocationRequired: true });
    expect((await clean(['international'])).validation.toString()).toContain('BEGIN X509 CRL');
  });

  it('gives nothing away where the key store returned something else', async () => {
    const broken = { ...lab.signers.international, sign: async () => randomBytes(70) };
    const hand = await handsOf(handOptions(lab, { sealers: sealersOf({ international: broken }) }))(['international']);
    await expect(hand.manifest('international', bytes)).rejects.toThrow();
    const shaky = { ...lab.signers.national, sign: async () => randomBytes(70) };
    const other = await handsOf(handOptions(lab, { sealers: sealersOf({ national: shaky }) }))(['national']);
    await expect(other.manifest('national', bytes)).rejects.toThrow();
  });
});

describe('a deployment', () => {
  it('does not start where a suite it seals in has no key or no authority', () => {
    const none = { has: () => false };
    const all = { has: () => true };
    expect(() => mustBeAble('both', { international: {} }, none)).toThrow(
      /international: .*no timestamp authority; national: .*no key; national: .*no timestamp authority/,
    );
    expect(() => mustBeAble('international', { international: {} }, all)).not.toThrow();
  });
});
