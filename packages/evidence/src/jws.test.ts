import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, type X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { flattenedVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from './certificate.ts';
import { type JwsSigner, jwsSigner, signDetached, verifyDetached } from './jws.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-jws-'));
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
const certificate = (name: string): X509Certificate => {
  const parsed = parseCertificate(readFileSync(join(dir, name)));
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
};
const KINDS = { ES256: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], EdDSA: ['ED25519'] } as const;
const payload = Buffer.from('{"清单":"manifest"}');
let now = 0;
let iat = 0;
const signers = new Map<string, JwsSigner>();
let trust: { anchors: X509Certificate[]; at: number };

beforeAll(() => {
  writeFileSync(
    join(dir, 'c.cnf'),
    '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=x\n[ca]\nbasicConstraints=critical,CA:true\n[leaf]\nbasicConstraints=critical,CA:false\n',
  );
  for (const [name, kind] of Object.entries(KINDS)) {
    if (name === 'ES256')
      for (const ca of ['ca', 'other'])
        openssl(
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-keyout',
          `${ca}.key`,
          '-out',
          `${ca}.pem`,
          '-config',
          'c.cnf',
          '-extensions',
          'ca',
          '-subj',
          '/CN=ca',
          '-days',
          '60',
        );
    openssl('genpkey', '-algorithm', ...kind, '-out', `${name}.key`);
    openssl('req', '-new', '-config', 'c.cnf', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '30',
      '-extfile',
      'c.cnf',
      '-extensions',
      'leaf',
      '-out',
      `${name}.pem`,
    );
    signers.set(
      name,
      jwsSigner(createPrivateKey(readFileSync(join(dir, `${name}.key`))), [certificate(`${name}.pem`)]),
    );
  }
  now = certificate('ES256.pem').validFromDate.getTime() + 60_000;
  iat = now / 1000;
  trust = { anchors: [certificate('ca.pem')], at: now };
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The same JWS with its header changed, and signed again by the same key. */
const withHeader = (name: string, change: (header: Record<string, unknown>) => void): string => {
  const signer = signers.get(name)!;
  const header = JSON.parse(Buffer.from(signDetached(payload, signer, iat).split('.')[0]!, 'base64url').toString());
  change(header);
  const text = Buffer.from(JSON.stringify(header)).toString('base64url');
  const signature = signer.sign(Buffer.from(`${text}.${payload.toString('base64url')}`));
  return `${text}..${Buffer.from(signature).toString('base64url')}`;
};

describe.each(['ES256', 'EdDSA'])('a detached JWS with %s', (name) => {
  it('verifies over its payload and tells who signed and when', () => {
    const jws = signDetached(payload, signers.get(name)!, iat);
    expect(jws.split('.')[1]).toBe('');
    const verified = verifyDetached(jws, payload, trust);
    expect(verified).toMatchObject({ ok: true, value: { algorithm: name, issuedAt: iat } });
    if (verified.ok) expect(verified.value.signer.subject).toBe(`CN=${name}`);
  });

  it('verifies in jose', async () => {
    const [header = '', , signature = ''] = signDetached(payload, signers.get(name)!, iat).split('.');
    const result = await flattenedVerify(
      { protected: header, payload: payload.toString('base64url'), signature },
      certificate(`${name}.pem`).publicKey,
    );
    expect(result.protectedHeader).toMatchObject({ alg: name, iat });
  });

  it('does not hold over other bytes, nor with any character changed', () => {
    const jws = signDetached(payload, signers.get(name)!, iat);
    expect(verifyDetached(jws, Buffer.from('other'), trust)).toMatchObject({ code: 'JWS_SIGNATURE' });
    for (let i = 0; i < jws.length; i++) {
      const changed = jws.slice(0, i) + (jws[i] === 'A' ? 'B' : 'A') + jws.slice(i + 1);
      expect(verifyDetached(changed, payload, trust).ok).toBe(false);
    }
  });

  it('is refused where the certificate leads nowhere, or was not valid then', () => {
    const jws = signDetached(payload, signers.get(name)!, iat);
    expect(verifyDetached(jws, payload, { ...trust, anchors: [certificate('other.pem')] })).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
    });
    expect(verifyDetached(jws, payload, { ...trust, at: now + 45 * 86_400_000 })).toMatchObject({
      code: 'CERTIFICATE_VALIDITY',
    });
    expect(verifyDetached(jws, payload, { ...trust, at: now - 86_400_000 })).toMatchObject({
      code: 'CERTIFICATE_VALIDITY',
    });
  });

  it('is refused with a header that asks for what we do not do, or lacks what we need', () => {
    const code = (change: (header: Record<string, unknown>) => void) => {
      const verdict = verifyDetached(withHeader(name, change), payload, trust);
      return verdict.ok ? 'accepted' : verdict.code;
    };
    expect(code(() => undefined)).toBe('accepted');
    expect(code((h) => Object.assign(h, { crit: ['b64'], b64: false }))).toBe('JWS_FORMAT');
    expect(code((h) => Object.assign(h, { alg: 'none' }))).toBe('JWS_ALGORITHM');
    expect(code((h) => Object.assign(h, { alg: name === 'ES256' ? 'EdDSA' : 'ES256' }))).toBe('JWS_ALGORITHM');
    expect(code((h) => Object.assign(h, { iat: 'yesterday' }))).toBe('JWS_FORMAT');
    expect(code((h) => Object.assign(h, { x5c: [] }))).toBe('JWS_CERTIFICATE');
    expect(code((h) => Object.assign(h, { x5c: ['AAAA'] }))).toBe('JWS_CERTIFICATE');
    expect(code((h) => Object.assign(h, { x5c: [certificate('ca.pem').raw.toString('base64')] }))).toBe(
      'JWS_CERTIFICATE',
    );
    expect(code((h) => delete h['x5t#S256'])).toBe('JWS_FORMAT');
  });
});

describe('a detached JWS', () => {
  it('is refused where somebody with a certificate made themselves an authority', () => {
    const leaf = certificate('ES256.pem');
    openssl('genpkey', '-algorithm', 'ED25519', '-out', 'sub.key');
    openssl('req', '-new', '-config', 'c.cnf', '-key', 'sub.key', '-subj', '/CN=sub', '-out', 'sub.csr');
    const extensions = ['-extfile', 'c.cnf', '-extensions', 'leaf', '-out', 'sub.pem'];
    openssl(
      'x509',
      '-req',
      '-in',
      'sub.csr',
      '-CA',
      'ES256.pem',
      '-CAkey',
      'ES256.key',
      '-CAcreateserial',
      '-days',
      '9',
      ...extensions,
    );
    const signer = jwsSigner(createPrivateKey(readFileSync(join(dir, 'sub.key'))), [certificate('sub.pem'), leaf]);
    expect(verifyDetached(signDetached(payload, signer, iat), payload, trust)).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
    });
  });

  it('never makes the verifier throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.string(), (a, header, b) => {
        for (const h of [a, Buffer.from(JSON.stringify(header)).toString('base64url')])
          for (const s of [`${h}..${b}`, `${h}.${a}.${b}`, `${h}`, `${h}..${b}.`])
            expect(verifyDetached(s, payload, trust).ok).toBe(false);
      }),
    );
  });

  it('is not signed with a key that seals may not have', () => {
    expect(() => jwsSigner(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey, [])).toThrow(RangeError);
    expect(() => signDetached(payload, { ...signers.get('ES256')!, certificates: [] }, iat)).toThrow(RangeError);
  });
});
