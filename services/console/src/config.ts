import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AuthorityConfig, DatabaseConfig, KafkaConfig, OperationLogConfig, VaultConfig } from '@guidang/host';
import { z } from 'zod';

const listed = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((list) => list.filter((one) => one !== ''));

/** `name=value` with commas between. */
const pairs = listed.transform((list, context) =>
  list.flatMap((one) => {
    const at = one.indexOf('=');
    if (at > 0) return [{ name: one.slice(0, at).trim(), value: one.slice(at + 1).trim() }];
    context.addIssue(`${one}: 应为 名称=值 / name=value`);
    return [];
  }),
);

const certificates = pairs.transform((list, context) =>
  list.flatMap(({ name, value }) => {
    if (!existsSync(value)) {
      context.addIssue(`没有此文件 / no such file: ${value}`);
      return [];
    }
    const { subject, validTo } = new X509Certificate(readFileSync(value));
    return [{ name, subject: subject.replaceAll('\n', ', '), until: new Date(validTo).toISOString() }];
  }),
);

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * What the console is told. Its read model may be lost and is read again from the topics; what people proposed and decided in lists (desk_list, desk_item), how they closed parked records, what they keep
 * for themselves (saved_search, favourite), the list of audits and the operation log are in its database alone and have to be backed up with it.
 */
export const Config = z.object({
  ...KafkaConfig.shape,
  ...DatabaseConfig.shape,
  ...VaultConfig.shape,
  ...AuthorityConfig.shape,
  HTTP_HOST: z.string().default('127.0.0.1').describe('address the console is served on; TLS ends before it'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).describe('0 takes any free port'),
  PUBLIC_URL: url.describe(
    'address under which browsers reach the console; pages of its origin alone may change anything',
  ),
  TRUSTED_PROXIES: listed
    .default([])
    .describe('addresses or networks of proxies that are believed when they say who asks, with commas between'),
  REGISTRY_URL: url.describe('where registry is asked: people sign in through it, and it says who somebody is'),
  REGISTRY_ISSUER: url.describe('what registry calls itself in its tokens: its PUBLIC_URL'),
  CHECK_URL: url.optional().describe('the review door of check; without it nothing can be reviewed here'),
  USE_URL: url.optional().describe('where use is asked to find archived cases; without it full text is not searched'),
  USE_KEY: z.string().min(20).optional().describe("an archivist's key to use; whoever has it may read the index"),
  CLAMD: z
    .string()
    .regex(/^[^\s:]+:\d+$/, 'host:port / 主机：端口')
    .optional()
    .describe('virus scanner, asked for the age of its signatures'),
  WITNESS_URL: url.optional().describe('the witness, asked whether it answers'),
  WATCHED: pairs
    .prefault('')
    .describe('services whose health is shown: name=http://host:port of their health door, with commas between'),
  CERTIFICATES: certificates
    .prefault('')
    .describe('certificates whose ends are shown: name=PEM file, with commas between'),
  PREARCHIVE_BUCKET: z.string().default('prearchive').describe('where materials lie until a case is stored'),
  ARCHIVE_BUCKET: z.string().default('archive').describe('where packages lie'),
  WEB_FOLDER: z.string().default(DIST).describe('the bundled pages (web/build.ts makes them)'),
  AUDIT_FOLDER: z
    .string()
    .describe(
      'where the reports of audits are kept, and the dumps that auditors take along, two at most and for a week, each as large as all topics',
    ),
  AUDIT_ANCHORS_FILE: z
    .string()
    .optional()
    .describe(
      'whom audits believe; to be had from somebody other than the audited system. Without it none can be started',
    ),
  AUDIT_PLACES_FILE: z
    .string()
    .optional()
    .describe(
      'where the log files and the stores lie, with a credential that may read; without it audits look at the topics alone',
    ),
  AUDIT_COMMAND: listed
    .prefault(`${process.execPath},${fileURLToPath(new URL('../../../packages/auditor/src/main.ts', import.meta.url))}`)
    .describe("the auditor's command, with commas between its words"),
  FOLLOW_PAUSE_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(60_000)
    .default(250)
    .describe('pause between two looks at the topics'),
  WALL_MS: z.coerce.number().int().min(100).max(10_000).default(500).describe('how often the live wall is pushed'),
  INSPECTION_DAYS: z.coerce
    .number()
    .min(0.0001)
    .max(366)
    .default(300)
    .describe(
      'days after which store looks at a package again, as store is told: what is shown as due follows from it',
    ),
  ...OperationLogConfig.shape,
});
export type Config = z.infer<typeof Config>;
