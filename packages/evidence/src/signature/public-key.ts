import type { KeyObject, X509Certificate } from 'node:crypto';
import { type Sm2Point, sm2PointOfCertificate } from '../sm2/index.ts';

/** The public key of a certificate, by what can be done with it. */
export type PublicKey =
  | { readonly kind: 'rsa'; readonly bits: number; readonly key: KeyObject }
  | { readonly kind: 'ec'; readonly curve: string; readonly key: KeyObject }
  | { readonly kind: 'ed25519'; readonly key: KeyObject }
  | { readonly kind: 'sm2'; readonly point: Sm2Point }
  | { readonly kind: 'other'; readonly name: string };

/** NIST curves as their certificates name them; a curve that is none of these verifies nothing here. */
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** Certificates are few and asked often; what was read of one is kept as long as it is. */
const known = new WeakMap<X509Certificate, PublicKey>();

export const publicKeyOf = (certificate: X509Certificate): PublicKey => {
  const found = known.get(certificate) ?? readKey(certificate);
  known.set(certificate, found);
  return found;
};

const readKey = (certificate: X509Certificate): PublicKey => {
  const point = sm2PointOfCertificate(certificate);
  if (point) return { kind: 'sm2', point };
  const key = certificate.publicKey;
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return { kind: 'rsa', bits: details?.modulusLength ?? 0, key };
    case 'ec': {
      const curve = details?.namedCurve ?? 'unnamed';
      return CURVES.has(curve) ? { kind: 'ec', curve, key } : { kind: 'other', name: `ec ${curve}` };
    }
    case 'ed25519':
      return { kind: 'ed25519', key };
    default:
      return { kind: 'other', name: key.asymmetricKeyType ?? 'unknown' };
  }
};

/** What a key is called in findings and in the evidence policy. */
export const nameOfKey = (key: PublicKey): string => {
  switch (key.kind) {
    case 'rsa':
      return `rsa-${key.bits}`;
    case 'ec':
      return key.curve;
    case 'other':
      return key.name;
    default:
      return key.kind;
  }
};
