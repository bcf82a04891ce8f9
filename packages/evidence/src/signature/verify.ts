import { constants, verify } from 'node:crypto';
import { type DigestName, digestByOid, nameOfAlgorithm } from '../algorithm/index.ts';
import { childrenOf, type Der, DerFault, expectTag, integerOf, oidOf, tagged } from '../der/index.ts';
import { sm2Verifies } from '../sm2/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { nameOfKey, type PublicKey } from './public-key.ts';

/** An AlgorithmIdentifier (RFC 5280 §4.1.1.2). Parameters that are NULL or left out are both null here. */
export interface Algorithm {
  readonly oid: string;
  readonly parameters: Der | null;
}

/** Reads an AlgorithmIdentifier. Throws DerFault. */
export const readAlgorithm = (identifier: Der | undefined): Algorithm => {
  const [name, parameters, ...more] = childrenOf(expectTag(identifier, 0x30));
  if (more.length > 0) throw new DerFault(`an algorithm with more than parameters at byte ${more[0]!.start}`);
  return { oid: oidOf(name), parameters: parameters === undefined || parameters.tag === 0x05 ? null : parameters };
};

/** Reads the identifier of a digest, which has no parameters, or NULL. Throws DerFault. */
export const readDigestAlgorithm = (identifier: Der | undefined): string => {
  const { oid, parameters } = readAlgorithm(identifier);
  if (parameters) throw new DerFault(`a digest with parameters at byte ${parameters.start}`);
  return oid;
};

/** How a signature was made, once its algorithm is understood. `null` for a digest means that the scheme hashes for itself. */
interface Scheme {
  readonly kind: 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'sm2';
  readonly digest: DigestName | null;
  readonly salt?: number;
}

const FIXED: Readonly<Record<string, Scheme>> = {
  '1.2.840.10045.4.3.2': { kind: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ec', digest: 'sha512' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
  '1.3.101.112': { kind: 'ed25519', digest: null },
  '1.2.156.10197.1.501': { kind: 'sm2', digest: 'sm3' },
  // GB/T 35275 names the signature alone and the digest beside it.
  '1.2.156.10197.1.301.1': { kind: 'sm2', digest: 'sm3' },
  // A library in wide use leaves an arc out. Read, never written.
  '1.2.156.10197.501': { kind: 'sm2', digest: 'sm3' },
};
const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const MGF1 = '1.2.840.113549.1.1.8';

/** RSASSA-PSS-params (RFC 4055 §3.1). What is left out means SHA-1 there, and that we do not take. */
const pssOf = (parameters: Der | null): Scheme | null => {
  if (!parameters) return null;
  const fields = childrenOf(parameters, 0x30);
  const inside = (tag: number): Der | undefined => {
    const field = tagged(fields, tag);
    return field ? childrenOf(field)[0] : undefined;
  };
  const [hash, mask, salt] = [inside(0xa0), inside(0xa1), inside(0xa2)];
  if (!hash || !mask) return null;
  const digest = digestByOid(readDigestAlgorithm(hash));
  const generator = readAlgorithm(mask);
  const masked = generator.parameters ? digestByOid(readDigestAlgorithm(generator.parameters)) : null;
  const length = salt ? integerOf(salt) : 20n;
  // One digest for message and mask: no other pair is written by anybody, and OpenSSL can be told no other.
  if (!digest || generator.oid !== MGF1 || masked !== digest || length < 0n || length > 512n) return null;
  return { kind: 'rsa-pss', digest: digest.name, salt: Number(length) };
};

/** The scheme an algorithm stands for. `announced` is the digest a signer names beside it, for algorithms that leave it open. */
const schemeOf = ({ oid, parameters }: Algorithm, announced: string | null): Scheme | null => {
  if (parameters && oid !== RSA_PSS) return null;
  const fixed = FIXED[oid];
  if (fixed) return fixed;
  const digest = announced === null ? null : digestByOid(announced);
  if (oid === RSA && digest && digest.name !== 'sm3') return { kind: 'rsa', digest: digest.name };
  if (oid === EC_PUBLIC_KEY && digest) return { kind: digest.name === 'sm3' ? 'sm2' : 'ec', digest: digest.name };
  return oid === RSA_PSS ? pssOf(parameters) : null;
};

/** Shorter RSA keys than this have been factored or will be: SOG-IS and GM/T alike have let them go. */
export const MIN_RSA_BITS = 2048;

export type SignatureFailure = 'SIGNATURE_ALGORITHM' | 'SIGNATURE_INVALID';

/** A signature that holds: what it was made with, by the names the evidence policy speaks of. */
export interface VerifiedSignatureScheme {
  readonly scheme: string;
  readonly digest: DigestName | null;
  readonly key: string;
}

const schemeName = ({ kind, digest }: Scheme): string =>
  ({ rsa: `rsa-${digest}`, 'rsa-pss': `rsa-pss-${digest}`, ec: `ecdsa-${digest}`, ed25519: 'ed25519', sm2: 'sm2-sm3' })[
    kind
  ];

const holds = (scheme: Scheme, key: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean => {
  if (key.kind === 'sm2') return sm2Verifies(bytes, signature, key.point);
  if (key.kind === 'other') return false;
  if (scheme.kind === 'rsa-pss')
    return verify(
      scheme.digest,
      bytes,
      { key: key.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.salt! },
      signature,
    );
  return verify(scheme.digest, bytes, key.key, signature);
};

/**
 * Whether a signature over bytes is the key's. Algorithms we do not take are refused by their names: an MD5 or SHA-1 signature that holds
 * proves nothing, and one nobody knows proves less.
 * @param announced object identifier of the digest that the signer names beside the algorithm (CMS); null where there is none (X.509)
 */
export const verifySignature = (
  algorithm: Algorithm,
  announced: string | null,
  key: PublicKey,
  bytes: Uint8Array,
  signature: Uint8Array,
): Verdict<VerifiedSignatureScheme, SignatureFailure> => {
  let scheme: Scheme | null;
  try {
    scheme = schemeOf(algorithm, announced);
  } catch (error) {
    if (!(error instanceof DerFault)) throw error;
    return refuse('SIGNATURE_ALGORITHM', `parameters of ${nameOfAlgorithm(algorithm.oid)}: ${error.message}`);
  }
  if (!scheme)
    return refuse(
      'SIGNATURE_ALGORITHM',
      `signature algorithm ${nameOfAlgorithm(algorithm.oid)}${announced === null ? '' : ` with ${nameOfAlgorithm(announced)}`} is not one we verify`,
    );
  if ((scheme.kind === 'rsa-pss' ? 'rsa' : scheme.kind) !== key.kind)
    return refuse('SIGNATURE_ALGORITHM', `a ${scheme.kind} signature under a key of ${nameOfKey(key)}`);
  if (key.kind === 'rsa' && key.bits < MIN_RSA_BITS)
    return refuse('SIGNATURE_ALGORITHM', `an RSA key of ${key.bits} bits is weak; ${MIN_RSA_BITS} are the least`);
  return holds(scheme, key, bytes, signature)
    ? pass({ scheme: schemeName(scheme), digest: scheme.digest, key: nameOfKey(key) })
    : refuse('SIGNATURE_INVALID', 'the signature does not hold');
};
