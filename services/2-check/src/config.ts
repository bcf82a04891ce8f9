import { tmpdir } from 'node:os';
import { DatabaseConfig, KafkaConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';

/** clamd as `host:port`. */
const address = z
  .string()
  .regex(/^[^\s:]+:\d{1,5}$/, 'host:port / 主机:端口')
  .transform((text) => {
    const [host, port] = text.split(':');
    return { host: host!, port: Number(port) };
  });

export const CheckConfig = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  CLAMD: address.describe('the virus scanner; it is trusted: what it calls clean is taken for clean'),
  CLAMD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(200_000_000)
    .describe("files larger than this go to people; clamd's StreamMaxLength must not be less"),
  FILES_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('files looked at side by side; each may hold 8 MiB'),
  INSPECTORS: z.coerce
    .number()
    .int()
    .min(1)
    .max(32)
    .default(2)
    .describe('processes that open files; each may take 1.2 GB of memory before it is ended'),
  SPOOL_FOLDER: z
    .string()
    .default(tmpdir())
    .describe('local disk for files over 8 MiB while they are looked at; may be lost, must not be shared with others'),
});
export type CheckConfig = z.infer<typeof CheckConfig>;
