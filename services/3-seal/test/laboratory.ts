import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimestampTrust } from '@guidang/evidence';
import { timestampRequest, tokenOfResponse } from '@guidang/evidence';
import { furnishTrustFolder, TSA_POLICY } from '@guidang/lab/ca';
import { type Authority, answer } from '@guidang/lab/tsa';
import pLimit from 'p-limit';
import type { SealPorts } from '../src/gather.ts';
import { openTypefaces } from '../src/record/typeface.ts';
import { sealSigner, signing } from '../src/signer.ts';
import { TimestampBatches } from '../src/timestamp/batches.ts';

export interface Laboratory {
  readonly folder: string;
  readonly authority: Authority;
  readonly trust: TimestampTrust;
  readonly anchors: readonly X509Certificate[];
  readonly sealKey: KeyObject;
  readonly sealCertificate: X509Certificate;
  clear(): void;
}

/** A CA, an authority and a seal of the laboratory's own, in a folder that `clear` removes. */
export function laboratory(now = new Date()): Laboratory {
  const folder = mkdtempSync(join(tmpdir(), 'guidang-seal-'));
  furnishTrustFolder(folder, now);
  const certificate = (name: string) => new X509Certificate(readFileSync(join(folder, name)));
  const key = (name: string) => createPrivateKey(readFileSync(join(folder, name)));
  const anchors = [certificate('ca.pem')];
  return {
    folder,
    authority: { certificate: certificate('tsa.pem'), key: key('tsa.key'), policy: TSA_POLICY },
    trust: { anchors, policies: [TSA_POLICY] },
    anchors,
    sealKey: key('seal.key'),
    sealCertificate: certificate('seal.pem'),
    clear: () => rmSync(folder, { recursive: true }),
  };
}

export const FACES = openTypefaces();

/** Seal's ports but the vault, with an authority that answers without a network. */
export function portsWithout(lab: Laboratory, now: () => number = Date.now): Omit<SealPorts, 'vault'> {
  let serial = 0n;
  const ask = async (digest: Uint8Array): Promise<Buffer> => {
    const reply = answer(timestampRequest({ digest, nonce: 1n }), lab.authority, () => (serial += 1n), new Date(now()));
    const token = tokenOfResponse(reply!);
    if (!token.ok) throw new Error(token.detail);
    return token.value;
  };
  return {
    prearchive: 'prearchive',
    faces: FACES,
    sign: signing(sealSigner(lab.sealKey, [lab.sealCertificate]), lab.anchors, now),
    stamp: new TimestampBatches(ask, { most: 8, waitMs: 0 }).stamp,
    gate: pLimit(2),
  };
}
