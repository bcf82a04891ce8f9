import { generateKeyPairSync, type KeyObject, type X509Certificate } from 'node:crypto';
import { jwsSigner, signDetached, timestampRequest, tokenOfResponse } from '@guidang/evidence';
import { issue, TSA_POLICY } from '@guidang/lab/ca';
import { answer } from '@guidang/lab/tsa';
import type { Trust } from '../src/index.ts';

/** A CA with a signer of seals and a timestamp authority under it, all genuinely valid. */
export interface Authorities {
  readonly trust: Trust;
  sign(payload: Uint8Array, at: Date): string;
  /** @returns DER of a token over these 32 bytes */
  stamp(digest: Uint8Array, at: Date): Buffer;
}

const p256 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const named = (CN: string) => ({ C: 'CN', O: '归档测试', CN });

export function authorities(name = 'A'): Authorities {
  const [from, until] = [new Date('2020-01-01T00:00:00Z'), new Date('2060-01-01T00:00:00Z')];
  const [caKey, sealKey, tsaKey] = [p256(), p256(), p256()];
  const ca = issue({ use: 'authority', subject: named(`CA ${name}`), key: caKey, from, until });
  const issuer = { name: named(`CA ${name}`), key: caKey };
  const leaf = (use: 'seal' | 'timestamp', key: KeyObject): X509Certificate =>
    issue({ use, subject: named(`${use} ${name}`), key, from, until, issuer });
  const signer = jwsSigner(sealKey, [leaf('seal', sealKey)]);
  const authority = { certificate: leaf('timestamp', tsaKey), key: tsaKey, policy: TSA_POLICY };
  let serial = 0n;
  return {
    trust: { signers: [ca], tsa: { anchors: [ca], policies: [TSA_POLICY] } },
    sign: (payload, at) => signDetached(payload, signer, Math.floor(at.getTime() / 1000)),
    stamp: (digest, at) => {
      serial += 1n;
      const response = answer(timestampRequest({ digest, nonce: serial }), authority, () => serial, at);
      const token = tokenOfResponse(response!);
      if (!token.ok) throw new Error(token.detail);
      return token.value;
    },
  };
}

/** A seal that nobody would believe and that is the same for ever: for tests of bytes alone. */
export const fixedAuthorities = (): Pick<Authorities, 'sign' | 'stamp'> => ({
  sign: () => 'eyJhbGciOiJFUzI1NiJ9..c2lnbmF0dXJl',
  stamp: () => Buffer.from('token'),
});
