import { z } from 'zod';
import { Finding } from '../finding.ts';
import { HandedIn } from '../handed-in.ts';
import { Inspection } from '../inspection.ts';
import { ContentName, count, Sha256, Time } from '../primitives.ts';
import { AppliedRules, OutcomeCounts } from './check.ts';
import { linkOf } from './link.ts';
import { PackageIndex } from './package.ts';
import { CaseEvidence, ObjectRef, RecordedEvidence, Suite } from './seal.ts';

/** One copy of a package in one place, as it was read back. */
export const Copy = z
  .strictObject({
    place: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/)
      .describe('name of the place'),
    bucket: z.string().max(63).describe('bucket there'),
    key: z.string().max(300).describe('key in the bucket'),
    versionId: z.string().max(200).describe('version of the object'),
    size: count.describe('bytes'),
    sha256: Sha256.describe('digest of the bytes as read back from this place'),
    lock: z
      .strictObject({
        mode: z.literal('COMPLIANCE').describe('nobody may shorten it'),
        until: Time.describe('end of the lock'),
      })
      .describe('Object Lock as the store reports it'),
  })
  .describe('one copy of a package in one place, as it was read back');
export type Copy = z.infer<typeof Copy>;

/** One thing the receiver looked at in the package, as a stranger would. */
export const ReceiptCheck = z
  .strictObject({
    check: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,60}$/)
      .describe('stable code of the check'),
    ok: z.boolean().describe('whether it held'),
    detail: z.string().max(300).describe('what was looked at or found'),
  })
  .describe('one thing the receiver looked at in the package, as a stranger would');
export type ReceiptCheck = z.infer<typeof ReceiptCheck>;

/** What the receiver found of the package itself, beside its checks. */
export const ReceivedPackage = z
  .strictObject({
    sha256: Sha256.nullable().describe('digest of the bytes received; null where they could not be digested whole'),
    bytes: count.describe('bytes received'),
    files: count.describe('files of its index that lie in it'),
    metadata: z
      .array(Finding)
      .max(100)
      .describe(
        'the items of metadata on the values in the package (second half), under the rules of its scheme; the values themselves stand in no record',
      ),
  })
  .describe('what the receiver found of the package itself');
export type ReceivedPackage = z.infer<typeof ReceivedPackage>;

/** 四性检测 of the package as it was received: what the items of archiving that have a package for their object say of it. */
const judgement = z
  .strictObject({
    rules: AppliedRules.describe('rule set of the items on the package as a whole, gd@1'),
    counts: OutcomeCounts.describe('findings by outcome, all of them'),
    findings: z.array(Finding).max(200).describe('every finding on the package, passes included'),
  })
  .optional()
  .describe('四性检测 of the package as it was received; absent in links of store@1');

const StoreFacts = z.strictObject({
  checks: z.array(ReceiptCheck).describe('what the receiver looked at'),
  copies: z.array(Copy).describe('copies as read back'),
  lockUntil: Time.nullable().describe(
    'until when the lock was asked for: end of retention, for 永久 as far ahead as the service is told; null where nothing was stored',
  ),
  received: ReceivedPackage.optional().describe('absent in links of store@1'),
});

export const CaseStored = linkOf(
  'store',
  'CaseStored',
  StoreFacts,
  z.strictObject({
    referenceCode: z.string().max(140).describe('档号'),
    package: ObjectRef,
    copies: z.array(Copy).min(2).describe('at least two places'),
    retainUntil: Time.nullable().describe('end of retention; null for 永久'),
    index: PackageIndex,
    evidence: CaseEvidence.describe('as it was sealed: what is renewed one day'),
    judgement,
  }),
).describe('入库: the package lies write-once in at least two places');
export type CaseStored = z.infer<typeof CaseStored>;

/** The package did not survive the look of a stranger: nothing was stored, an operator is told. */
export const PackageRefused = linkOf(
  'store',
  'PackageRefused',
  StoreFacts,
  z.strictObject({
    referenceCode: z.string().max(140).describe('档号'),
    package: ContentName,
    failed: z.array(ReceiptCheck).min(1).describe('what did not hold'),
    judgement,
  }),
).describe('the package did not survive the look of a stranger: nothing was stored, an operator is told');
export type PackageRefused = z.infer<typeof PackageRefused>;

export const RenewalKind = z
  .enum(['timestamp', 'hash-tree', 'first'])
  .describe(
    'RFC 4998 §5: a new timestamp over the one before, or everything anew under another digest; first: the first record over a package from elsewhere, which came without one of ours',
  );
export type RenewalKind = z.infer<typeof RenewalKind>;

const renewal = {
  request: z.string().max(80).describe('id of the record that asked for it'),
  referenceCode: z.string().max(140).describe('档号; of a package from elsewhere its 接收登记号'),
  suite: Suite.describe("which of the case's records"),
  renews: Sha256.describe('SHA-256 of the record before, DER; of a first record, that of the package it is over'),
  kind: RenewalKind,
};

