import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { parseCertificate } from '@guidang/evidence';
import { DatabaseConfig, fileText, KafkaConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';

/** Certificates in a PEM file, one or more. */
const certificates = fileText.transform((text, context): X509Certificate[] => {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const parsed = blocks.map((pem) => parseCertificate(pem));
  const good = parsed.flatMap((verdict) => (verdict.ok ? [verdict.value] : []));
  if (good.length > 0 && good.length === parsed.length) return good;
  context.addIssue('须为一个或多个 PEM 证书 / one or more certificates in PEM are needed');
  return z.NEVER;
});

const privateKey = fileText.transform((text, context): KeyObject => {
  try {
    return createPrivateKey(text);
  } catch {
    // What OpenSSL says of a key that it cannot read may repeat some of it.
    context.addIssue('须为 PEM 私钥 / a private key in PEM is needed');
    return z.NEVER;
  }
});

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
  TSA_URL: z.url({ protocol: /^https?$/ }).describe('RFC 3161 authority'),
  TSA_CA_FILE: certificates.describe('PEM: CA certificates of the timestamp authorities that are trusted'),
  TSA_POLICIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((oid) => oid !== ''))
    .describe('timestamp policies taken, with commas between; none: any'),
  TSA_TIMEOUT_MS: whole(100, 600_000, 10_000).describe('for a timestamp, from the question to the last byte'),
  TSA_CLOCK_TOLERANCE_SECONDS: whole(1, 86_400, 300).describe(
    "how far the authority's time may be from this machine's: more, and nothing is sealed until somebody has looked",
  ),
  STAMP_CASES: whole(1, 100_000, 256).describe('cases under one timestamp at most'),
  STAMP_WAIT_MS: whole(0, 60_000, 100).describe('how long a case waits for others to share its timestamp'),
  CASES_AT_ONCE: whole(1, 64, 4).describe(
    'cases written down at a time; each holds its chain and its document in memory',
  ),
});
export type Config = z.infer<typeof Config>;
