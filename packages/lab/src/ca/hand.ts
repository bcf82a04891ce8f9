import { type KeyObject, sign } from 'node:crypto';
import { isSm2Key, type SigningAlgorithm, signatureIdentifier, sm2PrivateKeyOf, sm2Sign } from '@guidang/evidence';

/** What a key in hand signs with: P-256, P-384, RSA, Ed25519 or SM2. */
export const algorithmOfKey = (key: KeyObject): SigningAlgorithm => {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyType === 'rsa') return 'rsa-sha256';
  if (curve === 'prime256v1') return 'ecdsa-sha256';
  if (curve === 'secp384r1') return 'ecdsa-sha384';
  if (isSm2Key(key)) return 'sm2-sm3';
  throw new RangeError(`实验室不用这种密钥 / the laboratory does not sign with ${curve ?? key.asymmetricKeyType}`);
};

/** Signs bytes with a key in hand, as certificates and CMS carry signatures. */
export const signWith = (key: KeyObject, bytes: Uint8Array): Buffer => {
  switch (algorithmOfKey(key)) {
    case 'ed25519':
      return sign(null, bytes, key);
    case 'ecdsa-sha384':
      return sign('sha384', bytes, key);
    case 'sm2-sm3':
      return sm2Sign(bytes, sm2PrivateKeyOf(key));
    default:
      return sign('sha256', bytes, key);
  }
};

/** AlgorithmIdentifier of such a signature, in DER. */
export const identifierOf = (key: KeyObject): Buffer => signatureIdentifier(algorithmOfKey(key));