/** 证据续期: the case has a newer evidence record, made of the one before while that could still be believed. It lies write-once beside the package. */
export const EvidenceRenewed = linkOf(
  'store',
  'EvidenceRenewed',
  z.strictObject({
    record: z.base64().min(4).max(2_000_000).describe('the renewed EvidenceRecord, DER, base64'),
    manifest: z
      .string()
      .regex(/^([0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/)
      .describe(
        'digest of the 清单, or of the package from elsewhere, by the digest the record goes on under, lower-case hexadecimal',
      ),
    by: RecordedEvidence.shape.by,
    copies: z.array(Copy).describe('copies of the record as read back'),
  }),
  z.strictObject({
    ...renewal,
    record: ObjectRef.describe('the renewed record as it lies in every place'),
    copies: z.array(Copy).min(2).describe('at least two places'),
    evidence: RecordedEvidence.describe('what counts for this suite from now on'),
  }),
).describe('证据续期: the case has a newer evidence record, made of the one before while that could still be believed');
export type EvidenceRenewed = z.infer<typeof EvidenceRenewed>;

/** Bad news is a fact too: the record there is cannot be renewed, and never will be. An operator is told. */
export const RenewalRefused = linkOf(
  'store',
  'RenewalRefused',
  z.strictObject({
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,60}$/)
      .describe('why the record there is does not hold, e.g. RECORD_EXPIRED'),
    detail: z.string().max(300).describe('in words'),
  }),
  z.strictObject({
    ...renewal,
    code: z.string().max(61).describe('why'),
    detail: z.string().max(300).describe('in words'),
  }),
).describe('the evidence record there is does not hold any more: it cannot be renewed, and an operator is told');
export type RenewalRefused = z.infer<typeof RenewalRefused>;

/** 定期检测: the stored package was looked at again in every place. What is damaged is named; nothing is changed by it. */
export const PackageInspected = linkOf(
  'store',
  'PackageInspected',
  z.strictObject({}),
  z.strictObject({
    request: z.string().max(80).describe('id of the record that says what was found'),
    referenceCode: z.string().max(140).describe('档号; of a package from elsewhere its 接收登记号'),
    outcome: z
      .enum(['sound', 'attention', 'damaged'])
      .describe(
        '完好; somebody has to look, of a package from elsewhere at what was not known when it was received, or an item that blocks looked at nothing; a copy is damaged, or an item that blocks has failed',
      ),
    damaged: z
      .array(z.string().max(31))
      .describe('places whose copy is not what was stored, in the order of the copies'),
    inspection: Inspection,
  }),
).describe('定期检测: the stored package was looked at again in every place');
export type PackageInspected = z.infer<typeof PackageInspected>;

const handed = {
  request: z.string().max(80).describe('id of the record that handed it in'),
  by: z.string().max(60).describe('account of whoever handed it in'),
  handed: HandedIn,
};

/** 接收入库: a package from elsewhere lies write-once in at least two places, and its report beside it. */
export const PackageReceived = linkOf(
  'store',
  'PackageReceived',
  z.strictObject({
    copies: z.array(Copy).describe('copies of the package as read back'),
    reports: z.array(Copy).describe('copies of its report as read back'),
    lockUntil: Time.nullable().describe('until when the lock was asked for; null where nothing was stored'),
    fault: z
      .string()
      .max(300)
      .nullable()
      .describe('what lies in the pre-archive is not what was handed in; null: it is'),
  }),
  z.strictObject({
    ...handed,
    copies: z.array(Copy).min(2).describe('at least two places'),
    reports: z.array(Copy).min(2).describe('at least two places'),
    retainUntil: Time.nullable().describe('end of retention; null for 永久'),
  }),
).describe('接收入库: a package from elsewhere lies write-once in at least two places');
export type PackageReceived = z.infer<typeof PackageReceived>;

/** Bad news is a fact too: a package from elsewhere was not taken, with everything that was found. It may be handed in again. */
export const PackageTurnedAway = linkOf(
  'store',
  'PackageTurnedAway',
  PackageReceived.shape.facts,
  z.strictObject({
    ...handed,
    why: z
      .enum(['FAILED', 'LEFT_TO_PEOPLE', 'OTHER_BYTES'])
      .describe(
        'an item that blocks has failed; something was left to people that nobody settled; other bytes than were handed in',
      ),
  }),
).describe('a package from elsewhere was not taken, with everything that was found');
export type PackageTurnedAway = z.infer<typeof PackageTurnedAway>;

export const StoreLink = z
  .discriminatedUnion('type', [
    CaseStored,
    PackageRefused,
    EvidenceRenewed,
    RenewalRefused,
    PackageInspected,
    PackageReceived,
    PackageTurnedAway,
  ])
  .describe('a link of archive.store; key is the case number');
export type StoreLink = z.infer<typeof StoreLink>;
