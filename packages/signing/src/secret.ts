import { inspect } from 'node:util';
import {
  keyFits,
  publicKeyOf,
  readAlgorithm,
  readDer,
  type Signer,
  signatureIdentifier,
  verifySignature,
} from '@guidang/evidence';

/** What a signer could not do. Messages name the port and the certificate, never what was signed, a key or a PIN. */
export class SigningFault extends Error {}

/** What is seen of a signer where something prints it. */
const seen = (signer: Signer): string =>
  `Signer { ${signer.algorithm}, ${signer.certificates[0]?.subject.replace(/\n/g, ', ') ?? 'no certificate'} }`;

/**
 * A signer as the rest of the house gets it: its key is in a closure and nowhere else, whatever prints it sees algorithm and subject, and every signature is
 * read back against the certificate before it is given away. A key store that fails, or holds another key than the certificate says, signs nothing.
 * @throws SigningFault where certificate and algorithm do not belong together
 */
export const guarded = (signer: Signer): Signer => {
  const [leaf] = signer.certificates;
  if (!leaf) throw new SigningFault('没有证书 / there is no certificate');
  if (leaf.ca) throw new SigningFault('签名证书不得为 CA 证书 / an authority does not seal');
  if (!keyFits(signer.algorithm, leaf))
    throw new SigningFault(
      `证书公钥与算法 ${signer.algorithm} 不符 / the certificate's key does not sign ${signer.algorithm}`,
    );
  const certificates = signer.certificates.filter((c, i) => i === 0 || !c.checkIssued(c));
  const algorithm = readAlgorithm(readDer(signatureIdentifier(signer.algorithm)));
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const signature = await signer.sign(bytes);
    const held = verifySignature(algorithm, null, publicKeyOf(leaf), bytes, signature);
    if (!held.ok)
      throw new SigningFault(`签名未通过复核 / the signature was read back and does not hold (${held.code})`);
    return signature;
  };
  const guard: Signer = { certificates, algorithm: signer.algorithm, sign };
  Object.defineProperties(guard, {
    toJSON: { value: () => seen(guard) },
    [inspect.custom]: { value: () => seen(guard) },
  });
  return Object.freeze(guard);
};
