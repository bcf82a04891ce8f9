import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coversDigest,
  der,
  parseToken,
  sha256,
  type TimestampTrust,
  timestampRequest,
  toDer,
  tokenInDer,
  tokenOfResponse,
  verifyToken,
} from '@guidang/evidence';
import { fromBER } from 'asn1js';
import { Certificate, SignedData, TimeStampResp } from 'pkijs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CA_NAME, furnishTrustFolder, issue, TSA_NAME, TSA_POLICY } from '../ca/index.ts';
import { type Authority, answer, serialsFrom, timestampServer } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-tsa-'));
const at = (name: string) => join(dir, name);
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const NOW = new Date();
const data = Buffer.from('清单 manifest');
const question = timestampRequest({ digest: sha256(data), nonce: 42n });
let authority: Authority;
let trust: TimestampTrust;
let serial: () => bigint;

beforeAll(() => {
  furnishTrustFolder(dir, NOW);
  authority = {
    certificate: new X509Certificate(readFileSync(at('tsa.pem'))),
    key: createPrivateKey(readFileSync(at('tsa.key'))),
    policy: TSA_POLICY,
  };
  trust = { anchors: [new X509Certificate(readFileSync(at('ca.pem')))], policies: [TSA_POLICY] };
  serial = serialsFrom(at('tsa.serial'));
  writeFileSync(at('data'), data);
  writeFileSync(at('other'), 'other');
  writeFileSync(at('q.tsq'), question);
  openssl('ts', '-query', '-data', 'data', '-sha1', '-out', 'sha1.tsq');
});
afterAll(() => rmSync(dir, { recursive: true }));

const respond = (asked: Uint8Array = question, by: Authority = authority, now: Date = NOW): Buffer => {
  const response = answer(asked, by, serial, now);
  if (!response) throw new Error('the question was not understood');
  return response;
};
const tokenOf = (response: Uint8Array): Buffer => {
  const token = tokenOfResponse(response);
  if (!token.ok) throw new Error(`${token.code}: ${token.detail}`);
  return token.value;
};
const judged = (response: Uint8Array, ...args: string[]): string => {
  writeFileSync(at('r.tsr'), response);
  return openssl('ts', '-verify', ...args, '-in', 'r.tsr', '-CAfile', 'ca.pem');
};

describe('a token of the laboratory authority', () => {
  it('is accepted by OpenSSL over its data and over its question, and over nothing else', () => {
    const response = respond();
    expect(judged(response, '-data', 'data')).toContain('Verification: OK');
    expect(judged(response, '-queryfile', 'q.tsq')).toContain('Verification: OK');
    expect(() => judged(response, '-data', 'other')).toThrow(/message imprint mismatch/);
    writeFileSync(at('t.tst'), tokenOf(response));
    expect(openssl('ts', '-verify', '-data', 'data', '-in', 't.tst', '-token_in', '-CAfile', 'ca.pem')).toContain(
      'Verification: OK',
    );
  });

  it('is accepted by pkijs', async () => {
    const response = TimeStampResp.fromBER(Uint8Array.from(respond()).buffer);
    const signed = new SignedData({ schema: response.timeStampToken!.content });
    const trusted = new Certificate({
      schema: fromBER(Uint8Array.from(trust.anchors[0]!.raw).buffer).result,
    });
    expect(
      await signed.verify({
        signer: 0,
        trustedCerts: [trusted],
        data: Uint8Array.from(data).buffer,
        checkChain: false,
      }),
    ).toBe(true);
  });

  it('is accepted by our own verifier, with policy, nonce, time to the millisecond', () => {
    for (const now of [NOW, new Date('2027-03-01T08:00:00.120Z'), new Date('2027-03-01T08:00:00Z')]) {
      const verified = verifyToken(tokenOf(respond(question, authority, now)), trust);
      if (!verified.ok) throw new Error(`${verified.code}: ${verified.detail}`);
      expect(verified.value).toMatchObject({ policy: TSA_POLICY, nonce: 42n, time: now.getTime(), accuracy: 1000 });
      expect(coversDigest(verified.value, sha256(data), 42n).ok).toBe(true);
    }
  });

  it('is DER to the last byte, in its response too', () => {
    const response = respond();
    expect(toDer(response).equals(response)).toBe(true);
    const token = tokenOf(response);
    expect(tokenInDer(token)).toMatchObject({ value: token });
    expect(response.includes(token)).toBe(true);
    writeFileSync(at('t.tst'), token);
    expect(openssl('asn1parse', '-inform', 'DER', '-in', 't.tst')).toMatch(
      /id-smime-ct-TSTInfo\n.*cont \[ 0 \].*\n.*prim: OCTET STRING/,
    );
  });

  it('corrupted by any one bit is refused by OpenSSL and by our verifier alike', () => {
    const token = tokenOf(respond());
    // One byte in each region: content, certificate, signed attributes, signature.
    const parts = parseToken(token);
    if (!parts.ok) throw new Error(parts.detail);
    const places = [
      token.indexOf(parts.value.content) + 40,
      token.indexOf(parts.value.certificates[0]!) + 200,
      token.indexOf(parts.value.signer.signedBytes.subarray(4)) + 60,
      token.length - 10,
    ];
    for (const place of places) {
      const corrupt = Buffer.from(token);
      corrupt[place]! ^= 1;
      expect(verifyToken(corrupt, trust).ok).toBe(false);
      writeFileSync(at('t.tst'), corrupt);
      expect(() =>
        openssl('ts', '-verify', '-data', 'data', '-in', 't.tst', '-token_in', '-CAfile', 'ca.pem'),
      ).toThrow();
    }
  });

  it('leaves its certificate out where nobody asked for it', () => {
    openssl('ts', '-query', '-data', 'data', '-sha512', '-no_nonce', '-out', 'bare.tsq');
    const response = respond(readFileSync(at('bare.tsq')));
    expect(tokenOf(response).includes(authority.certificate.raw)).toBe(false);
    expect(judged(response, '-queryfile', 'bare.tsq', '-untrusted', 'tsa.pem')).toContain('Verification: OK');
  });
});

