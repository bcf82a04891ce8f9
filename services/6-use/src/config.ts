import { tmpdir } from 'node:os';
import { DatabaseConfig, KafkaConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';
import { KnownKey } from './http/keys.ts';

const keys = z.string().transform((text, context): KnownKey[] => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.addIssue('不是合法的 JSON / not JSON');
    return z.NEVER;
  }
  const parsed = z.array(KnownKey).safeParse(json);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
  return z.NEVER;
});

const listed = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((list) => list.filter((one) => one !== ''));

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/**
 * What use is told. Its database is an index and may be lost: it is made again from its own topic and the packages. Its keys come from here alone. Whoever has IDENTITY_KEY
 * and the database can try identity numbers one by one, so the two are kept apart.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  HTTP_HOST: z.string().default('127.0.0.1').describe('address the door listens on; TLS ends before it'),
  HTTP_PORT: whole(0, 65_535).describe('0 takes any free port'),
  TRUSTED_PROXIES: listed
    .default([])
    .describe('addresses or networks of proxies that are believed when they say who asks, with commas between'),
  VERIFY_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .max(200)
    .transform((url) => `${url.replace(/\/+$/, '')}/verify`)
    .describe('address of this door as the public knows it; printed on every copy, so it has to stay'),
  USE_KEYS: keys
    .prefault('[]')
    .describe(
      'API keys of archivists and departments, JSON: [{"id", "digest", "account", "role"}]; digest is the SHA-256 of the key, so this is no secret',
    ),
  IDENTITY_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '须为 64 位小写十六进制 / 64 lower-case hexadecimal digits')
    .transform((hex) => Buffer.from(hex, 'hex'))
    .describe('32 bytes under which identity numbers are marked in the index; another one means indexing again'),
  USE_BUCKET: z.string().default('use').describe('where copies go, in the first place of storage'),
  SPOOL_FOLDER: z.string().default(tmpdir()).describe('room on the local disk for packages of more than 8 MiB'),
  COPY_WORKERS: whole(1, 64).default(2).describe('processes that make copies; each may hold 1.2 GiB at the worst'),
  COPY_SECONDS: whole(1, 3_600).default(120).describe('how long one copy may take'),
  INDEX_AT_ONCE: whole(1, 64).default(4).describe('packages indexed side by side; each may hold 8 MiB of memory'),
  FOLLOW_PAUSE_MS: whole(10, 60_000).default(250).describe('pause between two looks at our own topic'),
  VERIFY_PER_MINUTE: whole(1, 1_000_000).default(120).describe('verifications of one address in a minute'),
  REQUESTS_PER_MINUTE: whole(1, 1_000_000).default(600).describe('requests of one key in a minute'),
  REFUSED_PER_MINUTE: whole(1, 1_000_000)
    .default(60)
    .describe('requests without a valid key that one address may make in a minute'),
});
export type Config = z.infer<typeof Config>;
