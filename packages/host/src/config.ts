import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseCertificate } from '@guidang/evidence';
import type { Place } from '@guidang/vault';
import { z } from 'zod';

/** What every service is told, whatever it does. */
export const HostConfig = z.object({
  HEALTH_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('where /livez, /readyz and /metrics are served; not for the public'),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).describe('0 takes any free port'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe(
      'collector for traces (OTLP over HTTP); without one no traces are recorded, and those of others are handed on',
    ),
});
export type HostConfig = z.infer<typeof HostConfig>;

const listed = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(
    z
      .array(z.string().regex(/^[^\s:]+:\d+$/, 'host:port, several with commas between / 主机:端口, 多个以逗号分隔'))
      .min(1),
  );

export const KafkaConfig = z.object({
  KAFKA_BROKERS: listed.describe('brokers to begin with'),
  SESSION_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(500)
    .default(12_000)
    .describe('after how long a member that fell silent loses its partitions: the time of a takeover after a crash'),
});

export const DatabaseConfig = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe("the service's own role and schema; what it holds is a cache or an index and may be lost"),
});

const PlaceText = z.object({
  name: z.string(),
  endpoint: z.url(),
  region: z.string(),
  service: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

const places = z.string().transform((text, context): Place[] => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.addIssue('not JSON / 不是合法的 JSON');
    return z.NEVER;
  }
  const parsed = z.array(PlaceText).min(1).safeParse(json);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
    return z.NEVER;
  }
  return parsed.data.map(({ name, endpoint, region, service }) => ({ name, endpoint, region, credentials: service }));
});

export const VaultConfig = z.object({
  VAULT_PLACES: places.describe(
    'places of storage with a credential that may put and get, never delete; the first is the working place',
  ),
});

/** A file that must be there, by its content. */
export const fileText = z.string().transform((file, context): string => {
  if (!existsSync(file)) {
    context.addIssue(`no such file / 文件不存在: ${file}`);
    return z.NEVER;
  }
  return readFileSync(file, 'utf8');
});

/** Certificates in a PEM file, one or more. */
export const certificates = fileText.transform((text, context): X509Certificate[] => {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const parsed = blocks.map((pem) => parseCertificate(pem));
  const good = parsed.flatMap((verdict) => (verdict.ok ? [verdict.value] : []));
  if (good.length > 0 && good.length === parsed.length) return good;
  context.addIssue('须为一个或多个 PEM 证书 / one or more certificates in PEM are needed');
  return z.NEVER;
});

export const privateKey = fileText.transform((text, context): KeyObject => {
  try {
    return createPrivateKey(text);
  } catch {
    // What OpenSSL says of a key that it cannot read may repeat some of it.
    context.addIssue('须为 PEM 私钥 / a private key in PEM is needed');
    return z.NEVER;
  }
});

/** An RFC 3161 authority: where it is asked, and under whom it is believed. */
export const AuthorityConfig = z.object({
  TSA_URL: z.url({ protocol: /^https?$/ }).describe('RFC 3161 authority'),
  TSA_CA_FILE: certificates.describe('PEM: CA certificates of the timestamp authorities that are trusted'),
  TSA_POLICIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((oid) => oid !== ''))
    .describe('timestamp policies taken, with commas between; none: any'),
  TSA_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(600_000)
    .default(10_000)
    .describe('for a timestamp, from the question to the last byte'),
  TSA_CLOCK_TOLERANCE_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .describe(
      "how far the authority's time may be from this machine's: more, and nothing is stamped until somebody has looked",
    ),
});

/** Reads a configuration; all its faults at once, each with the name of the variable. */
export function readConfig<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv): z.infer<T> | { faults: string[] } {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  return {
    faults: parsed.error.issues.map(({ path, message, code }) => {
      const name = path.map(String).join('.');
      const unset = code === 'invalid_type' && env[name] === undefined;
      return `${name}: ${unset ? 'must be set / 必须设置' : message}`;
    }),
  };
}

/** How often an operation log is timestamped; for services that keep one. */
export const OperationLogConfig = z.object({
  LOG_ANCHOR_MINUTES: z.coerce
    .number()
    .min(0.05)
    .max(1440)
    .default(10)
    .describe('pause between two timestamps over the operation log'),
});
