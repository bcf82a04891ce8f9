import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isForTimestampsOnly, parseCertificate } from '../certificate.ts';
import { childrenOf, contentOf, type Der, der, encodingOf, readDer } from '../der/index.ts';
import { sha256 } from '../digest.ts';
import { timestampRequest, tokenOfResponse } from './exchange.ts';
import { parseToken, tokenInDer } from './token.ts';
import { coversDigest, type TimestampTrust, verifyToken } from './verify.ts';

/** OpenSSL is the other side here: it reads our questions and makes the tokens we judge. Without it these tests fail, loudly. */
const dir = mkdtempSync(join(tmpdir(), 'guidang-tsa-'));
const at = (name: string) => join(dir, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
const POLICY = '2.25.1.2.3';
const CONFIG = `
[req]
distinguished_name=dn
prompt=no
[dn]
CN=x
[ca]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
[good]
extendedKeyUsage=critical,timeStamping
[lax]
extendedKeyUsage=timeStamping
[wide]
extendedKeyUsage=critical,timeStamping,emailProtection
[tsa]
default_tsa=t
[t]
serial=./serial
signer_digest=sha256
default_policy=${POLICY}
digests=sha256,sha384,sha512
accuracy=secs:1,millisecs:5,microsecs:1
ess_cert_id_alg=sha256
`;
const data = Buffer.from('归档 manifest');
const digest = sha256(data);
const nonce = 0x8000_0000_0000_0001n;

const authority = (name: string, extensions: string, rsa = false) => {
  openssl(
    ...(rsa
      ? ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']
      : ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']),
    '-out',
    `${name}.key`,
  );
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
    extensions,
    '-out',
    `${name}.pem`,
  );
};
const stamp = (name: string, request = 'q.tsq') => {
  openssl(
    'ts',
    '-reply',
    '-config',
    'c.cnf',
    '-queryfile',
    request,
    '-signer',
    `${name}.pem`,
    '-inkey',
    `${name}.key`,
    '-out',
    'r.tsr',
  );
  return readFileSync(at('r.tsr'));
};
const tokenBy = (name: string, request = 'q.tsq'): Buffer => {
  const token = tokenOfResponse(stamp(name, request));
  if (!token.ok) throw new Error(token.detail);
  return token.value;
};
const certificate = (name: string) => {
  const parsed = parseCertificate(readFileSync(at(name)));
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
};
let trust: TimestampTrust;
let token: Buffer;

beforeAll(() => {
  writeFileSync(at('c.cnf'), CONFIG);
  writeFileSync(at('serial'), '01\n');
  writeFileSync(at('data'), data);
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-config',
    'c.cnf',
    '-extensions',
    'ca',
    '-subj',
    '/CN=test ca',
    '-days',
    '60',
  );
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    'other.key',
    '-out',
    'other.pem',
    '-config',
    'c.cnf',
    '-extensions',
    'ca',
    '-subj',
    '/CN=test ca',
    '-days',
    '60',
  );
  authority('good', 'good');
  authority('lax', 'lax');
  authority('wide', 'wide');
  authority('rsa', 'good', true);
  writeFileSync(at('q.tsq'), timestampRequest({ digest, nonce, policy: POLICY }));
  trust = { anchors: [certificate('ca.pem')], policies: [POLICY] };
  token = tokenBy('good');
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a question to a timestamp authority', () => {
  it('is read by OpenSSL with digest, nonce, policy, and the wish for the certificate', () => {
    const text = openssl('ts', '-query', '-in', 'q.tsq', '-text').toString();
    expect(text).toContain('Hash Algorithm: sha256');
    expect(text).toContain(`Policy OID: ${POLICY}`);
    expect(text).toContain('Nonce: 0x8000000000000001');
    expect(text).toContain('Certificate required: yes');
  });

  it('is asked for 32 bytes only', () => {
    expect(() => timestampRequest({ digest: Buffer.alloc(20), nonce })).toThrow(RangeError);
    expect(() => timestampRequest({ digest, nonce: -1n })).toThrow(RangeError);
  });
});

