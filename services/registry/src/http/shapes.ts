import { MatterCode, Uscc } from '@guidang/contracts';
import { z } from 'zod';

/** `<统一社会信用代码>` of a unit, or `<统一社会信用代码>.<code>` of a section inside it. */
export const DepartmentId = z
  .string()
  .refine((id) => Uscc.safeParse(id.slice(0, 18)).success && /^.{18}(\.[A-Za-z0-9_-]{1,20})?$/.test(id), {
    error:
      '统一社会信用代码(18 位，校验码须正确),内设机构后接“.编码” / a right 统一社会信用代码, with .<code> for a section',
    params: { rule: 'DEPARTMENT_ID' },
  })
  .describe('统一社会信用代码 of a unit, or that with .<code> for a section inside it');

export const Account = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,60}$/)
  .describe('account: names the person in logs, and says nothing of them');

export const SchemeId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,80}$/)
  .describe('name of the scheme');
export const SchemeVersion = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1)
  .describe('its version');
export const DraftId = z.uuid().describe('the draft');
export const TemplateId = z
  .string()
  .regex(/^[a-z0-9-]{1,60}$/)
  .describe('the template');
export const PostId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,80}$/)
  .describe('the post');

export const versioned = {
  version: z.number().int().describe('from 1, one more with every change; the ETag is "v<version>"'),
  changedAt: z.string().describe('RFC 3339 in UTC'),
  changedBy: z.string().nullable().describe('account; null: the service itself'),
};
export const ifMatch = z.looseObject({
  'if-match': z
    .string()
    .max(20)
    .optional()
    .describe('ETag of the version that was edited; a change without it is refused'),
});

export { MatterCode };
