import { LIMITS } from '@guidang/contracts';
import { DatabaseConfig, KafkaConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';
import { AllowList } from './fetch/allow-list.ts';
import type { FetchLimits } from './fetch/fetcher.ts';

const hosts = z.string().transform((text, context): z.infer<typeof AllowList> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.addIssue('不是合法的 JSON / not JSON');
    return z.NEVER;
  }
  const parsed = AllowList.safeParse(json);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
  return z.NEVER;
});

const seconds = (most: number, otherwise: number) => z.coerce.number().min(0.05).max(most).default(otherwise);
const bytes = z.coerce.number().int().min(1);

/**
 * What capture is told. It trusts the hosts it may fetch from with nothing but their files, and certificates as Node does (NODE_EXTRA_CA_CERTS for an
 * intranet's own authority). Its database may be lost.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  INTAKE_BUCKET: z.string().default('intake').describe('where publishers upload; read only'),
  PREARCHIVE_BUCKET: z
    .string()
    .default('prearchive')
    .describe('预归档库: where files are kept until the case is stored'),
  FETCH_HOSTS: hosts
    .prefault('[]')
    .describe(
      'hosts that files may be fetched from, JSON: [{"host", "sources", "ports"?, "private"?, "atOnce"?}]; sources are the systems whose files lie there, ' +
        'and no other system leads us there, also by way of a redirect; private lets a name lead into an intranet, so whoever answers for that name is ' +
        'trusted with it. Empty: nothing is fetched',
    ),
  FILE_MAX_BYTES: bytes
    .max(LIMITS.fileBytes)
    .default(LIMITS.fileBytes)
    .describe('bytes of one file that are taken at most'),
  FILES_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .default(16)
    .describe('uploaded files taken in at a time; each may hold some 10 MiB of memory'),
  FETCH_CONNECT_SECONDS: seconds(600, 10).describe('for a connection, resolving included'),
  FETCH_SILENCE_SECONDS: seconds(1_200, 30).describe('until the headers are there, and between two pieces of a body'),
  FETCH_TOTAL_SECONDS: seconds(172_800, 7_200).describe('for one file from the request to the last byte'),
  FETCH_REDIRECTS: z.coerce.number().int().min(0).max(20).default(5).describe('redirects that are followed'),
  FETCH_PACE_BYTES: bytes.default(65_536).describe('bytes that must come at least …'),
  FETCH_PACE_SECONDS: seconds(3_600, 30).describe('… in so many seconds of waiting for them'),
  FETCH_PATIENCE_MINUTES: z.coerce
    .number()
    .min(0.001)
    .max(1_440)
    .default(10)
    .describe(
      'minutes for which a file is asked for at a host that does not give it, and for which a host may give nothing before it is not asked any more but for a trial now and then; ' +
        'then files are refused (FETCH_UNAVAILABLE), and the publisher told, who may send them again. Until then what lies behind in the partition waits as well',
    ),
});
export type Config = z.infer<typeof Config>;

export const fetchLimits = (config: Config): FetchLimits => ({
  connectMs: config.FETCH_CONNECT_SECONDS * 1_000,
  silenceMs: config.FETCH_SILENCE_SECONDS * 1_000,
  totalMs: config.FETCH_TOTAL_SECONDS * 1_000,
  redirects: config.FETCH_REDIRECTS,
  patienceMs: config.FETCH_PATIENCE_MINUTES * 60_000,
  pace: { bytes: config.FETCH_PACE_BYTES, ms: config.FETCH_PACE_SECONDS * 1_000 },
});
