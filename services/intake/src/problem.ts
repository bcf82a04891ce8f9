import type { Fault } from '@guidang/contracts';
import { z } from 'zod';

/** What a refusal tells beside its code. */
interface Details {
  readonly faults?: readonly Fault[] | undefined;
  readonly algorithm?: 'sha256' | 'sm3';
  readonly expected?: string | number;
  readonly found?: string | number;
  readonly retryAfterSeconds?: number;
}

/** An answer that is not what was asked for: thrown in handlers, sent as RFC 9457 by the error handler. It never holds a value of the request. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable code. */
  readonly code: string;
  readonly details: Details;
  /** @param message Chinese first, English beside it */
  constructor(status: number, code: string, message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The body of such an answer, `application/problem+json`. */
export const ProblemBody = z
  .object({
    type: z.string().describe('urn:guidang:problem:<code>'),
    title: z.string().describe('what is wrong, in Chinese and English'),
    status: z.number().int().describe('HTTP status'),
    code: z.string().describe('stable code'),
    detail: z.string().describe('what is wrong, in Chinese and English'),
    faults: z
      .array(
        z.object({
          field: z.string().describe('path in the body: data.opinion, or [3].data.opinion in a batch'),
          rule: z.string().describe('stable code of the rule that was broken'),
          message: z.string().describe('the rule in words, never with the value'),
        }),
      )
      .optional()
      .describe('every fault that was found'),
    algorithm: z.enum(['sha256', 'sm3']).optional().describe('digest that differs'),
    expected: z.union([z.string(), z.number()]).optional().describe('what was announced'),
    found: z.union([z.string(), z.number()]).optional().describe('what came'),
  })
  .describe('Problem (RFC 9457)');
export type ProblemBody = z.infer<typeof ProblemBody>;

const answer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemBody } },
});
/** What every route may answer beside what was asked for. */
export const problems = {
  '4xx': answer('refused / 拒绝'),
  '5xx': answer('not now, or an error of ours / 暂时无法处理'),
};

export function bodyOf({ status, code, message, details }: Problem): ProblemBody {
  const { faults, algorithm, expected, found } = details;
  return {
    type: `urn:guidang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: message,
    status,
    code,
    detail: faults?.length
      ? `${message}: ${faults.map(({ field, rule }) => `${field || 'body'} ${rule}`).join(', ')}`
      : message,
    ...(faults && { faults: faults.map(({ field, rule, message: words }) => ({ field, rule, message: words })) }),
    ...(algorithm && { algorithm }),
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
  };
}
