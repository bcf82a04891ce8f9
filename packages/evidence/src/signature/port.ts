import type { X509Certificate } from 'node:crypto';
import type { DigestName } from '../algorithm/index.ts';
import { childrenOf, DerFault, der, integerOf, readDer } from '../der/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { nameOfKey, publicKeyOf } from './public-key.ts';

/** Algorithms a seal may be signed with. */
export type SigningAlgorithm =
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'rsa-sha256'
  | 'rsa-pss-sha256'
  | 'ed25519'
  | 'sm2-sm3';

/**
 * Who signs, wherever the key lies: in a file, in a token, with a signing service. The key itself never comes through this door.
 * Signatures are as CMS writes them: DER of { r, s } for ECDSA and SM2 (user identity 1234567812345678), plain bytes for RSA and Ed25519.
 */
export interface Signer {
  /** Leaf first, then those between it and the root; the root is left out. */
  readonly certificates: readonly X509Certificate[];
  readonly algorithm: SigningAlgorithm;
  /** Signs the bytes, not their digest. @throws where the key cannot be had now */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

interface Written {
  /** AlgorithmIdentifier in DER, as SignerInfo and certificates carry it. */
  readonly identifier: () => Buffer;
  /** Digest that goes with it: of the content, and of the signing certificate. */
  readonly digest: DigestName;
  readonly fits: (key: string) => boolean;
}

const SHA256 = '2.16.840.1.101.3.4.2.1';
const sha256 = (): Buffer => der.sequence(der.oid(SHA256), der.nothing());
/** RSASSA-PSS with SHA-256 for message and mask, and 32 bytes of salt (RFC 4055 §3.1). */
const pssSha256 = (): Buffer =>
  der.sequence(
    der.oid('1.2.840.113549.1.1.10'),
    der.sequence(
      der.context(0, sha256()),
      der.context(1, der.sequence(der.oid('1.2.840.113549.1.1.8'), sha256())),
      der.context(2, der.integer(32)),
    ),
  );
const isRsa = (key: string): boolean => key.startsWith('rsa-');

const WRITTEN: Readonly<Record<SigningAlgorithm, Written>> = {
  'ecdsa-sha256': {
    identifier: () => der.algorithm('1.2.840.10045.4.3.2'),
    digest: 'sha256',
    fits: (key) => key === 'prime256v1',
  },
  'ecdsa-sha384': {
    identifier: () => der.algorithm('1.2.840.10045.4.3.3'),
    digest: 'sha384',
    fits: (key) => key === 'secp384r1',
  },
  'rsa-sha256': {
    identifier: () => der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nothing()),
    digest: 'sha256',
    fits: isRsa,
  },
  'rsa-pss-sha256': { identifier: pssSha256, digest: 'sha256', fits: isRsa },
  // RFC 8419 §3.1 wants SHA-512 beside Ed25519 where attributes are signed.
  ed25519: { identifier: () => der.algorithm('1.3.101.112'), digest: 'sha512', fits: (key) => key === 'ed25519' },
  'sm2-sm3': { identifier: () => der.algorithm('1.2.156.10197.1.501'), digest: 'sm3', fits: (key) => key === 'sm2' },
};

/** AlgorithmIdentifier of a signature, in DER. */
export const signatureIdentifier = (algorithm: SigningAlgorithm): Buffer => WRITTEN[algorithm].identifier();
/** The digest that goes with a signature algorithm. */
export const digestFor = (algorithm: SigningAlgorithm): DigestName => WRITTEN[algorithm].digest;
/** Whether a certificate's key can have made such a signature. */
export const keyFits = (algorithm: SigningAlgorithm, certificate: X509Certificate): boolean =>
  WRITTEN[algorithm].fits(nameOfKey(publicKeyOf(certificate)));

/** An ECDSA signature as JWS wants it, r ‖ s of 2 × `bytes` (RFC 7518 §3.4), from the DER a Signer gives. */
export const ecdsaToJws = (signature: Uint8Array, bytes = 32): Verdict<Buffer, 'SIGNATURE_FORMAT'> => {
  try {
    const [r, s, ...more] = childrenOf(readDer(signature), 0x30).map(integerOf);
    const limit = 1n << BigInt(bytes * 8);
    if (r === undefined || s === undefined || more.length > 0 || r < 1n || s < 1n || r >= limit || s >= limit)
      return refuse('SIGNATURE_FORMAT', 'not two numbers of the curve');
    const put = (n: bigint): string => n.toString(16).padStart(bytes * 2, '0');
    return pass(Buffer.from(put(r) + put(s), 'hex'));
  } catch (error) {
    if (error instanceof DerFault) return refuse('SIGNATURE_FORMAT', error.message);
    throw error;
  }
};
