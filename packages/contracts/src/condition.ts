import { z } from 'zod';
import { text } from './primitives.ts';

/** What a condition may ask beside the fields of the form: what the case says of itself without naming anybody. */
export const CASE_FIELDS = ['applicant.kind', 'channel', 'kind', 'outcome'] as const;
export type CaseField = (typeof CASE_FIELDS)[number];

/** One question to a field. */
export const Term = z
  .strictObject({
    field: z
      .string()
      .max(105)
      .regex(
        /^(applicant\.kind|channel|kind|outcome|form\.[^\p{Cc}]{1,100})$/u,
        '字段: applicant.kind, channel, kind, outcome 或 form.<表单字段名> / a field of the case, or form.<label>',
      )
      .describe('applicant.kind (A.4), channel (A.5), kind (A.6), outcome, or form.<label of the form field>'),
    asks: z
      .enum(['is', 'is-not', 'filled', 'empty', 'at-least', 'at-most'])
      .describe('是, 不是, 已填, 未填, 不小于, 不大于; the last two compare numbers'),
    values: z
      .array(text(200))
      .max(50)
      .describe('one of these for is; none of these for is-not; the one bound for at-least and at-most; none else'),
  })
  .refine(
    ({ asks, values }) =>
      asks === 'filled' || asks === 'empty'
        ? values.length === 0
        : asks === 'is' || asks === 'is-not'
          ? values.length > 0
          : values.length === 1 && isNumber(values[0]!),
    {
      error: '取值与提问方式不符 / the values do not fit the question',
      params: { rule: 'TERM_VALUES' },
      path: ['values'],
    },
  )
  .describe('one question to a field');
export type Term = z.infer<typeof Term>;

/** When a material is required: one of the groups holds, and a group holds where all its terms do. */
export const Condition = z
  .strictObject({
    any: z
      .array(z.strictObject({ all: z.array(Term).min(1).max(20).describe('terms that hold together') }))
      .min(1)
      .max(20)
      .describe('groups of which one is enough'),
  })
  .describe('适用条件: a rule over form fields and what the case says of itself');
export type Condition = z.infer<typeof Condition>;

/** `undefined`: nobody knows the field; `null`: it is known to be empty. */
export type KnownFields = (field: string) => string | null | undefined;

const isNumber = (value: string): boolean => /^-?\d{1,15}(\.\d{1,6})?$/.test(value.trim());

function termHolds({ field, asks, values }: Term, known: KnownFields): boolean | undefined {
  const found = known(field);
  if (found === undefined) return undefined;
  const filled = found !== null && found.trim() !== '';
  if (asks === 'filled') return filled;
  if (asks === 'empty') return !filled;
  if (asks === 'is') return filled && values.includes(found);
  if (asks === 'is-not') return !(filled && values.includes(found));
  if (!filled || !isNumber(found)) return false;
  return asks === 'at-least' ? Number(found) >= Number(values[0]) : Number(found) <= Number(values[0]);
}

/**
 * Whether a condition holds, as far as the fields are known: undefined where it hangs on one that is not. A form is content of the case and personal, so whoever has only
 * the case's records knows the fields of the case and no other.
 */
export function holds({ any }: Condition, known: KnownFields): boolean | undefined {
  const groups = any.map(({ all }) => {
    const terms = all.map((term) => termHolds(term, known));
    if (terms.includes(false)) return false;
    return terms.includes(undefined) ? undefined : true;
  });
  if (groups.includes(true)) return true;
  return groups.includes(undefined) ? undefined : false;
}
