import { generateKeyPairSync, type KeyObject, type X509Certificate } from 'node:crypto';
import { algorithmOfKey, issue, type Revoked, revocationList, signWith, type Use } from '../../lab/src/ca/index.ts';
import { answer } from '../../lab/src/tsa/index.ts';
import { type DigestName, type Signer, type TimestampTrust, timestampRequest, tokenOfResponse } from '../src/index.ts';

/**
 * Authorities of the laboratory, in memory: a root, and under it whoever a test needs. The laboratory's own package has this one below it,
 * so its files are named by their place and not by their package.
 */

export const NOW = Date.UTC(2026, 0, 15, 8, 30);
export const DAY = 86_400_000;
export const POLICY = '2.25.1.2.3';

export type KeyKind = 'p256' | 'p384' | 'rsa' | 'ed25519' | 'sm2';

const made = new Map<string, KeyObject>();
/** A key of a kind; the same name gives the same key, since RSA keys take long to make. */
export const keyOf = (kind: KeyKind, name: string): KeyObject => {
  const known = made.get(`${kind} ${name}`);
  if (known) return known;
  const make = (): KeyObject => {
    switch (kind) {
      case 'rsa':
        return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      case 'ed25519':
        return generateKeyPairSync('ed25519').privateKey;
      default:
        return generateKeyPairSync('ec', { namedCurve: { p256: 'P-256', p384: 'P-384', sm2: 'SM2' }[kind] }).privateKey;
    }
  };
  const key = make();
  made.set(`${kind} ${name}`, key);
  return key;
};

export interface House {
  readonly root: X509Certificate;
  readonly certificate: (use: Use, name: string, kind?: KeyKind, from?: number, until?: number) => X509Certificate;
  /** An authority that stamps at any moment it is told. */
  readonly stamp: (
    digest: Uint8Array,
    options?: {
      readonly algorithm?: DigestName;
      readonly at?: number;
      readonly name?: string;
      readonly suite?: 'pkcs' | 'gm';
      readonly ordering?: boolean;
      readonly from?: number;
      readonly until?: number;
    },
  ) => Buffer;
  readonly signer: (name: string, kind?: KeyKind, from?: number, until?: number) => Signer;
  readonly list: (revoked?: readonly Revoked[], from?: number, until?: number) => Buffer;
  readonly trust: TimestampTrust;
}

/** A root of the given kind of key and everything below it. */
export const house = (kind: KeyKind, name = 'Test Root'): House => {
  const dn = (cn: string) => ({ C: 'CN', O: '测试', CN: cn });
  const rootKey = keyOf(kind, name);
  const issuer = { name: dn(name), key: rootKey };
  const root = issue({
    use: 'authority',
    subject: dn(name),
    key: rootKey,
    from: new Date(NOW - 3650 * DAY),
    until: new Date(NOW + 36_500 * DAY),
  });
  const issued = new Map<string, X509Certificate>();
  const certificate: House['certificate'] = (
    use,
    cn,
    keyKind = kind,
    from = NOW - 365 * DAY,
    until = NOW + 3650 * DAY,
  ) => {
    const id = [use, cn, keyKind, from, until].join();
    const found =
      issued.get(id) ??
      issue({ use, subject: dn(cn), key: keyOf(keyKind, cn), from: new Date(from), until: new Date(until), issuer });
    issued.set(id, found);
    return found;
  };
  let serial = 0n;
  return {
    root,
    certificate,
    stamp: (
      digest,
      { algorithm = 'sha256', at = NOW, name: tsa = 'Test TSA', suite = 'pkcs', ordering = false, from, until } = {},
    ) => {
      const authority = {
        certificate: certificate('timestamp', tsa, kind, from, until),
        key: keyOf(kind, tsa),
        policy: POLICY,
        suite,
        ordering,
      };
      const response = answer(
        timestampRequest({ digest, algorithm, nonce: 7n }),
        authority,
        () => ++serial,
        new Date(at),
      );
      const token = response ? tokenOfResponse(response) : null;
      if (!token?.ok) throw new Error(`no token: ${token?.detail}`);
      return token.value;
    },
    signer: (cn, keyKind = kind, from, until) => {
      const key = keyOf(keyKind, cn);
      return {
        certificates: [certificate('seal', cn, keyKind, from, until)],
        algorithm: algorithmOfKey(key),
        sign: async (bytes) => signWith(key, bytes),
      };
    },
    list: (revoked = [], from = NOW - 30 * DAY, until = NOW + 3650 * DAY) =>
      revocationList(issuer.name, rootKey, new Date(from), new Date(until), revoked),
    trust: { anchors: [root], policies: [POLICY] },
  };
};

/** What a verdict holds; a refusal fails the test with its own words. */
export const held = <T>(verdict: { ok: true; value: T } | { ok: false; code: string; detail: string }): T => {
  if (!verdict.ok) throw new Error(`${verdict.code}: ${verdict.detail}`);
  return verdict.value;
};
