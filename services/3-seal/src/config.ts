import { accessSync, constants } from 'node:fs';
import { AuthoritiesConfig, certificates, DatabaseConfig, KafkaConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';
import { KeyPlace } from './signing/keys.ts';

const whole = (least: number, most: number, otherwise: number) =>
  z.coerce.number().int().min(least).max(most).default(otherwise);
/** A file that is there and may be read: what is in it is looked at when it is opened. */
const readable = z.string().refine((file) => {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}, '文件不存在或无法读取 / no file that can be read');
const switched = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

const keys = z.string().transform((text, context): KeyPlace[] => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.addIssue('不是合法的 JSON / not JSON');
    return z.NEVER;
  }
  const parsed = z.array(KeyPlace).safeParse(json);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
  return z.NEVER;
});

/**
 * What seal is told. It trusts the certificates of TSA_CA_FILE with what time it is, and holds the doors to the keys that seal: whoever has such a key can seal in our
 * name. Its database may be lost.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  PREARCHIVE_BUCKET: z
    .string()
    .default('prearchive')
    .describe('预归档库: where the chain comes from, and where what seal writes down goes'),
  SEAL_KEY_FILE: readable.optional().describe('PEM: a private key that seals, P-256 (ES256), Ed25519 (EdDSA) or SM2'),
  SEAL_CERT_FILE: readable
    .optional()
    .describe('PEM: its certificate, then those of the authorities between it and the root'),
  SEAL_KEYS: keys
    .default([])
    .describe(
      'JSON: further keys that seal, in files, tokens or with a signing service, each with its time; both suites',
    ),
  SEAL_OVERLAP_HOURS: whole(0, 8_760, 24).describe(
    'how long two keys that follow one another hold side by side, at least',
  ),
  SEAL_SUITE: z
    .enum(['international', 'national', 'both'])
    .default('international')
    .describe('证据算法 of cases whose scheme asks for none'),
  SEAL_CA_FILE: certificates
    .optional()
    .describe('PEM: CA certificates that those who verify our seals trust; left out, those of TSA_CA_FILE'),
  SEAL_CRL_FILES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((file) => file !== ''))
    .describe('files of revocation lists (PEM or DER), with commas between; read again when they change'),
  SEAL_REVOCATION_REQUIRED: switched.describe(
    'true: nothing is sealed under a certificate that no list of this time covers',
  ),
  SEAL_DOCUMENT_TIMESTAMP: switched.describe(
    'true: a timestamp of its own in the signature of every process record (PAdES B-T, with lists B-LT): one more question a case',
  ),
  ...AuthoritiesConfig.shape,
  CASES_AT_ONCE: whole(1, 64, 4).describe(
    'cases written down at a time; each holds its chain and its document in memory',
  ),
});
export type Config = z.infer<typeof Config>;

/** All keys that are configured. @throws where there is none, or half of one */
export function keysOf({ SEAL_KEY_FILE: key, SEAL_CERT_FILE: certificates, SEAL_KEYS: more }: Config): KeyPlace[] {
  if ((key === undefined) !== (certificates === undefined))
    throw new Error('SEAL_KEY_FILE 与 SEAL_CERT_FILE 须同时设置 / are set together or not at all');
  const first: KeyPlace[] = key !== undefined ? [{ kind: 'file', key, certificates: certificates! }] : [];
  const all = [...first, ...more];
  if (all.length === 0) throw new Error('没有签名密钥: 设置 SEAL_KEY_FILE 或 SEAL_KEYS / there is no key to seal with');
  return all;
}
