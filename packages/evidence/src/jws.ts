import { type KeyObject, sign, verify, type X509Certificate } from 'node:crypto';
import { type ChainFailure, chainToAnchor, parseCertificate, validAt } from './certificate.ts';
import { base64, fromBase64, sha256 } from './digest.ts';
import { ecdsaToJws, type Signer, type SigningAlgorithm } from './signature/port.ts';
import { pass, refuse, type Verdict } from './verdict.ts';

/** Signature algorithms of seals: ECDSA P-256 with SHA-256 (RFC 7518 §3.4) and Ed25519 (RFC 8037 §3.1). */
export type JwsAlgorithm = 'ES256' | 'EdDSA';

/** Who signs: certificates leaf first, and a door to the key. An ES256 signature is 64 bytes, r ‖ s. */
export interface JwsSigner {
  readonly algorithm: JwsAlgorithm;
  readonly certificates: readonly X509Certificate[];
  readonly sign: (input: Uint8Array) => Uint8Array;
}

/** A signature that holds: by whom, and when the signer says it was made (seconds since the epoch). */
export interface VerifiedJws {
  readonly algorithm: JwsAlgorithm;
  readonly signer: X509Certificate;
  readonly issuedAt: number;
}

/** Signers whose certificates led to the anchors before, by what their signatures carry: thousands of seals are made with one. Of no use under other anchors. */
export type KnownSigners = Map<string, { readonly leaf: X509Certificate; readonly chain: readonly X509Certificate[] }>;

export type JwsFailure = 'JWS_FORMAT' | 'JWS_ALGORITHM' | 'JWS_CERTIFICATE' | 'JWS_SIGNATURE' | ChainFailure;

const MAX_JWS_CHARACTERS = 64_000;

const fromBase64Url = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
};

/** A signer over a private key in hand: P-256 signs ES256, Ed25519 signs EdDSA. Throws RangeError for another key. */
export const jwsSigner = (key: KeyObject, certificates: readonly X509Certificate[]): JwsSigner => {
  if (key.asymmetricKeyType === 'ed25519')
    return { algorithm: 'EdDSA', certificates, sign: (input) => sign(null, input, key) };
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
    return {
      algorithm: 'ES256',
      certificates,
      sign: (input) => sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' }),
    };
  throw new RangeError(`a seal is signed with P-256 or Ed25519, not ${key.asymmetricKeyType}`);
};

/** What is signed: header and payload, each base64url, with a dot between (RFC 7515 §5.1). */
const signingInput = (header: string, payload: Uint8Array): Buffer =>
  Buffer.from(`${header}.${Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('base64url')}`);

/**
 * Signs bytes as a JWS in compact form with the payload detached (RFC 7515 appendix F), its header as JAdES baseline B wants it:
 * alg, x5c, x5t#S256 and iat (seconds since the epoch, given by the caller).
 */
export const signDetached = (payload: Uint8Array, signer: JwsSigner, issuedAt: number): string => {
  const header = headerOf(signer.algorithm, signer.certificates, issuedAt);
  return written(header, signer.sign(signingInput(header, payload)));
};

const written = (header: string, signature: Uint8Array): string =>
  `${header}..${Buffer.from(signature).toString('base64url')}`;

const headerOf = (algorithm: JwsAlgorithm, certificates: readonly X509Certificate[], issuedAt: number): string => {
  const [leaf] = certificates;
  if (!leaf) throw new RangeError('a signature needs its certificate');
  if (!Number.isSafeInteger(issuedAt))
    throw new RangeError(`a signature needs its time in whole seconds, not ${issuedAt}`);
  return Buffer.from(
    JSON.stringify({
      alg: algorithm,
      x5c: certificates.map((c) => base64(c.raw)),
      'x5t#S256': sha256(leaf.raw).toString('base64url'),
      iat: issuedAt,
    }),
  ).toString('base64url');
};

const JWS_OF: Partial<Record<SigningAlgorithm, JwsAlgorithm>> = { 'ecdsa-sha256': 'ES256', ed25519: 'EdDSA' };

/**
 * The same through a signer's port, wherever the key lies. A port that gives no ECDSA signature in DER is at fault.
 * @throws RangeError for an algorithm no seal in JWS is signed with, or a signature that is none
 */
