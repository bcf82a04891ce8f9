import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainToAnchor, isForTimestampsOnly, isSm2Key, judgeRevocation, parseVkey } from '@guidang/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { furnishSm2Folder, furnishTrustFolder, LOG_ORIGIN, TSA_POLICY, WITNESS_QUORUM, WITNESSES } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-ca-'));
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const bytesOf = () => Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'hex')]));
const NOW = new Date();

beforeAll(() => {
  furnishTrustFolder(dir, NOW);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('the laboratory CA', () => {
  it('issues certificates that OpenSSL accepts strictly, each for its own purpose, with nothing revoked', () => {
    const verify = (...args: string[]) =>
      openssl('verify', '-x509_strict', '-CAfile', 'ca.pem', '-CRLfile', 'ca.crl', '-crl_check', ...args);
    expect(verify('seal.pem')).toBe('seal.pem: OK\n');
    expect(verify('-purpose', 'timestampsign', 'tsa.pem')).toBe('tsa.pem: OK\n');
    expect(() => verify('-purpose', 'timestampsign', 'seal.pem')).toThrow();
  });

  it('has names of three parts in the order of a directory', () => {
    expect(openssl('x509', '-in', 'seal.pem', '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb,utf8').trim()).toBe(
      'subject=CN=Guidang Lab Archive Seal,O=归档实验室 Guidang Lab,C=CN',
    );
  });

  it('keeps what is there when run again, and completes what is missing', () => {
    const before = bytesOf();
    furnishTrustFolder(dir, NOW);
    expect(bytesOf()).toEqual(before);
    for (const name of ['seal.pem', 'witness.vkey', 'anchors.json']) rmSync(join(dir, name));
    furnishTrustFolder(dir, NOW);
    const after = bytesOf();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const name of Object.keys(before)) if (name !== 'seal.pem') expect(after[name]).toBe(before[name]);
  });

  it('has the same authorities in SM2 where they are asked for, each leading to their root, and keeps them', () => {
    const apart = join(dir, 'sm2');
    const trust = furnishSm2Folder(apart, NOW);
    const [ca, tsa, seal] = [trust.ca, trust.tsa, trust.seal].map((pem) => new X509Certificate(pem)) as [
      X509Certificate,
      X509Certificate,
      X509Certificate,
    ];
    for (const leaf of [tsa, seal]) expect(chainToAnchor(leaf, [], [ca], NOW.getTime())).toMatchObject({ ok: true });
    expect(isForTimestampsOnly(tsa)).toBe(true);
    expect(furnishSm2Folder(apart, NOW)).toEqual(trust);
    for (const name of ['ca', 'tsa', 'seal']) {
      expect(statSync(join(apart, `sm2-${name}.key`)).mode & 0o777).toBe(0o600);
      expect(isSm2Key(createPrivateKey(readFileSync(join(apart, `sm2-${name}.key`))))).toBe(true);
    }
    const list = judgeRevocation({
      chain: [seal, ca],
      lists: [readFileSync(join(apart, 'sm2-ca.crl'))],
      at: NOW.getTime(),
    });
    expect(list).toEqual({ ok: true, value: { covered: 1 } });
    rmSync(apart, { recursive: true });
  });

  it('lets nobody but its owner read a key', () => {
    const keys = readdirSync(dir).filter((name) => name.endsWith('.key'));
    expect(keys.sort()).toEqual(
      ['ca.key', 'notary.key', 'seal.key', 'tsa.key', ...WITNESSES.map(({ file }) => `${file}.key`)].sort(),
    );
    for (const key of keys) expect(statSync(join(dir, key)).mode & 0o777).toBe(0o600);
  });

  it('hands auditors anchors that name log, witness, authority and signers', () => {
    const anchors = JSON.parse(readFileSync(join(dir, 'anchors.json'), 'utf8'));
    expect(anchors).toMatchObject({
      version: 1,
      quorum: WITNESS_QUORUM,
      log: { origin: LOG_ORIGIN },
      tsa: { policies: [TSA_POLICY] },
    });
    expect(parseVkey(anchors.log.vkey)).toMatchObject({ ok: true, value: { name: LOG_ORIGIN, type: 1 } });
    const opened = anchors.witnesses.map(({ vkey }: { vkey: string }) => parseVkey(vkey));
    expect(opened).toMatchObject(WITNESSES.map(({ name }) => ({ ok: true, value: { name, type: 4 } })));
    expect(new Set(anchors.witnesses.map(({ vkey }: { vkey: string }) => vkey)).size).toBe(WITNESSES.length);
    expect(anchors.tsa.certificates).toEqual([readFileSync(join(dir, 'ca.pem'), 'utf8')]);
    expect(JSON.stringify(anchors)).not.toContain('PRIVATE');
  });
});
