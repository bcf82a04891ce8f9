import { DatabaseConfig, KafkaConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';

/**
 * What package is told. Its database hands out the numbers: it may be lost and is then read again from archive.package, but it must not be put back to an
 * earlier state while the service runs.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  PREARCHIVE_BUCKET: z.string().default('prearchive').describe('预归档库: where the objects are and the package goes'),
  PACKAGES_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('packages built at a time; each may hold some 32 MiB of memory'),
});
export type Config = z.infer<typeof Config>;
