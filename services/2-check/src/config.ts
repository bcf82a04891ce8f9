import { tmpdir } from 'node:os';
import {
  AuthorityConfig,
  certificates,
  DatabaseConfig,
  KafkaConfig,
  OperationLogConfig,
  VaultConfig,
} from '@guidang/host';
import { z } from 'zod';

/** clamd as `host:port`. */
const address = z
  .string()
  .regex(/^[^\s:]+:\d{1,5}$/, 'host:port / 主机:端口')
  .transform((text) => {
    const [host, port] = text.split(':');
    return { host: host!, port: Number(port) };
  });

const listed = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((list) => list.filter((one) => one !== ''));

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

/** Where people settle findings. Without a port there is no such door, and the step works all the same. */
const DoorConfig = z.object({
  HTTP_HOST: z.string().default('127.0.0.1').describe('address of the review door; TLS ends before it'),
  HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('port of the review door; 0 takes any free one, none opens no door'),
  REGISTRY_URL: url
    .optional()
    .describe('registry, whose public keys are read there; needed with a door: who asks is known by its tokens'),
  REGISTRY_ISSUER: url
    .optional()
    .describe('how registry calls itself in its tokens (its PUBLIC_URL); needed with a door'),
  TRUSTED_PROXIES: listed.default([]).describe('addresses of proxies that are believed when they say who asks'),
  CLAIM_MINUTES: z.coerce
    .number()
    .min(1)
    .max(1_440)
    .default(30)
    .describe('for how long a finding that somebody has claimed is theirs'),
  ...AuthorityConfig.shape,
  TSA_URL: AuthorityConfig.shape.TSA_URL.optional().describe(
    'RFC 3161 authority that timestamps the operation log of the door; needed with a door',
  ),
  TSA_CA_FILE: AuthorityConfig.shape.TSA_CA_FILE.optional().describe('PEM: CA certificates of that authority'),
  ...OperationLogConfig.shape,
  FOLLOW_PAUSE_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(60_000)
    .default(500)
    .describe('pause between two looks at our own topic'),
});

export const CheckConfig = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  ...DoorConfig.shape,
  CLAMD: address.describe('the virus scanner; it is trusted: what it calls clean is taken for clean'),
  CLAMD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(200_000_000)
    .describe("files larger than this go to people; clamd's StreamMaxLength must not be less"),
  SIGNER_CA_FILE: certificates
    .optional()
    .describe(
      'PEM: CA certificates of those who sign and seal files before they come here; what holds under none of them goes to people',
    ),
  SIGNATURE_TSA_CA_FILE: certificates
    .optional()
    .describe(
      'PEM: CA certificates of the timestamp authorities that are believed about when such a signature was made; left out, none is',
    ),
  SIGNER_CRL_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe(
      'folder with the revocation lists (*.crl, DER or PEM, up to 4 MiB together) of those who issue to signers and makers of seals, read again where one has changed, looked at every SIGNER_CRL_SECONDS; each is believed of its own issuer alone. Left out, nothing is known of certificates that were taken back',
    ),
  SIGNER_CRL_SECONDS: z.coerce.number().int().min(1).max(86_400).default(300).describe('how often it is read again'),
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
