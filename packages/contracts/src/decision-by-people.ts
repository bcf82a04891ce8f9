import { z } from 'zod';
import { ArrangementDecision, DisposalDecision } from './by-two.ts';
import { CaseNumber } from './codes/case-number.ts';
import { PackageHandedIn } from './handed-in.ts';
import { Inspection } from './inspection.ts';
import { RecordedEvidence, Suite } from './links/seal.ts';
import { RenewalKind } from './links/store.ts';
import { Commitment, paragraph, Sha256, Time, text } from './primitives.ts';

const identifier = z.string().regex(/^[A-Za-z0-9._-]{8,80}$/);
const account = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,60}$/)
  .describe('account, not a name');

/** What a person decided or asked for, signed in as somebody: a record of `case.decisions`. A screen never changes an archive; it asks a step. */
export const UseRequested = z
  .strictObject({
    id: identifier.describe('identifier of the request; asking twice with the same one is asking once'),
    type: z.literal('use.requested').describe('what was decided or asked for'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号; also the record key'),
    time: Time.describe('when it was asked'),
    by: z
      .strictObject({
        account,
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

/**
 * 人工复核: a person has looked at a finding that was left to people, or that refuses a case, and says whether it may stand. Overruling what refuses takes two persons:
 * each sends one of these.
 */
export const FindingResolution = z
  .strictObject({
    id: identifier.describe('identifier of the resolution; sending the same one twice is sending it once'),
    type: z.literal('finding.resolved').describe('what was decided or asked for'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号; also the record key'),
    time: Time.describe('when it was decided'),
    by: z
      .strictObject({
        account,
        role: z.literal('archivist').describe('in which role they decided'),
      })
      .describe('who decided'),
    data: z
      .strictObject({
        finding: Sha256.describe('key of the finding, as the link that waits for it names it (`open`)'),
        resolution: z
          .enum(['accepted', 'rejected'])
          .describe('accepted: it may pass; rejected: it may not, and counts as a FAIL'),
        reason: paragraph(500).describe('why; kept for ever and printed in the report'),
      })
      .describe('what was decided'),
  })
  .describe('人工复核: a person has looked at a finding and says whether it may stand');
export type FindingResolution = z.infer<typeof FindingResolution>;

/**
 * 续期: an evidence record has to be renewed, by the evidence policy or because somebody says so. Sent by the service that watches the records, or by an archivist
 * who has learnt of something before the policy has.
 */
export const RenewalDue = z
  .strictObject({
    id: identifier.describe('identifier; derived from record, kind and policy where the service sends it'),
    type: z.literal('renewal.due').describe('what was decided or asked for'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号; also the record key'),
    time: Time.describe('when it was decided'),
    by: z
      .strictObject({
        account,
        role: z.enum(['archivist', 'service']).describe('in which role they decided'),
      })
      .describe('who decided'),
    data: z
      .strictObject({
        suite: Suite.describe("which of the case's records"),
        record: Sha256.describe(
          'SHA-256 of the record that has to be renewed, DER: another one is left alone; of a first record, that of the package from elsewhere it will be over',
        ),
        kind: RenewalKind,
        digest: RecordedEvidence.shape.digest.describe(
          'the digest to go on under; of a timestamp renewal the same as before',
        ),
        policy: text(80).describe('the evidence policy it follows from'),
        due: Time.nullable().describe('when it must have happened; null where nothing has an end'),
        reasons: z.array(z.string().max(300)).max(8).describe('why, in words'),
      })
      .describe('what has to be renewed, and how'),
  })
  .describe('续期: an evidence record has to be renewed');
export type RenewalDue = z.infer<typeof RenewalDue>;

/**
 * 定期检测: a stored package was looked at again, in every place. Sent by the service that goes the rounds; store answers with a link. The look itself is slow, so it happens
 * beside the step and holds up nothing that comes in.
 */
export const PackageInspection = z
  .strictObject({
    id: identifier.describe('identifier; derived from the package and the look before this one'),
    type: z.literal('package.inspected').describe('what was decided or asked for'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号; also the record key'),
    time: Time.describe('when it was looked at'),
    by: z
      .strictObject({
        account,
        role: z.literal('service').describe('in which role'),
      })
      .describe('who looked'),
    data: Inspection,
  })
  .describe('定期检测: a stored package was looked at again, in every place');
export type PackageInspection = z.infer<typeof PackageInspection>;

export const CaseDecision = z
  .discriminatedUnion('type', [
    UseRequested,
    FindingResolution,
    RenewalDue,
    PackageInspection,
    PackageHandedIn,
    DisposalDecision,
    ArrangementDecision,
  ])
  .describe('a record of case.decisions: what a person decided or asked for; key is the case number');
export type CaseDecision = z.infer<typeof CaseDecision>;
