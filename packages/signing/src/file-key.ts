import { constants, createPrivateKey, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  isSm2Key,
  parseCertificate,
  type Signer,
  type SigningAlgorithm,
  sm2PrivateKeyOf,
  sm2Sign,
} from '@guidang/evidence';
import { guarded, SigningFault } from './secret.ts';

const algorithmOf = (key: KeyObject): SigningAlgorithm => {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyType === 'rsa') return 'rsa-sha256';
  if (curve === 'prime256v1') return 'ecdsa-sha256';
  if (curve === 'secp384r1') return 'ecdsa-sha384';
  if (isSm2Key(key)) return 'sm2-sm3';
  throw new SigningFault(`不支持的密钥类型 / a key of ${curve ?? key.asymmetricKeyType} signs no seal`);
};

/** What a key in hand does; SM2 takes its secret number from key and message. */
const handOf = (key: KeyObject, algorithm: SigningAlgorithm): ((bytes: Uint8Array) => Uint8Array) => {
  switch (algorithm) {
    case 'rsa-pss-sha256':
      return (bytes) => sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    case 'ed25519':
      return (bytes) => sign(null, bytes, key);
    case 'sm2-sm3': {
      const own = sm2PrivateKeyOf(key);
      return (bytes) => sm2Sign(bytes, own);
    }
    case 'ecdsa-sha384':
      return (bytes) => sign('sha384', bytes, key);
    default:
      return (bytes) => sign('sha256', bytes, key);
  }
};

/**
 * A signer over a key in hand, for development and tests. Certificates leaf first. An RSA key may be told to sign with PSS.
 * @throws SigningFault where they do not belong together
 */
export const keySigner = (
  key: KeyObject,
  certificates: readonly X509Certificate[],
  algorithm: SigningAlgorithm = algorithmOf(key),
): Signer => {
  const hand = handOf(key, algorithm);
  return guarded({ certificates, algorithm, sign: async (bytes) => hand(bytes) });
};

/** Certificates out of PEM, in the order they stand. */
export const certificatesOf = (pem: string): X509Certificate[] => {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => {
    const parsed = parseCertificate(block);
    if (!parsed.ok) throw new SigningFault(`证书无法读取 / a certificate cannot be read: ${parsed.detail}`);
    return parsed.value;
  });
};

/**
 * A signer over a key in a file (PEM of PKCS #8), with the certificates of another, leaf first. For development: in production the key lies in a token or with a
 * signing service.
 * @throws SigningFault; what is in the key's file is in no message
 */
export const fileSigner = async (keyFile: string, certificateFile: string): Promise<Signer> => {
  const pem = await readFile(keyFile);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's words about a key may quote it; they are not passed on.
    throw new SigningFault(`私钥文件无法读取 / ${keyFile} holds no private key in PEM`);
  }
  return keySigner(key, certificatesOf(await readFile(certificateFile, 'utf8')));
};
