import { Malformed } from '@guidang/contracts';
import { EarlierFailed, PublishRefused, Unreachable } from '@guidang/sdk';
import { DigestMismatch, SizeMismatch, VaultError, VaultTooLarge } from '@guidang/vault';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Problem } from '../problem.ts';

/** Rules that speak of the bytes and not of their meaning: 400 rather than 422. */
const OF_BYTES = new Set([
  'EMPTY',
  'NOT_UTF8',
  'NUL',
  'NOT_JSON',
  'TOO_DEEP',
  'DUPLICATE_KEY',
  'NOT_AN_OBJECT',
  'BATCH',
]);

/**
 * Every error as the answer it means to whoever asked. What is not foreseen is ours: 500, and nothing of it is told.
 * @returns the answer, and whether it is a failure on our side that somebody has to hear of
 */
export function problemOf(error: unknown): { problem: Problem; ours: boolean } {
  if (error instanceof Problem) return { problem: error, ours: false };
  const problem = ofPublisher(error) ?? ofFramework(error);
  if (problem) return { problem, ours: false };
  if (isAway(error)) return { problem: notNow(), ours: true };
  return { problem: new Problem(500, 'INTERNAL', '系统内部错误 / an error of ours'), ours: true };
}

/** What we rest on does not answer at the moment; nothing is lost by asking again. */
export const notNow = (code = 'NOT_NOW', message = '暂时无法处理,请稍后重试 / not now, please ask again'): Problem =>
  new Problem(503, code, message, { retryAfterSeconds: 1 });

function ofPublisher(error: unknown): Problem | undefined {
  if (error instanceof Malformed) {
    const { faults } = error;
    const rule = faults[0]?.rule ?? '';
    if (rule === 'TOO_LARGE') return new Problem(413, 'TOO_LARGE', '内容过大 / too large', { faults });
    const status = OF_BYTES.has(rule) ? 400 : 422;
    const code = faults.some((fault) => fault.rule.startsWith('PERSONAL_')) ? 'PERSONAL_DATA' : 'MALFORMED';
    const words =
      code === 'PERSONAL_DATA'
        ? '记录中出现个人信息,拒收 / personal data in the open, refused'
        : '不符合契约,拒收 / it breaks the contract, refused';
    return new Problem(status, code, words, { faults });
  }
  if (error instanceof DigestMismatch) {
    const { algorithm, expected, found } = error;
    return new Problem(422, error.code, '摘要不符,拒收 / the digest differs, refused', { algorithm, expected, found });
  }
  if (error instanceof SizeMismatch) {
    const { expected, found } = error;
    return new Problem(422, error.code, '大小不符,拒收 / the size differs, refused', { expected, found });
  }
  if (error instanceof VaultTooLarge)
    return new Problem(413, 'TOO_LARGE', '文件过大 / the file is too large', { expected: error.limit });
  return undefined;
}

/** Errors of fastify, by their codes. */
function ofFramework(error: unknown): Problem | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, keyword, message }) => ({
      field: instancePath.slice(1).replaceAll('/', '.'),
      rule: keyword.toUpperCase(),
      message: message ?? '',
    }));
    return new Problem(400, 'BAD_REQUEST', '请求参数有误 / the request has faults', { faults });
  }
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', '不支持的内容类型 / this content type is not taken here');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem(413, 'TOO_LARGE', '内容过大 / too large');
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new Problem(
      400,
      'TRUNCATED',
      '连接中断,未收到全部内容 / the connection broke off before everything had come',
    );
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, 'BAD_REQUEST', '请求有误 / the request has faults');
  return undefined;
}

/** Bus, store or database do not answer, or not in time. */
function isAway(error: unknown): boolean {
  if (error instanceof Unreachable || error instanceof EarlierFailed || error instanceof PublishRefused) return true;
  if (error instanceof VaultError) return error.retryable;
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  // Whatever the database or the bus answers to us, the publisher did nothing wrong; somebody here has to look at it.
  return /^(PrismaClient|KafkaJS)/.test(String(name)) || /^(ECONN|ETIMEDOUT|EPIPE)/.test(String(code));
}
