import { AccessRefused } from '@guidang/access';
import { Malformed } from '@guidang/contracts';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Problem } from './problem.ts';

/** Every error as the answer it means to whoever asked. What is not foreseen is ours: 500, and nothing of it is told. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof AccessRefused) return new Problem(error.statusCode, error.code, error.message);
  if (error instanceof Malformed) return malformed(error);
  return ofFramework(error) ?? (isAway(error) ? NOT_NOW : INTERNAL);
}

const NOT_NOW = new Problem(503, 'NOT_NOW', '暂时无法处理，请稍后重试 / not now, please ask again');
const INTERNAL = new Problem(500, 'INTERNAL', '系统内部错误 / an error of ours');

function malformed({ faults }: Malformed): Problem {
  return faults.some(({ rule }) => rule.startsWith('PERSONAL_'))
    ? new Problem(
        422,
        'PERSONAL_DATA',
        '复核意见中出现个人信息，拒收 / personal data in the resolution, refused',
        faults,
      )
    : new Problem(422, 'MALFORMED', '不符合契约，拒收 / it breaks the contract, refused', faults);
}

function ofFramework(error: unknown): Problem | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, keyword, message }) => ({
      field: instancePath.slice(1).replaceAll('/', '.'),
      rule: keyword.toUpperCase(),
      message: (message ?? '').slice(0, 300),
    }));
    return new Problem(400, 'BAD_REQUEST', '请求有误 / the request has faults', faults);
  }
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', '不支持的内容类型 / this content type is not taken here');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, 'BAD_REQUEST', '请求有误 / the request has faults');
  return undefined;
}

const AWAY = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];

/** Bus, database or registry do not answer, or not in time. */
function isAway(error: unknown): boolean {
  const { meta, name, code } = (error ?? {}) as {
    meta?: { driverAdapterError?: { cause?: { kind?: string; originalCode?: string } } };
    name?: unknown;
    code?: unknown;
  };
  const { kind = '', originalCode = '' } = meta?.driverAdapterError?.cause ?? {};
  return (
    AWAY.includes(kind) ||
    /^(08|53|57P)/.test(originalCode) ||
    /^(PrismaClient(Initialization|RustPanic)|KafkaJS|TimeoutError)/.test(String(name)) ||
    /^(P10\d\d|P2024|P2028|ECONN|ETIMEDOUT|ERR_JWKS)/.test(String(code))
  );
}
