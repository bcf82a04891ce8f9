import { AuthorityConfig, certificates, DatabaseConfig, KafkaConfig, privateKey, VaultConfig } from '@guidang/host';
import { z } from 'zod';

const whole = (least: number, most: number, otherwise: number) =>
  z.coerce.number().int().min(least).max(most).default(otherwise);

/**
 * What seal is told. It trusts the certificates of TSA_CA_FILE with what time it is, and holds the key that seals: whoever has that key can seal in our
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
  SEAL_KEY_FILE: privateKey.describe('PEM: the private key that seals, P-256 (ES256) or Ed25519 (EdDSA)'),
  SEAL_CERT_FILE: certificates.describe('PEM: its certificate, then those of the authorities between it and the root'),
  SEAL_CA_FILE: certificates
    .optional()
    .describe('PEM: CA certificates that those who verify our seals trust; left out, those of TSA_CA_FILE'),
  ...AuthorityConfig.shape,
  STAMP_CASES: whole(1, 100_000, 256).describe('cases under one timestamp at most'),
  STAMP_WAIT_MS: whole(0, 60_000, 100).describe('how long a case waits for others to share its timestamp'),
  CASES_AT_ONCE: whole(1, 64, 4).describe(
    'cases written down at a time; each holds its chain and its document in memory',
  ),
});
export type Config = z.infer<typeof Config>;
