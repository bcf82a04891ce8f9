import type { X509Certificate } from 'node:crypto';
import { type ChainFailure, chainToAnchor } from '../certificate.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { publicKeyOf } from './public-key.ts';
import { type SignatureFailure, verifySignature } from './verify.ts';

/** SM2 with SM3 (GM/T 0006). */
export const SM2_WITH_SM3 = '1.2.156.10197.1.501';

/**
 * Verifies a detached SM2 signature with SM3 (GB/T 32918.2, GB/T 35276: DER of r and s, user identity 1234567812345678) over bytes, by a
 * certificate that leads to an anchor and was valid at `at` (milliseconds since the epoch). The signature carries no certificate;
 * whoever keeps it keeps the certificate beside it. Never throws, whatever the bytes.
 */
export const verifySm2Detached = (
  signature: Uint8Array,
  payload: Uint8Array,
  certificate: X509Certificate,
  trust: {
    readonly anchors: readonly X509Certificate[];
    readonly certificates?: readonly X509Certificate[];
    readonly at: number;
  },
): Verdict<{ readonly signer: X509Certificate }, SignatureFailure | ChainFailure> => {
  const key = publicKeyOf(certificate);
  if (key.kind !== 'sm2') return refuse('SIGNATURE_ALGORITHM', `an SM2 signature under a key of ${key.kind}`);
  const held = verifySignature({ oid: SM2_WITH_SM3, parameters: null }, null, key, payload, signature);
  if (!held.ok) return held;
  const chain = chainToAnchor(certificate, trust.certificates ?? [], trust.anchors, trust.at);
  return chain.ok ? pass({ signer: certificate }) : chain;
};
