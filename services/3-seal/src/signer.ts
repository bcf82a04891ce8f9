import type { KeyObject, X509Certificate } from 'node:crypto';
import { type JwsSigner, jwsSigner, signDetached, verifyDetached } from '@guidang/evidence';

/** Signs bytes as a detached JWS. @throws where the certificate does not hold now, or the signature does not hold at all */
export type Sign = (bytes: Uint8Array) => string;

/**
 * Who seals: the key, and its certificate with those of the authorities between it and the root. A root that comes along is left out of the signature:
 * whoever verifies must have it from elsewhere. @throws RangeError where key and certificate do not belong together
 */
export function sealSigner(key: KeyObject, certificates: readonly X509Certificate[]): JwsSigner {
  const [leaf, ...others] = certificates;
  if (!leaf) throw new RangeError('没有证书 / there is no certificate');
  if (!leaf.checkPrivateKey(key)) throw new RangeError('签名密钥与证书不符 / the key is not that of the certificate');
  if (leaf.ca) throw new RangeError('签名证书不得为 CA 证书 / an authority does not seal');
  return jwsSigner(key, [leaf, ...others.filter((one) => !isRoot(one))]);
}

const isRoot = (certificate: X509Certificate): boolean => certificate.checkIssued(certificate);

/**
 * A signature is read back before it is given away, as a stranger would read it: a key store that fails, a certificate that has run out or leads to nobody
 * who is trusted leaves the case unsealed, never badly sealed.
 * @param now milliseconds since 1970
 */
export const signing =
  (signer: JwsSigner, anchors: readonly X509Certificate[], now: () => number): Sign =>
  (bytes) => {
    const at = now();
    const jws = signDetached(bytes, signer, Math.floor(at / 1000));
    const verdict = verifyDetached(jws, bytes, { anchors, at });
    if (!verdict.ok) throw new Error(`${verdict.code}: ${verdict.detail} / 签名未通过复核`);
    return jws;
  };
