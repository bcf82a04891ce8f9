import { AccessRefused } from '@guidang/access';
import { Malformed } from '@guidang/contracts';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { MovedOn } from '../tables/versioned.ts';
import { conflict, Problem } from './problem.ts';

/** Every error as the answer it means to whoever asked. What is not foreseen is ours: 500, and nothing of it is told. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof AccessRefused) return new Problem(error.statusCode, error.code, error.message);
  if (error instanceof MovedOn) return movedOn(error);
  if (error instanceof Malformed)
    return new Problem(422, 'MALFORMED', '不符合契约，拒收 / it breaks the contract, refused', {
      faults: error.faults,
    });
  return ofFramework(error) ?? ofDatabase(error) ?? new Problem(500, 'INTERNAL', '系统内部错误 / an error of ours');
}

function movedOn({ now: { version, changedAt, changedBy } }: MovedOn): Problem {
  const who = changedBy ?? 'registry';
  return new Problem(
    412,
    'MOVED_ON',
    `您编辑期间已被 ${who} 修改为第 ${version} 版，请比较后再保存，您填写的内容未丢失 / ${who} changed it meanwhile; please compare and save again`,
    { more: { now: { version, changedAt, changedBy } } },
  );
}

function ofFramework(error: unknown): Problem | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, keyword, message, params }) => ({
      field: fieldOf(instancePath, params),
      rule: ruleOf(keyword, params),
      message: (message ?? '').slice(0, 300),
    }));
    return new Problem(400, 'BAD_REQUEST', '请求有误，请按提示修改 / the request has faults', { faults });
  }
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', '不支持的内容类型 / this content type is not taken here');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE')
    return new Problem(413, 'TOO_LARGE', '内容过大 / too large');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, 'BAD_REQUEST', '请求有误 / the request has faults');
  return undefined;
}

const ruleOf = (keyword: string, params: unknown): string => {
  const rule = (params as { params?: { rule?: unknown } } | undefined)?.params?.rule;
  return typeof rule === 'string' ? rule : keyword.toUpperCase();
};

function fieldOf(instancePath: string, params: unknown): string {
  const unknown = (params as { keys?: unknown } | undefined)?.keys;
  const path = instancePath.slice(1).replaceAll('/', '.');
  return Array.isArray(unknown) ? [path, String(unknown[0]).slice(0, 60)].filter(Boolean).join('.') : path;
}

/** What the database said, below what Prisma makes of it. */
function databaseSaid(error: unknown): { originalCode?: string; originalMessage?: string; kind?: string } {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: object } } };
  return meta?.driverAdapterError?.cause ?? {};
}

function ofDatabase(error: unknown): Problem | undefined {
  const { originalCode = '', originalMessage = '', kind = '' } = databaseSaid(error);
  if (originalCode === '23505' || kind === 'UniqueConstraintViolation')
    return conflict('ALREADY_THERE', '已存在相同的编码或标识 / there is one with the same code already');
  if (originalCode === '23503' || kind === 'ForeignKeyConstraintViolation')
    return conflict('NO_SUCH_REFERENCE', '引用的机构、事项、岗位或用户不存在 / what it refers to is not there');
  if (originalMessage.includes('separation of duties'))
    return conflict('ROLE_CONFLICT', '三员分立：同一人不得兼任 / separation of duties');
  // A value that no column holds: a text with a zero byte, a year before the first.
  if (originalCode.startsWith('22'))
    return new Problem(400, 'BAD_REQUEST', '请求中有无法处理的值 / the request has a value that cannot be');
  // The second wall: a statement reached for rows outside its scope.
  if (originalCode === '42501') return new Problem(403, 'RIGHTS', '当前岗位无此权限 / no post of yours may do that');
  if (
    /^(08|53|57P|40)/.test(originalCode) ||
    ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'].includes(kind)
  )
    return new Problem(503, 'NOT_NOW', '暂时无法处理，请稍后重试 / not now, please ask again');
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  if (
    /^(P10\d\d|P2024|P2028|ECONN|ETIMEDOUT)/.test(String(code)) ||
    /^PrismaClient(Initialization|RustPanic)|^KafkaJS/.test(String(name))
  )
    return new Problem(503, 'NOT_NOW', '暂时无法处理，请稍后重试 / not now, please ask again');
  return undefined;
}
