import { existsSync } from 'node:fs';
import {
  AuthorityConfig,
  DatabaseConfig,
  KafkaConfig,
  OperationLogConfig,
  privateKey,
  VaultConfig,
} from '@guidang/host';
import { z } from 'zod';

const file = z.string().refine((path) => existsSync(path), '没有此文件 / no such file');
const listed = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((list) => list.filter((one) => one !== ''));
const minutes = (least: number, most: number) => z.coerce.number().min(least).max(most);

/**
 * What registry is told. Published schemes can be read again from their topic; departments, people, drafts and the operation log are in its database alone and have to be
 * backed up with it.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  ...AuthorityConfig.shape,
  HTTP_HOST: z.string().default('127.0.0.1').describe('address schemes are served on'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).describe('0 takes any free port'),
  SCHEMES_DIR: z
    .string()
    .refine((folder) => existsSync(folder), '没有此文件夹 / no such folder')
    .optional()
    .describe(
      'folder of schemes (*.json) that are published where they are not yet; whoever writes there decides what is archived',
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .describe(
      'address under which browsers reach this door, a prefix of a proxy included; pages of its origin alone may change anything',
    ),
  MORE_ORIGINS: listed
    .default([])
    .describe('other origins whose pages may ask, with commas between, e.g. that of the console'),
  TRUSTED_PROXIES: listed
    .default([])
    .describe('addresses or networks of proxies that are believed when they say who asks'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .describe('OpenID Connect provider by which people sign in; plain HTTP on this machine alone'),
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1).describe('whoever has it can sign in as us towards the provider'),
  OIDC_SCOPE: z.string().default('openid profile'),
  OIDC_MFA_CLASSES: listed
    .default(['mfa'])
    .describe('context classes (acr) that mean more than one factor, and are asked for where it is needed'),
  LOGIN_FAILURE_PAGE: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .describe('path of the page that tells why a sign-in failed'),
  STRANGERS: z
    .enum(['refuse', 'user'])
    .default('refuse')
    .describe('who is known to the provider and not to us: turned away, or a user without a post'),
  SESSION_HOURS: minutes(0.1, 24).default(10).describe('nobody stays signed in longer'),
  SESSION_IDLE_MINUTES: minutes(1, 600).default(30).describe('a session in which nothing happens ends'),
  ACCESS_KEY_FILE: privateKey.describe(
    'PEM, Ed25519: signs the words by which other services learn who asks; whoever has it is everybody there',
  ),
  LOG_BUCKET: z.string().default('log').describe('where timestamps over the operation log are kept, under Object Lock'),
  LOG_KEPT_YEARS: z.coerce.number().int().min(1).max(100).default(30).describe('for how long those cannot be deleted'),
  ...OperationLogConfig.shape,
  FIRST_BUNDLE_FILE: file.optional().describe('configuration that an empty registry begins with'),
  FIRST_PEOPLE_FILE: file
    .optional()
    .describe(
      'people that a registry without people begins with: whoever writes it decides who the administrators are',
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