export const signDetachedBy = async (payload: Uint8Array, signer: Signer, issuedAt: number): Promise<string> => {
  const algorithm = JWS_OF[signer.algorithm];
  if (!algorithm) throw new RangeError(`a seal in JWS is not signed with ${signer.algorithm}`);
  const header = headerOf(algorithm, signer.certificates, issuedAt);
  const signature = await signer.sign(signingInput(header, payload));
  if (algorithm === 'EdDSA') return written(header, signature);
  const raw = ecdsaToJws(signature);
  if (!raw.ok) throw new RangeError(`the signer gave no ECDSA signature: ${raw.detail}`);
  return written(header, raw.value);
};

interface Header {
  readonly alg: unknown;
  readonly x5c: readonly Buffer[];
  readonly thumbprint: string;
  readonly iat: number;
}

const parseHeader = (text: string): Header | null => {
  const bytes = fromBase64Url(text);
  if (!bytes) return null;
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof header !== 'object' || header === null || 'crit' in header || 'b64' in header) return null;
  const { alg, x5c, 'x5t#S256': thumbprint, iat } = header as Record<string, unknown>;
  if (!Array.isArray(x5c) || typeof thumbprint !== 'string' || typeof iat !== 'number' || !Number.isSafeInteger(iat))
    return null;
  const certificates = x5c.map((c) => (typeof c === 'string' ? fromBase64(c) : null)).filter((c) => c !== null);
  return certificates.length === x5c.length ? { alg, x5c: certificates, thumbprint, iat } : null;
};

const holds = (algorithm: JwsAlgorithm, input: Uint8Array, key: KeyObject, signature: Uint8Array): boolean =>
  signature.length === 64 &&
  (algorithm === 'EdDSA'
    ? verify(null, input, key, signature)
    : verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature));

const keyFits = (algorithm: unknown, key: KeyObject): algorithm is JwsAlgorithm =>
  (algorithm === 'EdDSA' && key.asymmetricKeyType === 'ed25519') ||
  (algorithm === 'ES256' && key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1');

/**
 * Verifies a detached JWS over the payload: header complete and without extensions we would have to understand (`crit`, `b64`),
 * signature, thumbprint, and a certificate that leads to an anchor and was valid at `at` (milliseconds since the epoch; the time
 * of the timestamp over the signature's manifest where there is one). Never throws, whatever the text.
 */
export const verifyDetached = (
  jws: string,
  payload: Uint8Array,
  trust: { readonly anchors: readonly X509Certificate[]; readonly at: number; readonly known?: KnownSigners },
): Verdict<VerifiedJws, JwsFailure> => {
  if (jws.length > MAX_JWS_CHARACTERS) return refuse('JWS_FORMAT', `a signature of ${jws.length} characters`);
  const [headerText = '', middle, signatureText = '', ...more] = jws.split('.');
  const header = parseHeader(headerText);
  const signature = fromBase64Url(signatureText);
  if (!header || !signature || middle !== '' || more.length > 0)
    return refuse('JWS_FORMAT', 'not a detached JWS with alg, x5c, x5t#S256 and iat');
  const carried = header.x5c.map(base64).join(' ');
  const before = trust.known?.get(carried);
  const known = before?.chain.every((certificate) => validAt(certificate, trust.at)) ? before : undefined;
  const certificates = known ? [known.leaf] : header.x5c.map(parseCertificate).flatMap((c) => (c.ok ? [c.value] : []));
  const [leaf, ...pool] = certificates;
  if (!leaf || (!known && certificates.length !== header.x5c.length))
    return refuse('JWS_CERTIFICATE', 'x5c holds what is no certificate');
  if (sha256(leaf.raw).toString('base64url') !== header.thumbprint)
    return refuse('JWS_CERTIFICATE', 'x5t#S256 is not the digest of the certificate');
  if (!keyFits(header.alg, leaf.publicKey))
    return refuse('JWS_ALGORITHM', `algorithm ${String(header.alg)} does not fit the certificate's key`);
  if (!holds(header.alg, signingInput(headerText, payload), leaf.publicKey, signature))
    return refuse('JWS_SIGNATURE', 'the signature does not hold over these bytes');
  if (!known) {
    const chain = chainToAnchor(leaf, pool, trust.anchors, trust.at);
    if (!chain.ok) return chain;
    trust.known?.set(carried, { leaf, chain: chain.value });
  }
  return pass({ algorithm: header.alg, signer: leaf, issuedAt: header.iat });
};
