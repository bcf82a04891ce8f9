import { z } from 'zod';
import { MatterCode } from '../codes/matter-code.ts';
import { FondsNumber } from '../codes/reference-code.ts';
import { Uscc } from '../codes/uscc.ts';
import { Commitment, Time, text } from '../primitives.ts';
import { eventOf } from './event.ts';
import { PublishedFile } from './file.ts';

/** A department or agency in a case. */
export const Unit = z
  .strictObject({
    uscc: Uscc.describe('统一社会信用代码 of the unit (GB 32100)'),
    name: text(200).describe('单位名称'),
  })
  .describe('a department or agency in a case');
export type Unit = z.infer<typeof Unit>;

/** 收件即启动归档: the case was accepted; its dossier opens now. */
export const CaseAccepted = eventOf(
  'case.accepted',
  z.strictObject({
    matter: z
      .strictObject({
        code: MatterCode.describe('事项实施编码, 31 characters'),
        name: text(200).describe('事项名称 (GB/T 39046 task_name)'),
      })
      .describe('事项'),
    scheme: z
      .strictObject({
        id: z
          .string()
          .regex(/^[A-Za-z0-9._-]{1,80}$/)
          .describe('scheme that says what of this matter is archived'),
        version: z.int().positive().describe('its version; a case keeps the version it was accepted under'),
      })
      .describe('归档方案'),
    department: Unit.extend({ fonds: FondsNumber.describe('全宗号') }).describe('受理单位, GB/T 39046 受理'),
    region: z
      .string()
      .regex(/^\d{6}(\d{3}){0,2}$/)
      .describe('行政区划 GB/T 2260, 6, 9 or 12 digits'),
    applicant: z
      .strictObject({
        kind: z.enum(['1', '2', '3', '4', '5', '6']).describe('服务对象 (GB/T 39046 A.4)'),
        reference: Commitment.describe('salted commitment to who applied; opened by the form object'),
        form: PublishedFile.describe(
          '申请表单 as an object of the case (JSON): names, numbers and form fields live there and nowhere else',
        ),
      })
      .describe('who applied, without naming them'),
    channel: z.enum(['1', '2', '3', '4', '9']).describe('办理形式 (GB/T 39046 A.5)'),
    kind: z.enum(['1', '2', '9']).describe('办件类型 (GB/T 39046 A.6)'),
    receivedAt: Time.describe('收件时间'),
    acceptedAt: Time.describe('受理时间'),
    promisedAt: Time.optional().describe('承诺办结时间'),
    submission: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,60}$/)
      .optional()
      .describe('一件事一次办: the one submission that serves several cases'),
  }),
).describe('收件即启动归档: the case was accepted; its dossier opens now');
export type CaseAccepted = z.infer<typeof CaseAccepted>;
