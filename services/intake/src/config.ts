import { LIMITS } from '@guidang/contracts';
import { DatabaseConfig, KafkaConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';
import { SeedKey } from './keys.ts';

const keys = z.string().transform((text, context): SeedKey[] => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.addIssue('不是合法的 JSON / not JSON');
    return z.NEVER;
  }
  const parsed = z.array(SeedKey).safeParse(json);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
  return z.NEVER;
});

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/**
 * What intake is told. Its keys and the names of requests lie in its database and are lost with it; the configuration brings keys back. What it
 * followed is read again from the topics.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  HTTP_HOST: z.string().default('127.0.0.1').describe('address the door listens on; TLS ends before it'),
  HTTP_PORT: whole(0, 65_535).describe('0 takes any free port'),
  INTAKE_BUCKET: z.string().default('intake').describe('where uploads go'),
  INTAKE_KEYS: keys
    .prefault('[]')
    .describe(
      'API keys that exist from the start, JSON: [{"id", "digest", "source", "departments"}]; digest is the SHA-256 of the key, so this is no secret',
    ),
  UPLOAD_MAX_BYTES: whole(1, LIMITS.fileBytes).default(LIMITS.fileBytes).describe('bytes of one file'),
  UPLOADS_AT_ONCE: whole(1, 256)
    .default(16)
    .describe(
      'uploads taken in side by side; each may hold some 25 MiB of memory, further ones are asked to come again',
    ),
  UPLOADS_PER_KEY: whole(1, 256)
    .default(8)
    .describe('of these, how many of one key: nobody takes all the room, however many it sends'),
  EVENTS_MAX_BYTES: whole(1_000, 64 * 1024 * 1024)
    .default(8 * 1024 * 1024)
    .describe('bytes of one request with events'),
  EVENTS_AT_ONCE: whole(1, 10_000).default(256).describe('requests with events worked on side by side'),
  EVENTS_WAITING_BYTES: whole(1, 1024 ** 3)
    .default(32 * 1024 * 1024)
    .describe('bytes of events that may wait for the bus before further requests are asked to come again'),
  PUBLISH_SECONDS: z.coerce.number().min(0.1).max(600).default(30).describe('how long a request waits for the bus'),
  REQUESTS_PER_SECOND: whole(1, 100_000).default(500).describe('requests of one key in a second, in each instance'),
  REFUSED_PER_MINUTE: whole(1, 100_000)
    .default(60)
    .describe('requests without a valid key that one address may make in a minute'),
  REQUEST_NAMES_HOURS: z.coerce
    .number()
    .min(0.01)
    .max(720)
    .default(24)
    .describe('how long an Idempotency-Key is remembered'),
  FOLLOW_PAUSE_MS: whole(10, 60_000).default(1_000).describe('pause between two looks at the followed topics'),
});
export type Config = z.infer<typeof Config>;
