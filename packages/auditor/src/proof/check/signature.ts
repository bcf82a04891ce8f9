import { asn1, oidIn, partsOf, SEQUENCE } from './asn1.ts';
import { type Bytes, join, Odd, utf8 } from './bytes.ts';

const CURVES: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bytes: 32 },
  '1.3.132.0.34': { name: 'P-384', bytes: 48 },
  '1.3.132.0.35': { name: 'P-521', bytes: 66 },
};
/** Digests of signature algorithms: ECDSA, and RSA as in PKCS #1. */
const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
};
export const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};
const EC_KEY = '1.2.840.10045.2.1';
const RSA_KEY = '1.2.840.113549.1.1.1';
const ED25519_KEY = '1.3.101.112';

/** An algorithm this page has not: said, and never taken for a signature that holds. */
export class NotHere extends Odd {}

/**
 * Whether a signature holds. @param spki the public key (SubjectPublicKeyInfo) @param algorithm its object identifier
 * @param digest for algorithms that do not name their own (CMS of older signers)
 */
export async function signatureHolds(
  spki: Bytes,
  algorithm: string,
  digest: string | undefined,
  signed: Bytes,
  signature: Bytes,
): Promise<boolean> {
  const [kind, curve] = partsOf(partsOf(asn1(spki), SEQUENCE)[0], SEQUENCE);
  const key = oidIn(kind);
  if (key === ED25519_KEY) return check(spki, { name: 'Ed25519' }, { name: 'Ed25519' }, signature, signed);
  const hash = HASHES[algorithm] ?? (digest === undefined ? undefined : DIGESTS[digest]);
  if (hash === undefined) throw new NotHere(`signature algorithm ${algorithm}`);
  if (key === EC_KEY) {
    const known = CURVES[oidIn(curve)];
    if (!known) throw new NotHere(`elliptic curve ${oidIn(curve)}`);
    const raw = rawEcdsa(signature, known.bytes);
    return check(spki, { name: 'ECDSA', namedCurve: known.name }, { name: 'ECDSA', hash }, raw, signed);
  }
  if (key === RSA_KEY) {
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash };
    return check(spki, rsa, rsa, signature, signed);
  }
  throw new NotHere(`key ${key}`);
}

/** As JWS has it: r and s one behind the other, 32 bytes each; or Ed25519. */
export const jwsHolds = (spki: Bytes, algorithm: string, signed: string, signature: Bytes): Promise<boolean> => {
  if (algorithm === 'EdDSA') return check(spki, { name: 'Ed25519' }, { name: 'Ed25519' }, signature, utf8(signed));
  if (algorithm === 'ES256')
    return check(
      spki,
      { name: 'ECDSA', namedCurve: 'P-256' },
      { name: 'ECDSA', hash: 'SHA-256' },
      signature,
      utf8(signed),
    );
  throw new NotHere(`JWS algorithm ${algorithm}`);
};

const ED25519_HEAD = Uint8Array.from([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]) as Bytes;

export const ed25519Holds = (raw: Bytes, signed: Bytes, signature: Bytes): Promise<boolean> =>
  check(join(ED25519_HEAD, raw), { name: 'Ed25519' }, { name: 'Ed25519' }, signature, signed);

async function check(
  spki: Bytes,
  key: { name: string; namedCurve?: string; hash?: string },
  how: { name: string; hash?: string },
  signature: Bytes,
  signed: Bytes,
): Promise<boolean> {
  let imported: Awaited<ReturnType<typeof crypto.subtle.importKey>>;
  try {
    imported = await crypto.subtle.importKey('spki', spki, key as never, false, ['verify']);
  } catch {
    throw new NotHere(`a key for ${key.name} ${key.namedCurve ?? ''}`);
  }
  return crypto.subtle.verify(how as never, imported, signature, signed);
}

/** ECDSA in DER is two numbers; WebCrypto wants them as rows of bytes. */
function rawEcdsa(der: Bytes, bytes: number): Bytes {
  const [r, s, ...more] = partsOf(asn1(der), SEQUENCE);
  if (!r || !s || more.length > 0) throw new Odd('no ECDSA signature');
  return join(
    ...[r, s].map(({ content }) => {
      const number = content[0] === 0 ? content.slice(1) : content;
      if (number.length > bytes) throw new Odd('no ECDSA signature of this curve');
      return join(new Uint8Array(bytes - number.length) as Bytes, number as Bytes);
    }),
  );
}