describe('a token made by OpenSSL', () => {
  it('verifies, says when and under which policy, and covers its data alone', () => {
    const verified = verifyToken(token, trust);
    if (!verified.ok) throw new Error(`${verified.code} ${verified.detail}`);
    expect(verified.value).toMatchObject({ policy: POLICY, nonce, accuracy: 1006, imprint: { digest } });
    expect(verified.value.authority.subject).toBe('CN=good');
    expect(coversDigest(verified.value, digest, nonce)).toEqual({ ok: true, value: null });
    expect(coversDigest(verified.value, sha256('other'))).toMatchObject({ code: 'TIMESTAMP_IMPRINT' });
    expect(coversDigest(verified.value, digest, 7n)).toMatchObject({ code: 'TIMESTAMP_NONCE' });
  });

  it('verifies when the key is RSA', () => {
    expect(verifyToken(tokenBy('rsa'), trust)).toMatchObject({ ok: true });
  });

  it('without its certificate verifies with the certificate at hand, and not without', () => {
    openssl('ts', '-query', '-data', 'data', '-sha256', '-out', 'bare.tsq');
    const bare = tokenBy('good', 'bare.tsq');
    expect(verifyToken(bare, trust)).toMatchObject({ code: 'TOKEN_CERTIFICATE' });
    expect(verifyToken(bare, { ...trust, certificates: [certificate('good.pem')] })).toMatchObject({ ok: true });
  });

  it('is refused where the certificate is not for timestamps alone, or not critically so', () => {
    // OpenSSL refuses to stamp with such certificates, so their usage is looked at by itself.
    for (const name of ['lax', 'wide']) {
      expect(() => stamp(name)).toThrow();
      expect(isForTimestampsOnly(certificate(`${name}.pem`))).toBe(false);
    }
    expect(isForTimestampsOnly(certificate('good.pem'))).toBe(true);
    expect(isForTimestampsOnly(certificate('ca.pem'))).toBe(false);
  });

  it('is refused where the certificate at hand has the name and the key of the signer and is not the one that was signed', () => {
    openssl('ts', '-query', '-data', 'data', '-sha256', '-out', 'bare.tsq');
    const raw = Buffer.from(certificate('good.pem').raw);
    raw[raw.length - 1]! ^= 1;
    const twin = parseCertificate(raw);
    if (!twin.ok) throw new Error(twin.detail);
    expect(verifyToken(tokenBy('good', 'bare.tsq'), { ...trust, certificates: [twin.value] })).toMatchObject({
      code: 'TOKEN_CERTIFICATE',
      detail: expect.stringContaining('ESSCertIDv2'),
    });
  });

  it('is refused under another anchor of the same name, none, or another policy', () => {
    expect(verifyToken(token, { ...trust, anchors: [certificate('other.pem')] })).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
    });
    expect(verifyToken(token, { ...trust, anchors: [] })).toMatchObject({ code: 'CERTIFICATE_CHAIN' });
    expect(verifyToken(token, { ...trust, policies: ['1.2.3'] })).toMatchObject({ code: 'TOKEN_POLICY' });
  });

  it('over which a single bit is changed is refused, wherever the bit is, and nothing ever throws', () => {
    const overlooked: number[] = [];
    for (let i = 0; i < token.length; i++) {
      const changed = Buffer.from(token);
      changed[i]! ^= 1 << (i % 8);
      if (verifyToken(changed, trust).ok) overlooked.push(i);
    }
    expect(overlooked).toEqual([]);
  });
});

