import {
  childrenOf,
  contentOf,
  DerFault,
  encodingOf,
  expectTag,
  integerOf,
  octetsOf,
  oidOf,
  readDer,
  tagged,
  toDer,
} from '@guidang/evidence';

/** What somebody asks to have stamped (TimeStampReq, RFC 3161 §2.4.1). */
export interface Question {
  /** DER of the MessageImprint, given back as it came. */
  readonly imprint: Buffer;
  readonly policy: string | null;
  readonly nonce: bigint | null;
  /** Whether the certificate shall be in the token. */
  readonly certificates: boolean;
}

/** Why a well-formed question is not answered: bit of PKIFailureInfo (RFC 3161 §2.4.2) and words. */
export interface Refusal {
  readonly bit: number;
  readonly words: string;
}

const DIGEST_BYTES: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
  '1.2.156.10197.1.401': 32,
};

/** Reads a question; null for bytes that are none. A question we understand and may not answer is a refusal. */
export const readQuestion = (bytes: Uint8Array, policy: string): Question | Refusal | null => {
  try {
    const [version, imprint, ...rest] = childrenOf(readDer(toDer(bytes)), 0x30);
    if (integerOf(version) !== 1n) return { bit: 2, words: 'request version is not 1' };
    const [algorithm, digest] = childrenOf(expectTag(imprint, 0x30));
    const size = DIGEST_BYTES[oidOf(childrenOf(expectTag(algorithm, 0x30))[0])];
    if (size === undefined) return { bit: 0, words: 'digest algorithm is not SHA-256, SHA-384, SHA-512 or SM3' };
    if (octetsOf(digest).length !== size) return { bit: 5, words: `the digest is not ${size} bytes long` };
    const wanted = tagged(rest, 0x06);
    if (wanted && oidOf(wanted) !== policy) return { bit: 15, words: `the policy is not ${policy}` };
    if (tagged(rest, 0xa0)) return { bit: 16, words: 'extensions are not taken' };
    const nonce = tagged(rest, 0x02);
    const certificates = tagged(rest, 0x01);
    return {
      imprint: encodingOf(expectTag(imprint, 0x30)),
      policy: wanted ? oidOf(wanted) : null,
      nonce: nonce ? integerOf(nonce) : null,
      certificates: certificates !== undefined && contentOf(certificates)[0] === 0xff,
    };
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
};
