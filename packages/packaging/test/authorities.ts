import { generateKeyPairSync, type KeyObject, type X509Certificate } from 'node:crypto';
import { jwsSigner, signDetached, signPdf, timestampRequest, tokenOfResponse } from '@guidang/evidence';
import { algorithmOfKey, issue, signWith, TSA_POLICY } from '@guidang/lab/ca';
import { answer } from '@guidang/lab/tsa';
import type { Trust } from '../src/index.ts';

/** A CA with a signer of seals and a timestamp authority under it, all genuinely valid. */
export interface Authorities {
  readonly trust: Trust;
  sign(payload: Uint8Array, at: Date): string;
  /** @returns DER of a token over these 32 bytes */
  stamp(digest: Uint8Array, at: Date): Buffer;
  /** 办理过程, signed as PAdES. */
  readonly document: Buffer;
  /** The certificate of who seals, PEM. */
  readonly validation: Buffer;
}

/** What it takes to make a sealed case; whether anybody believes it is another matter. */
export type Sealing = Omit<Authorities, 'trust'>;

const p256 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const named = (CN: string) => ({ C: 'CN', O: '归档测试', CN });

export async function authorities(name = 'A'): Promise<Authorities> {
  const [from, until] = [new Date('2020-01-01T00:00:00Z'), new Date('2060-01-01T00:00:00Z')];
  const [caKey, sealKey, tsaKey] = [p256(), p256(), p256()];
  const ca = issue({ use: 'authority', subject: named(`CA ${name}`), key: caKey, from, until });
  const issuer = { name: named(`CA ${name}`), key: caKey };
  const leaf = (use: 'seal' | 'timestamp', key: KeyObject): X509Certificate =>
    issue({ use, subject: named(`${use} ${name}`), key, from, until, issuer });
  const seal = leaf('seal', sealKey);
  const signer = jwsSigner(sealKey, [seal]);
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
    document: await signed(RECORD, sealKey, seal),
    validation: Buffer.from(seal.toString()),
  };
}

/** A page with nothing on it, as old programs write one. */
const RECORD = pdfOf(
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
);

function pdfOf(...objects: readonly string[]): Buffer {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) text += `${String(at).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

async function signed(pdf: Buffer, key: KeyObject, certificate: X509Certificate): Promise<Buffer> {
  const signer = {
    certificates: [certificate],
    algorithm: algorithmOfKey(key),
    sign: async (bytes: Uint8Array) => signWith(key, bytes),
  };
  const file = await signPdf(pdf, signer, { at: Date.parse('2026-03-05T09:31:00Z'), reserve: 4_096 });
  if (!file.ok) throw new Error(file.detail);
  return file.value;
}

/** A seal that nobody would believe and that is the same for ever: for tests of bytes alone. */
export const fixedAuthorities = (): Sealing => ({
  sign: () => 'eyJhbGciOiJFUzI1NiJ9..c2lnbmF0dXJl',
  stamp: () => Buffer.from('token'),
  document: Buffer.from('%PDF-1.7 办理过程'),
  validation: Buffer.from('validation'),
});
