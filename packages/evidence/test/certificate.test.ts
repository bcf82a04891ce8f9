import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainToAnchor, mayUseKeyFor, parseCertificate } from '../src/index.ts';
import { held } from './lab.ts';

/** OpenSSL makes the certificates here, so that what we look at is what others write. */
const dir = mkdtempSync(join(tmpdir(), 'guidang-chains-'));
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
const certificate = (name: string) => held(parseCertificate(readFileSync(join(dir, `${name}.pem`))));
const EXTENSIONS: Readonly<Record<string, string>> = {
  root: 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign',
  one: 'basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,keyCertSign',
  two: 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign',
  free: 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign',
  strange: 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n1.2.3.4=critical,ASN1:NULL',
  named:
    'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\nnameConstraints=critical,permitted;dirName:dn',
  leaf: 'basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature',
  cipher: 'basicConstraints=critical,CA:false\nkeyUsage=critical,keyEncipherment',
};
const issue = (name: string, by: string | null, kind: string, digest = 'sha256'): void => {
  writeFileSync(join(dir, `${name}.ext`), `${EXTENSIONS[kind]}\n[dn]\nO=x\n`);
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
  const signer = by ? ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial'] : ['-signkey', `${name}.key`];
  openssl(
    'x509',
    '-req',
    `-${digest}`,
    '-in',
    `${name}.csr`,
    ...signer,
    '-days',
    '30',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.pem`,
  );
};
beforeAll(() => {
  issue('root', null, 'root');
  issue('one', 'root', 'one');
  issue('leaf-of-one', 'one', 'leaf');
  issue('two', 'one', 'two');
  issue('leaf-of-two', 'two', 'leaf');
  for (const kind of ['free', 'strange', 'named']) {
    issue(kind, 'root', kind);
    issue(`leaf-of-${kind}`, kind, 'leaf');
  }
  issue('weak', 'root', 'free', 'sha1');
  issue('leaf-of-weak', 'weak', 'leaf');
  issue('cipher', 'root', 'cipher');
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('a chain of certificates', () => {
  const chain = (leaf: string, ...pool: string[]) =>
    chainToAnchor(certificate(leaf), pool.map(certificate), [certificate('root')], Date.now());

  it('leads through the authorities at hand to its anchor', () => {
    expect(held(chain('leaf-of-one', 'one'))).toHaveLength(3);
    expect(held(chain('leaf-of-free', 'one', 'free', 'two'))).toHaveLength(3);
    expect(chain('leaf-of-one')).toMatchObject({ code: 'CERTIFICATE_CHAIN' });
  });

  it('is no longer than its authorities may have it', () => {
    expect(chain('leaf-of-two', 'one', 'two')).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
      detail: expect.stringContaining('0 authorities'),
    });
  });

  it.each([
    ['strange', '1.2.3.4'],
    ['named', '2.5.29.30'],
  ])('with a critical extension we do not understand is refused (%s)', (kind, id) => {
    expect(chain(`leaf-of-${kind}`, kind)).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
      detail: expect.stringContaining(id),
    });
  });

  it('through a signature of SHA-1 leads nowhere, and says why', () => {
    expect(chain('leaf-of-weak', 'weak')).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
      detail: expect.stringMatching(/ecdsa-sha1.*weak/),
    });
  });

  it('says what a key may be used for', () => {
    expect([0, 1, 2].map((bit) => mayUseKeyFor(certificate('leaf-of-one'), bit))).toEqual([true, false, false]);
    expect([0, 1, 2].map((bit) => mayUseKeyFor(certificate('cipher'), bit))).toEqual([false, false, true]);
  });
});
