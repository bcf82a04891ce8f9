import { Malformed } from '@guidang/contracts';
import { VaultError } from '@guidang/vault';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Problem } from './problem.ts';

/**
 * Every error as the answer it means to whoever asked. What is not foreseen is ours: 500, and nothing of it is told.
 * @returns the answer, and whether it is a failure on our side that somebody has to hear of
 */
export function problemOf(error: unknown): { problem: Problem; ours: boolean } {
  if (error instanceof Problem) return { problem: error, ours: false };
  if (error instanceof Malformed) return { problem: malformed(error), ours: false };
  const problem = ofFramework(error);
  if (problem) return { problem, ours: false };
  if (isTooBroad(error))
    return {
      problem: new Problem(422, 'TOO_BROAD', '检索范围过大,请增加检索词 / too broad a search, please add words'),
      ours: false,
    };
  if (isAway(error))
    return {
      problem: new Problem(503, 'NOT_NOW', '暂时无法处理,请稍后重试 / not now, please ask again', {
        retryAfterSeconds: 1,
      }),
      ours: true,
    };
  return { problem: new Problem(500, 'INTERNAL', '系统内部错误 / an error of ours'), ours: true };
}

function malformed({ faults }: Malformed): Problem {
  const personal = faults.some(({ rule }) => rule.startsWith('PERSONAL_'));
  return personal
    ? new Problem(422, 'PERSONAL_DATA', '申请中出现个人信息,拒收 / personal data in the request, refused', { faults })
    : new Problem(422, 'MALFORMED', '不符合契约,拒收 / it breaks the contract, refused', { faults });
}

/** Errors of fastify, by their codes. */
function ofFramework(error: unknown): Problem | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, keyword, message, params }) => ({
      field: fieldOf(instancePath, params),
      rule: keyword.toUpperCase(),
      message: message ?? '',
    }));
    return new Problem(400, 'BAD_REQUEST', '请求参数有误 / the request has faults', { faults });
  }
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', '不支持的内容类型 / this content type is not taken here');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem(413, 'TOO_LARGE', '内容过大 / too large');
  if (statusCode === 429)
    return new Problem(429, 'TOO_MANY_REQUESTS', '请求过于频繁 / too many requests', { retryAfterSeconds: 60 });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, 'BAD_REQUEST', '请求有误 / the request has faults');
  return undefined;
}

function fieldOf(instancePath: string, params: unknown): string {
  const unknown = (params as { keys?: unknown } | undefined)?.keys;
  const path = instancePath.slice(1).replaceAll('/', '.');
  return Array.isArray(unknown) ? [path, String(unknown[0]).slice(0, 60)].filter(Boolean).join('.') : path;
}

/** What the database said, below what Prisma makes of it. */
function databaseSaid(error: unknown): { kind?: string; originalCode?: string } {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: object } } };
  return meta?.driverAdapterError?.cause ?? {};
}

/** PostgreSQL gave a statement up that took longer than it may. */
const isTooBroad = (error: unknown): boolean => databaseSaid(error).originalCode === '57014';

const AWAY = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];

/** Bus, store or database do not answer, or not in time. */
function isAway(error: unknown): boolean {
  if (error instanceof VaultError) return error.retryable;
  const { kind = '', originalCode = '' } = databaseSaid(error);
  // Connections, resources and shutdowns, by their classes in PostgreSQL.
  if (AWAY.includes(kind) || /^(08|53|57P)/.test(originalCode)) return true;
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return (
    /^(PrismaClient(Initialization|RustPanic)|KafkaJS)/.test(String(name)) ||
    /^(P10\d\d|P2024|P2028|ECONN|ETIMEDOUT)/.test(String(code))
  );
}
