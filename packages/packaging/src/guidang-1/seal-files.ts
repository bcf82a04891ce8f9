import type { CaseSealed, SealTimestamp } from '@guidang/contracts';
import { fromBase64 } from '@guidang/evidence';
import { PLACES } from './names.ts';

type Facts = CaseSealed['facts'];

/**
 * The files below `校验/` that come from the sealing link alone: of each suite the signature, the token, the way from the manifest to what was stamped, and the
 * evidence record.
 */
export function sealFiles({ facts }: Pick<CaseSealed, 'facts'>): Map<string, Buffer> {
  const { signature, timestamp, evidenceRecord, national, manifest } = facts;
  const files = new Map<string, Buffer>();
  if (signature !== null) files.set(PLACES.signature, Buffer.from(signature));
  if (timestamp !== null) {
    files.set(PLACES.token, bytesOf(timestamp.token));
    files.set(PLACES.path, pathFile(manifest.content.slice('sha256:'.length), timestamp));
  }
  if (evidenceRecord !== null) files.set(PLACES.record, bytesOf(evidenceRecord));
  if (national) for (const [path, bytes] of nationalFiles(national, manifest)) files.set(path, bytes);
  return files;
}

const nationalFiles = (
  { signature, certificates, timestamp, evidenceRecord }: NonNullable<Facts['national']>,
  { sm3 }: Facts['manifest'],
): [string, Buffer][] => [
  [PLACES.nationalSignature, bytesOf(signature)],
  [PLACES.nationalCertificates, Buffer.from(certificates.map(pemOf).join(''))],
  [PLACES.nationalToken, bytesOf(timestamp.token)],
  [PLACES.nationalPath, pathFile(sm3, timestamp)],
  [PLACES.nationalRecord, bytesOf(evidenceRecord)],
];

function pathFile(digest: string, { root, path }: SealTimestamp): Buffer {
  const file = { type: 'timestamp-path', version: 1, digest, root, path };
  return Buffer.from(`${JSON.stringify(file, null, 1)}\n`);
}

function bytesOf(text: string): Buffer {
  const bytes = fromBase64(text);
  if (bytes === null) throw new RangeError('固化信息不是 base64 / what the seal says in base64 is none');
  return bytes;
}

const pemOf = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
