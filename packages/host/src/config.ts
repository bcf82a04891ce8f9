import { existsSync, readFileSync } from 'node:fs';
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
