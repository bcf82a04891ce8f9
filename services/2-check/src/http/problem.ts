import type { Fault } from '@guidang/contracts';
import { z } from 'zod';

/** An answer that is not what was asked for: thrown in handlers, sent as RFC 9457. It never holds a value of the request. */
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

/** The body of such an answer, `application/problem+json`. */
export const ProblemBody = z
  .object({
    type: z.string().describe('urn:guidang:problem:<code>'),
    title: z.string().describe('what is wrong, in Chinese and English'),
    status: z.number().int().describe('HTTP status'),
    code: z.string().describe('stable code'),
    faults: z
      .array(
        z.object({
          field: z.string().describe('path of the field, e.g. data.reason'),
          rule: z.string().describe('stable code of the rule that was broken'),
          message: z.string().describe('the rule in words, never with the value'),
        }),
      )
      .optional()
      .describe('what is wrong with the request'),
  })
  .describe('Problem (RFC 9457)');
export type ProblemBody = z.infer<typeof ProblemBody>;

export const bodyOf = ({ status, code, message, faults }: Problem): ProblemBody => ({
  type: `urn:guidang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title: message,
  status,
  code,
  ...(faults.length > 0 && {
    faults: faults.map(({ field, rule, message: words }) => ({ field, rule, message: words })),
  }),
});

const answer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemBody } },
});
/** What every route may answer beside what was asked for. */
export const problems = {
  '4xx': answer('拒绝 / refused'),
  '5xx': answer('暂时无法处理 / not now, or an error of ours'),
};

export const notThere = (): Problem =>
  new Problem(404, 'NOT_THERE', '不存在，或不在岗位范围内 / not there, or outside your scope');
export const conflict = (code: string, message: string): Problem => new Problem(409, code, message);
