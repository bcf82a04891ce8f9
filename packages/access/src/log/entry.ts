import { createHash } from 'node:crypto';
import { z } from 'zod';

/** JSON as it stands in an entry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** 日志类别 (GB/T 39784-2021 11.5-2): 系统运行，用户操作，电子档案处理. */
export const LOG_CLASSES = { system: '系统运行', user: '用户操作', archive: '电子档案处理' } as const;
export type LogClass = keyof typeof LOG_CLASSES;

/** One entry of the operation log. It names accounts and no persons, so that it can be kept as long as the archives. */
export const LogEntry = z
  .strictObject({
    seq: z.number().int().positive().describe('place in the log, from 1, no gaps'),
    previous: z.string().nullable().describe('SHA-256 of the entry before it; null for the first'),
    at: z.string().describe('RFC 3339 in UTC, by the clock of the service'),
    service: z.string().describe('service that did it'),
    class: z.enum(['system', 'user', 'archive']).describe('系统运行，用户操作，电子档案处理 (GB/T 39784 11.5-2)'),
    account: z.string().nullable().describe('who; null where nobody was signed in, or where the service itself did it'),
    roles: z.array(z.string()).describe('in which roles'),
    ip: z.string().nullable().describe('address the request came from'),
    command: z.string().nullable().describe('method and route, never the values of a path or a query'),
    action: z.string().describe('action of the policy, or what the service did'),
    target: z
      .strictObject({
        type: z.string().describe('kind of thing'),
        id: z.string().describe('which one'),
        department: z.string().nullable().describe("whose it is; null where it is the city's"),
      })
      .nullable()
      .describe('what it was done to'),
    outcome: z.enum(['done', 'refused', 'failed']).describe('what came of it'),
    code: z.string().nullable().describe('stable code of a refusal or failure'),
    before: z.json().nullable().describe('as it was; personal fields are struck out'),
    after: z.json().nullable().describe('as it is now; personal fields are struck out'),
  })
  .describe('操作日志: one entry');
export type LogEntry = z.infer<typeof LogEntry>;

/** What whoever does something says of it; place, time and chain are the log's. */
export interface Deed {
  readonly class?: LogClass;
  readonly account: string | null;
  readonly roles?: readonly string[];
  readonly ip?: string | null;
  readonly command?: string | null;
  readonly action: string;
  readonly target?: LogEntry['target'];
  readonly outcome: LogEntry['outcome'];
  readonly code?: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The text that is hashed and kept: members in the order of the contract. */
export function entryText(deed: Deed, place: Pick<LogEntry, 'seq' | 'previous' | 'at' | 'service'>): string {
  const { seq, previous, at, service } = place;
  const entry = {
    ...{
      seq,
      previous,
      at,
      service,
      class: deed.class ?? 'user',
      account: deed.account,
      roles: [...(deed.roles ?? [])],
    },
    ...{ ip: deed.ip ?? null, command: deed.command ?? null, action: deed.action, target: deed.target ?? null },
    ...{ outcome: deed.outcome, code: deed.code ?? null },
    ...{ before: struckOut(deed.before ?? null), after: struckOut(deed.after ?? null) },
  };
  return JSON.stringify(entry);
}

export const entryHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Fields that say who a person is. What changed is told, and not what it is. */
const PERSONAL = new Set(['name', 'subject', 'phone', 'email']);
const KIND_OF_PERSON = 'person';

/** A person's name and the like do not enter a log that nobody can ever shorten. Other things have names that may be told. */
function struckOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(struckOut);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value);
  const personal = (value as { kind?: unknown }).kind === KIND_OF_PERSON;
  return Object.fromEntries(
    members.map(([name, inside]) => [name, personal && PERSONAL.has(name) ? '***' : struckOut(inside)]),
  );
}
