import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Suite } from '@guidang/contracts';
import { type Signer, type TimestampTrust, timestampRequest, tokenOfResponse, verifyToken } from '@guidang/evidence';
import { type AskToken, DIGEST_OF, TimestampBatches } from '@guidang/host';
import { furnishSm2Folder, furnishTrustFolder, TSA_POLICY } from '@guidang/lab/ca';
import { type Authority, answer } from '@guidang/lab/tsa';
import { openTypefaces } from '@guidang/paper';
import { keySigner, rotation } from '@guidang/signing';
import pLimit from 'p-limit';
import type { SealPorts } from '../src/gather.ts';
import { type HandOptions, handsOf } from '../src/signing/hand.ts';
import type { Sealers } from '../src/signing/keys.ts';

export interface Laboratory {
  readonly folder: string;
  readonly authority: Authority;
  readonly authorities: Readonly<Record<Suite, Authority>>;
  readonly trust: TimestampTrust;
  /** Of both suites. */
  readonly anchors: readonly X509Certificate[];
  readonly sealKey: KeyObject;
  readonly sealCertificate: X509Certificate;
  readonly signers: Readonly<Record<Suite, Signer>>;
  /** Revocation lists of both authorities, DER. */
  readonly lists: readonly Buffer[];
  clear(): void;
}

/** Authorities, seals and revocation lists of the laboratory's own in both suites, in a folder that `clear` removes. */
export function laboratory(now = new Date()): Laboratory {
  const folder = mkdtempSync(join(tmpdir(), 'guidang-seal-'));
  furnishTrustFolder(folder, now);
  furnishSm2Folder(folder, now);
  const certificate = (name: string) => new X509Certificate(readFileSync(join(folder, name)));
  const key = (name: string) => createPrivateKey(readFileSync(join(folder, name)));
  const anchors = [certificate('ca.pem'), certificate('sm2-ca.pem')];
  const authority = { certificate: certificate('tsa.pem'), key: key('tsa.key'), policy: TSA_POLICY };
  const sm2 = { certificate: certificate('sm2-tsa.pem'), key: key('sm2-tsa.key'), policy: TSA_POLICY };
  const [sealKey, sealCertificate] = [key('seal.key'), certificate('seal.pem')];
  return {
    folder,
    authority,
    authorities: { international: authority, national: sm2 },
    trust: { anchors, policies: [TSA_POLICY] },
    anchors,
    sealKey,
    sealCertificate,
    signers: {
      international: keySigner(sealKey, [sealCertificate]),
      national: keySigner(key('sm2-seal.key'), [certificate('sm2-seal.pem')]),
    },
    lists: [derOf(readFileSync(join(folder, 'ca.crl'))), derOf(readFileSync(join(folder, 'sm2-ca.crl')))],
    clear: () => rmSync(folder, { recursive: true }),
  };
}

const derOf = (bytes: Buffer): Buffer =>
  bytes[0] === 0x2d ? Buffer.from(bytes.toString('latin1').replace(/-----[^-]+-----/g, ''), 'base64') : bytes;

export const FACES = openTypefaces();

/** Keys that sign as long as their certificates hold. */
export const sealersOf = (signers: Partial<Record<Suite, Signer>>): Sealers => {
  const of = (signer: Signer) => {
    const [leaf] = signer.certificates;
    return rotation([{ signer, from: leaf!.validFromDate.getTime(), until: leaf!.validToDate.getTime() }], 0);
  };
  return {
    ...(signers.international && { international: of(signers.international) }),
    ...(signers.national && { national: of(signers.national) }),
    close: () => {},
  };
};

/** Whom seal's hand trusts and signs with here; what a test wants otherwise goes in `more`. */
export const handOptions = (lab: Laboratory, more: Partial<HandOptions> = {}): HandOptions => ({
  sealers: sealersOf(lab.signers),
  anchors: lab.anchors,
  lists: () => [],
  revocationRequired: false,
  now: Date.now,
  ...more,
});

/** An authority of a suite that answers without a network. */
export const asking = (lab: Laboratory, suite: Suite, now: () => number = Date.now): AskToken => {
  let serial = 0n;
  return async (digest, algorithm) => {
    const question = timestampRequest({ digest, algorithm, nonce: 1n });
    const token = tokenOfResponse(answer(question, lab.authorities[suite], () => (serial += 1n), new Date(now()))!);
    if (!token.ok) throw new Error(token.detail);
    const verified = verifyToken(token.value, lab.trust);
    if (!verified.ok) throw new Error(verified.detail);
    return { token: token.value, verified: verified.value };
  };
};

/** Seal's ports but the vault, with authorities that answer without a network. */
export function portsWithout(
  lab: Laboratory,
  now: () => number = Date.now,
  more: Partial<HandOptions> = {},
): Omit<SealPorts, 'vault'> {
  const batches = (suite: Suite) =>
    new TimestampBatches(asking(lab, suite, now), { algorithm: DIGEST_OF[suite], most: 8, waitMs: 0 }).stamp;
  const stamps = { international: batches('international'), national: batches('national') };
  return {
    prearchive: 'prearchive',
    faces: FACES,
    hand: handsOf(handOptions(lab, { now, ...more })),
    stamp: (suite) => stamps[suite],
    otherwise: 'international',
    gate: pLimit(2),
    now,
  };
}
