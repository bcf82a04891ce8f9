import { tmpdir } from 'node:os';
import { DEFAULT_POLICY, EvidencePolicy } from '@guidang/evidence';
import {
  AuthoritiesConfig,
  certificates,
  DatabaseConfig,
  fileText,
  KafkaConfig,
  timestampTrust,
  VaultConfig,
} from '@guidang/host';
import type { Trust } from '@guidang/packaging';
import { z } from 'zod';

const whole = (least: number, most: number, otherwise: number) =>
  z.coerce.number().int().min(least).max(most).default(otherwise);

const policy = fileText.transform((text, context): EvidencePolicy => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.addIssue('不是合法的 JSON / not JSON');
    return z.NEVER;
  }
  const parsed = EvidencePolicy.safeParse(json);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
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
  ...AuthoritiesConfig.shape,
  TSA_CA_FILE: AuthoritiesConfig.shape.TSA_CA_FILE.describe(
    'PEM: CA certificates of the timestamp authorities that are trusted, also of those that stamped long ago: a record is renewed under them',
  ),
  SEAL_CA_FILE: certificates
    .optional()
    .describe('PEM: CA certificates of those whose seals count; left out, those of TSA_CA_FILE'),
  FOREVER_YEARS: whole(10, 1_000, 100).describe(
    'years for which 永久 is locked at first; some stores take no more than 70 or 100',
  ),
  PACKAGES_AT_ONCE: whole(1, 64, 4).describe('packages taken in at a time; each may hold some 60 MiB of memory'),
  SPOOL_FOLDER: z.string().default(tmpdir()).describe('room on the local disk for packages of more than 8 MiB'),
  EVIDENCE_POLICY_FILE: policy
    .default(DEFAULT_POLICY)
    .describe('JSON: evidence policy, which says until when every algorithm is believed; left out, the built-in one'),
  RENEWAL_SWEEP_HOURS: z.coerce
    .number()
    .min(0.0005)
    .max(720)
    .default(24)
    .describe('how often it is looked which evidence records have to be renewed'),
  RENEWALS_A_SWEEP: whole(1, 1_000_000, 10_000).describe('renewals asked for at a time at most, most urgent first'),
  CLAMD: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, 'host:port / 主机:端口')
    .transform((text) => ({ host: text.slice(0, text.indexOf(':')), port: Number(text.slice(text.indexOf(':') + 1)) }))
    .optional()
    .describe(
      'the virus scanner for packages that are looked at again; left out, its items say NOT_RUN and every look calls for somebody',
    ),
  INSPECTION_DAYS: z.coerce
    .number()
    .min(0.0001)
    .max(366)
    .default(300)
    .describe(
      'days after which a stored package is looked at again; the rest of the year is room for the round to come to its end',
    ),
  INSPECTIONS_AN_HOUR: whole(1, 1_000_000, 3_600).describe('stored packages looked at in an hour at most'),
  INSPECTION_MIB_A_SECOND: z.coerce
    .number()
    .min(0.1)
    .max(10_000)
    .default(20)
    .describe(
      'MiB of packages looked at in a second at most, on average: what is left of the places is for what comes in',
    ),
  INSPECTION_PAUSE_SECONDS: z.coerce
    .number()
    .min(1)
    .max(86_400)
    .default(3_600)
    .describe('pause between two rounds over the store'),
});
export type Config = z.infer<typeof Config>;

export const trustOf = (config: Config): Trust => ({
  signers: config.SEAL_CA_FILE ?? config.TSA_CA_FILE,
  tsa: timestampTrust(config),
});
