import type { Fault } from '@guidang/contracts';
import { z } from 'zod';

/** An answer that is not what was asked for: thrown in handlers, sent as RFC 9457. It never holds a value of the request but codes. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable code. */
  readonly code: string;
  readonly faults: readonly Fault[];
  /** What else whoever asked needs to go on, e.g. who was first, or where an error sheet lies. */
  readonly more: Readonly<Record<string, unknown>>;
  /** @param message Chinese first, English beside it */
  constructor(
    status: number,
    code: string,
    message: string,
    { faults = [], more = {} }: { faults?: readonly Fault[]; more?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.faults = faults;
    this.more = more;
  }
}

/** The body of such an answer, `application/problem+json` (RFC 9457). */
export const ProblemBody = z
  .object({
    type: z.string().describe('urn:guidang:problem:<code>'),
    title: z.string().describe('what is wrong, in Chinese and English'),
    status: z.number().int().describe('HTTP status'),
    code: z.string().describe('stable code'),
    faults: z
      .array(
        z.object({
          field: z.string().describe('path of the field'),
          rule: z.string().describe('stable code of the rule that was broken'),
          message: z.string().describe('the rule in words, and how to mend it'),
        }),
      )
      .optional()
      .describe('what is wrong with the request'),
    now: z
      .object({
        version: z.number().int(),
        changedAt: z.string(),
        changedBy: z.string().nullable().describe('account'),
      })
      .optional()
      .describe('MOVED_ON: who was first, and which version it is now'),
    sheet: z.string().optional().describe('IMPORT_REFUSED: id of the error sheet'),
    rows: z.number().int().optional().describe('IMPORT_REFUSED: rows with faults'),
  })
  .describe('Problem (RFC 9457)');
export type ProblemBody = z.infer<typeof ProblemBody>;

export const bodyOf = ({ status, code, message, faults, more }: Problem): ProblemBody => ({
  type: `urn:guidang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title: message,
  status,
  code,
  ...(faults.length > 0 && {
    faults: faults.map(({ field, rule, message: words }) => ({ field, rule, message: words })),
  }),
  ...more,
});

const answer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemBody } },
});
/** What every route may answer beside what was asked for. */
export const problems = { '4xx': answer('refused / 拒绝'), '5xx': answer('an error of ours / 系统内部错误') };

export const notFound = (): Problem =>
  new Problem(404, 'NOT_THERE', '不存在，或不在岗位范围内 / not there, or outside your scope');
export const conflict = (code: string, message: string): Problem => new Problem(409, code, message);
export const unfit = (faults: readonly Fault[]): Problem =>
  new Problem(422, 'UNFIT', '内容不符合要求，请按提示修改 / the content does not fit, please mend it as told', {
    faults,
  });
