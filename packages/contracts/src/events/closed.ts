import { z } from 'zod';
import { count, paragraph, Time } from '../primitives.ts';
import { eventOf } from './event.ts';

/** How a case ended. */
export const Closing = z
  .strictObject({
    closedAt: Time.describe('办结时间'),
    outcome: z.enum(['granted', 'refused', 'ended']).describe('办理结果: 准予, 不予, 终结'),
    materials: count.describe('总件数: materials in force the publisher believes it handed over (GD-2-1)'),
    files: count.describe('files in force the publisher believes it handed over'),
    bytes: count.describe('总字节数 of those files (GD-2-2)'),
  })
  .describe('how a case ended');
export type Closing = z.infer<typeof Closing>;

/** 办结: nothing more is to come; the dossier is counted and goes to the check. */
export const CaseClosed = eventOf('case.closed', Closing).describe(
  '办结: nothing more is to come; the dossier is counted and goes to the check',
);
export type CaseClosed = z.infer<typeof CaseClosed>;

/** The applicant or the department took the case back before it was closed. */
export const CaseWithdrawn = eventOf(
  'case.withdrawn',
  z.strictObject({ withdrawnAt: Time.describe('撤回时间'), reason: paragraph(500).describe('撤回原因') }),
).describe('撤回: the applicant or the department took the case back before it was closed');
export type CaseWithdrawn = z.infer<typeof CaseWithdrawn>;

/** 补正: a refused or incomplete dossier is opened again so that what was found can be mended. */
export const CaseAmended = eventOf(
  'case.amended',
  z.strictObject({ amendedAt: Time.describe('补正时间'), reason: paragraph(500).describe('补正说明') }),
).describe('补正: a refused or incomplete dossier is opened again so that what was found can be mended');
export type CaseAmended = z.infer<typeof CaseAmended>;
