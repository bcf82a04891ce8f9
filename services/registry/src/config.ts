import { existsSync } from 'node:fs';
import { DatabaseConfig, KafkaConfig } from '@guidang/host';
import { z } from 'zod';

/** What registry is told. Its database may be lost; the topic is the truth. */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  HTTP_HOST: z.string().default('127.0.0.1').describe('address schemes are served on'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).describe('0 takes any free port'),
  SCHEMES_DIR: z
    .string()
    .refine((folder) => existsSync(folder), '没有此文件夹 / no such folder')
    .optional()
    .describe(
      'folder of schemes (*.json) that are published where they are not yet; whoever writes there decides what is archived',
    ),
  FOLLOW_PAUSE_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(60_000)
    .default(1_000)
    .describe('pause between two looks at the topic'),
});
export type Config = z.infer<typeof Config>;
