import { z } from 'zod';
import { CaseNumber } from './codes/case-number.ts';
import { Commitment, paragraph, Time } from './primitives.ts';

/** What a person decided or asked for, signed in as somebody: a record of `case.decisions`. A screen never changes an archive; it asks a step. */
export const UseRequested = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9._-]{8,80}$/)
      .describe('identifier of the request; asking twice with the same one is asking once'),
    type: z.literal('use.requested').describe('what was decided or asked for'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号; also the record key'),
    time: Time.describe('when it was asked'),
    by: z
      .strictObject({
        account: z
          .string()
          .regex(/^[A-Za-z0-9._@-]{1,60}$/)
          .describe('account, not a name'),
        role: z.enum(['citizen', 'department', 'archivist']).describe('in which role they asked'),
        subject: Commitment.optional().describe(
          'who asks, as the case knows the applicant: made by the door from the verified identity and the salt of the case; a citizen is given only what is theirs',
        ),
      })
      .describe('who asked'),
    data: z
      .strictObject({
        path: z.string().min(1).max(400).describe('path of the file inside the package'),
        purpose: paragraph(200).describe('利用目的; printed on the copy'),
      })
      .describe('what was asked for'),
  })
  .describe('利用申请: somebody asks for a copy of an archived file, for a purpose');
export type UseRequested = z.infer<typeof UseRequested>;

export const CaseDecision = z
  .discriminatedUnion('type', [UseRequested])
  .describe('a record of case.decisions: what a person decided or asked for; key is the case number');
export type CaseDecision = z.infer<typeof CaseDecision>;
