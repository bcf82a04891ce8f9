import { z } from 'zod';
import { verifyLog } from '../log/anchor.ts';
import { LogEntry } from '../log/entry.ts';
import { Moment } from '../moment.ts';
import { type AccessDoor, problems, SAFE, type SignInPorts } from './ports.ts';

const Verdict = z
  .object({
    entries: z.number().int().describe('entries that were followed'),
    head: z.string().nullable().describe('hash of the last one'),
    anchors: z.number().int().describe('timestamps over the log'),
    unanchored: z.number().int().describe('entries after the last timestamp'),
    fault: z
      .object({
        seq: z.number().int(),
        code: z.string().describe('HASH, PREVIOUS, GAP, ENTRY, COLUMN, ANCHOR, TRUNCATED'),
      })
      .nullable()
      .describe('the first entry that is not what it was; null: the log is whole'),
  })
  .describe('what verification of the log found');

/** The database knows no text with a zero byte. */
const word = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), '不得含控制字符 / no control characters');

/** A service's own log, and whom the tokens of its anchors are believed under. */
export interface LogPorts extends Pick<SignInPorts, 'log' | 'service' | 'trust'> {
  /** How who asks is known, as OpenAPI says it; by session or token unless told. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** GET /v1/log, GET /v1/log/verdict, GET /v1/log/entries.jsonl — 日志检索、审计与导出 (GB/T 39784-2021 11.5). */
export function logRoutes(app: AccessDoor, { log, service, trust, security = SAFE }: LogPorts): void {
  app.get(
    '/v1/log',
    {
      config: { access: { action: 'log.read' } },
      schema: {
        operationId: 'searchLog',
        tags: ['supervision'],
        summary: '检索操作日志 / search the operation log',
        security: security as never,
        querystring: z.object({
          account: word.optional(),
          action: word.optional(),
          class: z.enum(['system', 'user', 'archive']).optional().describe('系统运行，用户操作，电子档案处理'),
          outcome: z.enum(['done', 'refused', 'failed']).optional(),
          targetType: word.optional(),
          targetId: word.optional(),
          department: word.optional(),
          from: Moment.optional(),
          until: Moment.optional(),
          text: word.optional().describe('text anywhere in the entry'),
          before: z.coerce
            .number()
            .int()
            .min(1)
            .max(Number.MAX_SAFE_INTEGER)
            .optional()
            .describe('`next` of the page before'),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: {
          200: z.object({
            items: z
              .array(LogEntry.extend({ hash: z.string().describe('SHA-256 of the entry') }))
              .describe('newest first'),
            next: z.number().int().nullable().describe('`before` of the next page'),
          }),
          ...problems,
        },
      },
    },
    async ({ query }) => {
      const found = await log.search(query);
      const last = found.at(-1)?.entry.seq;
      return {
        items: found.map(({ entry, hash }) => ({ ...entry, hash })),
        next: found.length === query.limit && last !== undefined && last > 1 ? last : null,
      };
    },
  );
  app.get(
    '/v1/log/verdict',
    {
      config: { access: { action: 'log.verify' } },
      schema: {
        operationId: 'verifyLog',
        tags: ['supervision'],
        summary: '核验操作日志 / is the log whole',
        security: security as never,
        response: { 200: Verdict, ...problems },
      },
    },
    async () => verifyLog(log, service, trust),
  );
  app.get(
    '/v1/log/entries.jsonl',
    {
      config: { access: { action: 'log.verify' } },
      schema: {
        operationId: 'exportLog',
        tags: ['supervision'],
        summary: '导出操作日志 / the log as it lies, one {seq, hash, entry} a line',
        description:
          'Whoever has it can follow the chain without us: hash is the SHA-256 of the text `entry`, which names the hash before it.',
        security: security as never,
        querystring: z.object({
          after: z.coerce
            .number()
            .int()
            .min(0)
            .max(Number.MAX_SAFE_INTEGER)
            .default(0)
            .describe('entries after this one'),
          limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
        }),
        response: { 200: z.string(), ...problems },
        produces: ['application/x-ndjson'],
      },
    },
    async ({ query }, reply) => {
      const entries = await log.after(query.after, query.limit);
      const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="operation-log.jsonl"')
        .send(lines);
    },
  );
}
