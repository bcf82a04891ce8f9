import type { Fault } from '@guidang/contracts';
import { z } from 'zod';

/** An answer that is not what was asked for: thrown in handlers, sent as RFC 9457 by the error handler. It never holds a value of the request. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable code. */
  readonly code: string;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;
  /** @param message Chinese first, English beside it */
  constructor(
    status: number,
    code: string,
    message: string,
    { faults = [], retryAfterSeconds }: { faults?: readonly Fault[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.faults = faults;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The body of such an answer, `application/problem+json`. */
export const ProblemBody = z
  .object({
    type: z.string().describe('urn:guidang:problem:<code>'),
    title: z.string().describe('what is wrong, in Chinese and English'),
    status: z.number().int().describe('HTTP status'),
    code: z.string().describe('stable code'),
    detail: z.string().describe('what is wrong, with each field and rule'),
    faults: z
      .array(
        z.object({
          field: z.string().describe('path of the field, e.g. data.purpose'),
          rule: z.string().describe('stable code of the rule that was broken'),
          message: z.string().describe('the rule in words, never with the value'),
        }),
      )
      .optional(),
  })
  .describe('Problem (RFC 9457)');
export type ProblemBody = z.infer<typeof ProblemBody>;

export function bodyOf({ status, code, message, faults }: Problem): ProblemBody {
  return {
    type: `urn:guidang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: message,
    status,
    code,
    detail: [message, ...faults.map(({ field, rule }) => `${field || 'body'} ${rule}`)].join('; '),
    ...(faults.length > 0 && {
      faults: faults.map(({ field, rule, message: words }) => ({ field, rule, message: words })),
    }),
  };
}

const answer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemBody } },
});
/** What every route may answer beside what was asked for. */
export const problems = {
  '4xx': answer('拒绝 / refused'),
  '5xx': answer('暂时无法处理 / not now, or an error of ours'),
};
