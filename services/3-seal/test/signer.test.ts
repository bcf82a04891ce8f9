import { createPrivateKey, generateKeyPairSync, randomBytes, type X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CA_NAME, issue, SEAL_NAME } from '@guidang/lab/ca';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealSigner, signing } from '../src/signer.ts';
import { judgedByJose } from './jose.ts';
import { type Laboratory, laboratory } from './laboratory.ts';

const DAY = 86_400_000;
const NOW = Date.now();
const bytes = Buffer.from('{"type":"seal-manifest"}');
let lab: Laboratory;
beforeAll(() => {
  lab = laboratory();
});
afterAll(() => lab.clear());

const certificate = (
  key: Parameters<typeof issue>[0]['key'],
  more: { until?: Date; by?: 'stranger' } = {},
): X509Certificate => {
  const caKey =
    more.by === 'stranger'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      : createPrivateKey(readFileSync(join(lab.folder, 'ca.key')));
  return issue({
    use: 'seal',
    subject: SEAL_NAME,
    key,
    from: new Date(NOW - 30 * DAY),
    until: more.until ?? new Date(NOW + DAY),
    issuer: { name: CA_NAME, key: caKey },
  });
};

describe('the signature of a seal', () => {
  it.each(['P-256', 'Ed25519'])('is accepted by jose over the manifest, and over nothing else: %s', async (kind) => {
    const { privateKey } =
      kind === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    const sign = signing(sealSigner(privateKey, [certificate(privateKey)]), lab.anchors, () => NOW);
    const header = await judgedByJose(sign(bytes), bytes);
    expect(header).toMatchObject({ alg: kind === 'P-256' ? 'ES256' : 'EdDSA', iat: Math.floor(NOW / 1000) });
    await expect(judgedByJose(sign(bytes), randomBytes(24))).rejects.toThrow('signature verification failed');
  });

  it('carries the certificates between signer and root, not the root', async () => {
    const signer = sealSigner(lab.sealKey, [lab.sealCertificate, ...lab.anchors]);
    const header = await judgedByJose(signing(signer, lab.anchors, () => NOW)(bytes), bytes);
    expect(header.x5c).toEqual([lab.sealCertificate.raw.toString('base64')]);
  });

  it('is not made with a certificate that has run out, or that leads to nobody who is trusted', () => {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const with_ = (more: Parameters<typeof certificate>[1]) =>
      signing(sealSigner(key, [certificate(key, more)]), lab.anchors, () => NOW);
    expect(() => with_({ until: new Date(NOW - DAY) })(bytes)).toThrow('CERTIFICATE_VALIDITY');
    expect(() => with_({ by: 'stranger' })(bytes)).toThrow('CERTIFICATE_CHAIN');
    expect(with_({})(bytes)).toMatch(/^[\w-]+\.\.[\w-]+$/);
  });

  it('is not given away when the key store returned something else', () => {
    const signer = { ...sealSigner(lab.sealKey, [lab.sealCertificate]), sign: () => randomBytes(64) };
    expect(() => signing(signer, lab.anchors, () => NOW)(bytes)).toThrow('JWS_SIGNATURE');
  });
});

describe('who seals', () => {
  const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  it.each<[what: string, make: () => unknown, says: string]>([
    ['without a certificate', () => sealSigner(lab.sealKey, []), 'no certificate'],
    [
      'with a key that is not the certificate’s',
      () => sealSigner(other, [lab.sealCertificate]),
      'not that of the certificate',
    ],
    [
      'as an authority',
      () => sealSigner(createPrivateKey(readFileSync(join(lab.folder, 'ca.key'))), lab.anchors),
      'an authority does not seal',
    ],
    [
      'with a key of another kind',
      () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
        return sealSigner(privateKey, [certificate(privateKey)]);
      },
      'P-256 or Ed25519',
    ],
  ])('cannot be somebody %s', (_, make, says) => expect(make).toThrow(says));
});