describe('tokens that only look right', () => {
  const by = (change: { use?: 'seal'; until?: Date; from?: Date; strange?: true }): Authority => {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const caKey = change.strange ? key : createPrivateKey(readFileSync(at('ca.key')));
    const certificate = issue({
      use: change.use ?? 'timestamp',
      subject: TSA_NAME,
      key,
      from: change.from ?? new Date(NOW.getTime() - 86_400_000),
      until: change.until ?? new Date(NOW.getTime() + 86_400_000),
      issuer: { name: CA_NAME, key: caKey },
    });
    return { certificate, key, policy: TSA_POLICY };
  };
  it.each([
    ['a certificate that seals', { use: 'seal' as const }, 'TOKEN_KEY_USAGE'],
    ['a certificate no longer valid', { until: new Date(NOW.getTime() - 3_600_000) }, 'CERTIFICATE_VALIDITY'],
    ['a certificate not yet valid', { from: new Date(NOW.getTime() + 3_600_000) }, 'CERTIFICATE_VALIDITY'],
    ['a certificate of somebody with the name of our CA', { strange: true as const }, 'CERTIFICATE_CHAIN'],
  ])('are refused: %s', (_, change, code) => {
    expect(verifyToken(tokenOf(respond(question, by(change))), trust)).toMatchObject({ ok: false, code });
  });

  it('are refused: a certificate that names our CA as its issuer and was never signed by it', () => {
    const raw = Buffer.from(authority.certificate.raw);
    raw[raw.length - 1]! ^= 1;
    const forged = { ...authority, certificate: new X509Certificate(raw) };
    expect(verifyToken(tokenOf(respond(question, forged)), trust)).toMatchObject({ code: 'CERTIFICATE_CHAIN' });
  });

  it('are refused: the key of one certificate under the name of another', () => {
    expect(verifyToken(tokenOf(respond(question, { ...authority, key: by({}).key })), trust)).toMatchObject({
      code: 'TOKEN_SIGNATURE',
    });
  });

  it('are refused: a policy nobody trusts', () => {
    expect(verifyToken(tokenOf(respond(question, { ...authority, policy: '2.25.7' })), trust)).toMatchObject({
      code: 'TOKEN_POLICY',
    });
  });
});

describe('a question the authority will not answer', () => {
  it.each([
    [
      'another policy',
      () => timestampRequest({ digest: sha256(data), nonce: 1n, policy: '2.25.7' }),
      'the requested TSA policy is not supported by the TSA',
    ],
    ['SHA-1', () => readFileSync(at('sha1.tsq')), 'unrecognized or unsupported algorithm identifier'],
    [
      'a digest of the wrong length',
      () =>
        der.sequence(
          der.integer(1),
          der.sequence(der.algorithm('2.16.840.1.101.3.4.2.1'), der.octetString(Buffer.alloc(20))),
        ),
      'the data submitted has the wrong format',
    ],
  ])('is rejected by name, so that OpenSSL can read why: %s', (_, asked, failure) => {
    writeFileSync(at('r.tsr'), respond(asked()));
    const text = openssl('ts', '-reply', '-in', 'r.tsr', '-text');
    expect(text).toContain('Status: Rejected.');
    expect(text).toContain(`Failure info: ${failure}`);
    expect(tokenOfResponse(readFileSync(at('r.tsr')))).toMatchObject({ code: 'RESPONSE_REFUSED' });
  });
});

describe('serial numbers', () => {
  it('go up and never come twice, over restarts and crashes', () => {
    const file = join(at('serials'), 's');
    mkdirSync(at('serials'));
    const seen: bigint[] = [];
    for (let start = 0; start < 5; start++) {
      const next = serialsFrom(file, 10n);
      for (let i = 0; i < 17; i++) seen.push(next());
    }
    expect(seen.every((n, i) => i === 0 || n > seen[i - 1]!)).toBe(true);
  });

  it('are not given out where they cannot be kept', () => {
    const next = serialsFrom(join(dir, 'no such folder', 's'));
    expect(next).toThrow(/ENOENT/);
    expect(next).toThrow(/ENOENT/);
  });
});

describe('the authority over HTTP', () => {
  const server = timestampServer(
    {
      get certificate() {
        return authority.certificate;
      },
      get key() {
        return authority.key;
      },
      policy: TSA_POLICY,
    },
    () => serial(),
    () => NOW,
  );
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  const post = (body: Uint8Array, type = 'application/timestamp-query') =>
    fetch(url, { method: 'POST', body: Uint8Array.from(body), headers: { 'content-type': type } });

  it('answers a question with a token', async () => {
    const response = await post(question);
    expect(response.headers.get('content-type')).toBe('application/timestamp-reply');
    expect(verifyToken(tokenOf(Buffer.from(await response.arrayBuffer())), trust)).toMatchObject({ ok: true });
  });

  it.each([
    ['rubbish', 400, () => post(Buffer.from('rubbish'))],
    ['nothing', 400, () => post(new Uint8Array(0))],
    ['another content type', 415, () => post(question, 'text/plain')],
    ['too much', 413, () => post(new Uint8Array(1_000_000))],
    ['another method', 405, () => fetch(url)],
    ['how it is', 200, () => fetch(`${url}healthz`)],
  ])('to %s says %i in words', async (_, status, ask) => {
    const response = await ask();
    expect(response.status).toBe(status);
    expect((await response.text()).length).toBeGreaterThan(1);
  });
});
