import { z } from 'zod';

/** An answer that is not what was asked for, `application/problem+json` (RFC 9457). */
export const Problem = z
  .object({
    type: z.string().describe('urn:guidang:problem:<code>'),
    title: z.string().describe('what is wrong, in Chinese and English'),
    status: z.number().int().describe('HTTP status'),
    code: z.string().describe('stable code'),
    faults: z
      .array(z.object({ field: z.string().describe('parameter'), message: z.string().describe('the rule in words') }))
      .optional()
      .describe('what is wrong with the request'),
  })
  .describe('Problem (RFC 9457)');
export type Problem = z.infer<typeof Problem>;

export const problemOf = (status: number, code: string, title: string, faults?: Problem['faults']): Problem => ({
  type: `urn:guidang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title,
  status,
  code,
  ...(faults && { faults }),
});

const answer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
/** What every route may answer beside what was asked for. */
export const problems = { '4xx': answer('refused / 拒绝'), '5xx': answer('an error of ours / 系统内部错误') };