/** The same values in BER: open lengths everywhere, the octet string of the content in two pieces. */
const inBer = (node: Der): Buffer => {
  if ((node.tag & 0x20) === 0) {
    if (node.tag !== 0x04 || contentOf(node).length < 60) return encodingOf(node);
    const half = contentOf(node).length >> 1;
    return Buffer.concat([
      Buffer.of(0x24, 0x80),
      der.octetString(contentOf(node).subarray(0, half)),
      der.octetString(contentOf(node).subarray(half)),
      Buffer.of(0, 0),
    ]);
  }
  return Buffer.concat([Buffer.of(node.tag, 0x80), ...childrenOf(node).map(inBer), Buffer.of(0, 0)]);
};

describe('a token in BER', () => {
  it('is made DER before it is kept, and then verifies; as it is it is refused', () => {
    const ber = inBer(readDer(token));
    expect(ber.equals(token)).toBe(false);
    expect(parseToken(ber)).toMatchObject({ code: 'TOKEN_FORMAT' });
    const back = tokenInDer(ber);
    if (!back.ok) throw new Error(back.detail);
    expect(back.value.equals(token)).toBe(true);
    expect(tokenInDer(token)).toMatchObject({ value: token });
  });

  it('has its certificates put in order, which implicit tags hide from a plain reader', () => {
    const [kind, wrapped] = childrenOf(readDer(token));
    const [version, digests, content, , signers] = childrenOf(childrenOf(wrapped!)[0]!);
    const both = ['good.pem', 'ca.pem'].map((name) => certificate(name).raw).toSorted(Buffer.compare);
    const rebuilt = (certificates: Buffer[]) =>
      der.sequence(
        encodingOf(kind!),
        der.context(
          0,
          der.sequence(
            ...[version, digests, content].map((v) => encodingOf(v!)),
            der.context(0, ...certificates),
            encodingOf(signers!),
          ),
        ),
      );
    const ordered = rebuilt(both);
    const disordered = rebuilt(both.toReversed());
    expect(verifyToken(ordered, trust)).toMatchObject({ ok: true });
    expect(parseToken(disordered)).toMatchObject({
      code: 'TOKEN_FORMAT',
      detail: expect.stringContaining('out of order'),
    });
    expect(tokenInDer(disordered)).toMatchObject({ value: ordered });
  });

  it('is had in DER out of a response in BER', () => {
    const response = inBer(readDer(stamp('good')));
    const out = tokenOfResponse(response);
    if (!out.ok) throw new Error(out.detail);
    expect(verifyToken(out.value, trust)).toMatchObject({ ok: true });
  });
});

describe('a response', () => {
  it('that refuses says so with the words of the authority', () => {
    writeFileSync(at('bad.tsq'), timestampRequest({ digest, nonce, policy: '1.2.3.4' }));
    expect(tokenOfResponse(stamp('good', 'bad.tsq'))).toMatchObject({
      code: 'RESPONSE_REFUSED',
      detail: expect.stringContaining('rejection: '),
    });
  });

  it('of rubbish, of nothing, or cut short is refused and nothing throws', () => {
    const response = stamp('good');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(tokenOfResponse(bytes).ok).toBe(false);
        expect(verifyToken(bytes, trust).ok).toBe(false);
      }),
    );
    for (let n = 0; n < response.length; n += 7) expect(tokenOfResponse(response.subarray(0, n)).ok).toBe(false);
    for (let n = 0; n < token.length; n += 7) expect(verifyToken(token.subarray(0, n), trust).ok).toBe(false);
  });

  it('nested without end is refused before the stack ends', () => {
    let deep = der.sequence();
    for (let i = 0; i < 5000; i++) deep = der.sequence(deep);
    expect(tokenOfResponse(deep)).toMatchObject({ code: 'RESPONSE_FORMAT' });
    expect(verifyToken(deep, trust)).toMatchObject({ code: 'TOKEN_FORMAT' });
    expect(tokenOfResponse(Buffer.alloc(50_000, Buffer.of(0x30, 0x80)))).toMatchObject({ code: 'RESPONSE_FORMAT' });
  });
});
