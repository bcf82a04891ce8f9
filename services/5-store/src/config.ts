import type { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { parseCertificate } from '@guidang/evidence';
import { DatabaseConfig, fileText, KafkaConfig, VaultConfig } from '@guidang/host';
import type { Trust } from '@guidang/packaging';
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

/**
 * What store is told. It trusts the certificates it is given with what time it was and whose seal counts, and nothing that comes in a package. Its credential may put and
 * lengthen locks, never delete. Its database may be lost.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  VAULT_PLACES: VaultConfig.shape.VAULT_PLACES.refine(
    (places) => new Set(places.map(({ name }) => name)).size >= 2,
    '至少两个存储地 / at least two places',
  ),
  PREARCHIVE_BUCKET: z.string().default('prearchive').describe('预归档库 of the first place: where packages come from'),
  ARCHIVE_BUCKET: z.string().default('archive').describe('bucket with Object Lock, in every place'),
  TSA_CA_FILE: certificates.describe('PEM: CA certificates of the timestamp authorities that are trusted'),
  TSA_POLICIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((oid) => oid !== ''))
    .describe('timestamp policies taken, with commas between; none: any'),
  SEAL_CA_FILE: certificates
    .optional()
    .describe('PEM: CA certificates of those whose seals count; left out, those of TSA_CA_FILE'),
  FOREVER_YEARS: z.coerce
    .number()
    .int()
    .min(10)
    .max(1_000)
    .default(100)
    .describe('years for which 永久 is locked at first; some stores take no more than 70 or 100'),
  PACKAGES_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('packages taken in at a time; each may hold some 60 MiB of memory'),
  SPOOL_FOLDER: z.string().default(tmpdir()).describe('room on the local disk for packages of more than 8 MiB'),
});
export type Config = z.infer<typeof Config>;

export const trustOf = (config: Config): Trust => ({
  signers: config.SEAL_CA_FILE ?? config.TSA_CA_FILE,
  tsa: { anchors: config.TSA_CA_FILE, policies: config.TSA_POLICIES },
});
