import { AccessRefused } from '@guidang/access';
import type { Fault } from '@guidang/contracts';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

/** An answer that is not what was asked for: thrown in handlers, sent as RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable code. */
  readonly code: string;
  readonly faults: readonly Fault[];
  /** @param message Chinese first, English beside it */
  constructor(status: number, code: string, message: string, faults: readonly Fault[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.faults = faults;
  }
}

export const PROBLEM = 'application/problem+json';

export const bodyOf = ({ status, code, message, faults }: Problem): object => ({
  type: `urn:guidang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title: message,
  status,
  code,
  ...(faults.length > 0 && { faults }),
});

/** Every error as the answer it means to whoever asked. What is not foreseen is ours: 500, and nothing of it is told. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof AccessRefused) return new Problem(error.statusCode, error.code, error.message);
  if (hasZodFastifySchemaValidationErrors(error))
    return new Problem(
      400,
      'BAD_REQUEST',
      '请求有误，请按提示修改 / the request has faults',
      error.validation.map(({ instancePath, keyword, message }) => ({
        field: instancePath.slice(1).replaceAll('/', '.'),
        rule: keyword.toUpperCase(),
        message: (message ?? '').slice(0, 300),
      })),
    );
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem(413, 'TOO_LARGE', '内容过大 / too large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', '不支持的内容类型 / this content type is not taken here');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, 'BAD_REQUEST', '请求有误 / the request has faults');
  const { meta } = (error ?? {}) as {
    meta?: { driverAdapterError?: { cause?: { originalCode?: string; kind?: string } } };
  };
  const { originalCode = '', kind = '' } = meta?.driverAdapterError?.cause ?? {};
  if (
    /^(08|53|57P|40)/.test(originalCode) ||
    ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'].includes(kind)
  )
    return new Problem(503, 'NOT_NOW', '暂时无法处理，请稍后重试 / not now, please ask again');
  return new Problem(500, 'INTERNAL', '系统内部错误 / an error of ours');
}

export const notFound = (): Problem =>
  new Problem(404, 'NOT_THERE', '不存在，或不在岗位范围内 / not there, or outside your scope');
