import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTE_COSIGNATURE, NOTE_ED25519, noteKey } from '@guidang/evidence';
import { issue, revocationList } from './issue.ts';
import {
  CA_NAME,
  type DistinguishedName,
  LOG_ORIGIN,
  SEAL_NAME,
  TSA_NAME,
  TSA_POLICY,
  WITNESS_QUORUM,
  WITNESSES,
} from './names.ts';

/** Whom an auditor believes. Handed to them by somebody other than the audited system; here by the laboratory. */
export interface Anchors {
  readonly version: 1;
  readonly log: { readonly origin: string; readonly vkey: string };
  readonly witnesses: readonly { readonly name: string; readonly vkey: string }[];
  /** How many witnesses must have cosigned a checkpoint. */
  readonly quorum: number;
  /** CA certificates (PEM) of timestamp authorities, and the policies taken. */
  readonly tsa: { readonly certificates: readonly string[]; readonly policies: readonly string[] };
  /** CA certificates (PEM) of those who sign seals. */
  readonly signers: { readonly certificates: readonly string[] };
}

const YEARS = { ca: 20, tsa: 10, seal: 5, crl: 10 } as const;
const yearsAfter = (from: Date, years: number): Date =>
  new Date(Date.UTC(from.getUTCFullYear() + years, from.getUTCMonth(), from.getUTCDate()));

/** A file appears whole or not at all; a key is its owner's alone to read. */
const put = (file: string, bytes: string | Uint8Array, mode: number): void => {
  writeFileSync(`${file}.new`, bytes, { mode });
  renameSync(`${file}.new`, file);
};

const keyAt = (file: string, kind: 'p256' | 'ed25519'): KeyObject => {
  if (!existsSync(file)) {
    const { privateKey } =
      kind === 'p256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    put(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  }
  return createPrivateKey(readFileSync(file));
};

/** The text of a file, made first where it is not there yet. */
const once = (file: string, make: () => string): string => {
  if (!existsSync(file)) put(file, make(), 0o644);
  return readFileSync(file, 'utf8');
};

const pemOf = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END ${label}-----\n`;

/**
 * Furnishes a folder with all that must be trusted: ca.pem, ca.key, ca.crl, tsa.pem, tsa.key, seal.pem, seal.key, notary.key,
 * notary.vkey, witness.key, witness.vkey and the same for each further witness, anchors.json. What is there stays as it is, so it may be run again at any time;
 * a folder left half done by a crash is completed.
 */
export const furnishTrustFolder = (dir: string, now: Date): Anchors => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(dir, name);
  // A day of grace: a verifier's clock may be behind ours.
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - 1));
  const caKey = keyAt(at('ca.key'), 'p256');
  const issuer = { name: CA_NAME, key: caKey };
  const certificate = (
    use: 'authority' | 'timestamp' | 'seal',
    subject: DistinguishedName,
    key: KeyObject,
    years: number,
  ) => {
    const order = { use, subject, key, from, until: yearsAfter(from, years) };
    return issue(use === 'authority' ? order : { ...order, issuer }).toString();
  };

  const ca = once(at('ca.pem'), () => certificate('authority', CA_NAME, caKey, YEARS.ca));
  once(at('ca.crl'), () => pemOf('X509 CRL', revocationList(CA_NAME, caKey, from, yearsAfter(from, YEARS.crl))));
  const tsaKey = keyAt(at('tsa.key'), 'p256');
  once(at('tsa.pem'), () => certificate('timestamp', TSA_NAME, tsaKey, YEARS.tsa));
  const sealKey = keyAt(at('seal.key'), 'p256');
  once(at('seal.pem'), () => certificate('seal', SEAL_NAME, sealKey, YEARS.seal));

  const log = noteKey(LOG_ORIGIN, keyAt(at('notary.key'), 'ed25519'), NOTE_ED25519);
  once(at('notary.vkey'), () => `${log.vkey}\n`);
  const witnesses = WITNESSES.map(({ name, file }) => {
    const { vkey } = noteKey(name, keyAt(at(`${file}.key`), 'ed25519'), NOTE_COSIGNATURE);
    once(at(`${file}.vkey`), () => `${vkey}\n`);
    return { name, vkey };
  });

  const anchors: Anchors = {
    version: 1,
    log: { origin: log.name, vkey: log.vkey },
    witnesses,
    quorum: WITNESS_QUORUM,
    tsa: { certificates: [ca], policies: [TSA_POLICY] },
    signers: { certificates: [ca] },
  };
  once(at('anchors.json'), () => `${JSON.stringify(anchors, null, 2)}\n`);
  return anchors;
};
