import { z } from 'zod';
import { CaseNumber } from './codes/case-number.ts';
import { Retention } from './codes/reference-code.ts';
import { ruled } from './malformed.ts';
import { ContentName, paragraph, Sha256, Time, text } from './primitives.ts';

const account = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,60}$/)
  .describe('account, not a name');

/** What every decision about the packages of a list (清册) says: one person proposed it, another approved it, and both saw the same. */
const listed = {
  list: z.uuid().describe('identifier of the list (清册) that the package stood in'),
  digest: Sha256.describe('SHA-256 of the list as it was proposed and approved'),
  package: ContentName.describe('the package that was decided about'),
  referenceCode: z.string().max(140).describe('档号'),
  proposedBy: account.describe('account of whoever proposed it; somebody else approves'),
  proposedAt: Time.describe('when it was proposed'),
  reason: paragraph(500).min(2).describe('why, by whoever proposed it; kept for ever'),
  opinion: paragraph(500).min(2).describe('what whoever approved it says; kept for ever'),
};
const head = {
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,80}$/)
    .describe('identifier; derived from the list and the case, so that sending it twice is sending it once'),
  version: z.literal(1).describe('version of this contract'),
  case: CaseNumber.describe('办件编号; also the record key'),
  time: Time.describe('when it was approved'),
  by: z
    .strictObject({ account, role: z.literal('archivist').describe('in which role they decided') })
    .describe('who approved it'),
};
/** Accounts that differ in capitals alone are one person: whoever signs in as Zhang may be known as zhang elsewhere. */
const byTwo = ({ by, data }: { by: { account: string }; data: { proposedBy: string } }): boolean =>
  by.account.toLowerCase() !== data.proposedBy.toLowerCase();
const SAME_PERSON = ruled('SAME_PERSON', 'proposed and approved by the same person / 提出人与批准人不得为同一人');

/** 处置: 续存, 移交, 销毁. */
export const DisposalAction = z
  .enum(['prolong', 'transfer', 'destroy'])
  .describe('续存 kept on; 移交 handed to the archives; 销毁 destroyed once its lock is over');
export type DisposalAction = z.infer<typeof DisposalAction>;

/** 鉴定处置: what becomes of an archived package at the end of its retention, or when it is due at the archives. Nothing is deleted by it: locks hold until they end. */
export const DisposalDecision = z
  .strictObject({
    ...head,
    type: z.literal('disposal.decided').describe('what was decided or asked for'),
    data: z
      .strictObject({
        ...listed,
        action: DisposalAction,
        basis: z
          .strictObject({
            retention: Retention.describe('保管期限 as it counted until now'),
            until: Time.nullable().describe('end of it; null for 永久'),
          })
          .describe('the retention that the appraisal went out from'),
        retention: Retention.nullable().describe('续存: 保管期限 from now on, counted from the closing; else null'),
        until: Time.nullable().describe('续存: its end; null for 永久, and where nothing is kept on'),
        receiver: text(100).nullable().describe('移交: 接收单位; else null'),
      })
      .describe('what was decided about the package'),
  })
  .refine(byTwo, SAME_PERSON)
  .describe('鉴定处置: a package is kept on, handed over or to be destroyed, as two persons decided');
export type DisposalDecision = z.infer<typeof DisposalDecision>;

/**
 * 整理调整: a package that was archived under an earlier version of its scheme counts under another class from now on. The package stays as it is, its 档号 with it: this stands
 * beside it.
 */
export const ArrangementDecision = z
  .strictObject({
    ...head,
    type: z.literal('arrangement.adjusted').describe('what was decided or asked for'),
    data: z
      .strictObject({
        ...listed,
        scheme: z
          .strictObject({
            id: z.string().max(80).describe('scheme'),
            version: z.int().min(1).describe('its version whose arrangement counts from now on'),
          })
          .describe('the scheme that the new arrangement follows'),
        rule: text(300).describe('by which rule the packages of the list were found'),
        was: z.string().max(120).describe('档号 without its 件号, as archived'),
        series: z
          .string()
          .max(120)
          .describe('档号 without a 件号, as the scheme has it: where the package counts from now on'),
      })
      .describe('what was decided about the package'),
  })
  .refine(byTwo, SAME_PERSON)
  .describe('整理调整: a package counts under another class from now on, as two persons decided');
export type ArrangementDecision = z.infer<typeof ArrangementDecision>;
