import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import {
  childrenOf,
  contentOf,
  type Der,
  DerFault,
  expectTag,
  octetsOf,
  oidOf,
  readDer,
  tagged,
} from '../der/index.ts';

/** Curve of SM2 keys (GB/T 32918.5-2017, GM/T 0006). */
export const SM2_CURVE = '1.2.156.10197.1.301';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/** A point on the curve, uncompressed: 04 ‖ x ‖ y, 65 bytes. */
export type Sm2Point = Buffer;

/** A private key in hand: its number (32 bytes, big-endian) and the point that belongs to it. For laboratories and development; in production the key stays behind its port. */
export interface Sm2PrivateKey {
  readonly scalar: Buffer;
  readonly point: Sm2Point;
}

const isCurve = (algorithm: Der | undefined): boolean => {
  const [kind, curve] = childrenOf(expectTag(algorithm, 0x30));
  return oidOf(kind) === EC_PUBLIC_KEY && curve?.tag === 0x06 && oidOf(curve) === SM2_CURVE;
};

const pointOf = (bits: Der | undefined): Sm2Point => {
  const bytes = contentOf(expectTag(bits, 0x03));
  if (bytes.length !== 66 || bytes[0] !== 0 || bytes[1] !== 4)
    throw new DerFault('not an uncompressed point of 65 bytes');
  return bytes.subarray(1);
};

const quietly = <T>(read: () => T | null): T | null => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
};

/** The point in a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7); null where the key is not of SM2. */
export const sm2PointOf = (spki: Uint8Array): Sm2Point | null =>
  quietly(() => {
    const [algorithm, bits] = childrenOf(readDer(spki), 0x30);
    return isCurve(algorithm) ? pointOf(bits) : null;
  });

/** The point a certificate carries. OpenSSL does not say of a certificate that its key is of SM2, so it is read from the certificate's own bytes. */
export const sm2PointOfCertificate = (certificate: X509Certificate): Sm2Point | null =>
  quietly(() => {
    const [tbs] = childrenOf(readDer(certificate.raw), 0x30);
    const fields = childrenOf(expectTag(tbs, 0x30));
    const spki = fields[fields[0]?.tag === 0xa0 ? 6 : 5];
    const [algorithm, bits] = childrenOf(expectTag(spki, 0x30));
    return isCurve(algorithm) ? pointOf(bits) : null;
  });

/** Whether a key object is of SM2. One read from a file does not say so of itself, one just made says it is of the curve: its bytes say it in both cases. */
export const isSm2Key = (key: KeyObject): boolean =>
  key.type !== 'secret' &&
  sm2PointOf((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' })) !== null;

/** Takes a private key out of a key object (PKCS #8 around SEC 1). Throws RangeError for a key of another kind. */
export const sm2PrivateKeyOf = (key: KeyObject): Sm2PrivateKey => {
  const found =
    key.type === 'private'
      ? quietly(() => {
          const [, algorithm, wrapped] = childrenOf(readDer(key.export({ type: 'pkcs8', format: 'der' })), 0x30);
          if (!isCurve(algorithm)) return null;
          const fields = childrenOf(readDer(octetsOf(wrapped)), 0x30);
          const point = tagged(fields, 0xa1);
          return point ? { scalar: octetsOf(fields[1]), point: pointOf(childrenOf(point)[0]) } : null;
        })
      : null;
  if (found?.scalar.length !== 32) throw new RangeError('not a private key of SM2 with its public half');
  return found;
};
