import { z } from 'zod';
import { Closing } from '../events/closed.ts';
import { Finding, Outcome } from '../finding.ts';
import { STEPS } from '../names.ts';
import { ContentName, count, Sha256, Sm3, Time } from '../primitives.ts';
import { ChainObject } from './capture.ts';
import { DossierHead } from './dossier.ts';
import { linkOf } from './link.ts';

/** An object in the vault, by all its names. */
export const ObjectRef = z
  .strictObject({ content: ContentName, sm3: Sm3, size: count.describe('bytes') })
  .describe('an object in the vault, by all its names');
export type ObjectRef = z.infer<typeof ObjectRef>;

/** A link as the manifest names it. */
export const SealedLink = z
  .strictObject({
    step: z.enum(STEPS).describe('step that wrote it'),
    seq: count.describe('its position'),
    type: z.string().max(41).describe('kind of link'),
    id: z.string().max(60).describe('its id'),
    sha256: Sha256.describe("SHA-256 of the link's value bytes"),
  })
  .describe('a link as the manifest names it');
export type SealedLink = z.infer<typeof SealedLink>;

/** The findings of one link of check: those that call for somebody in full, the others by object and outcome. None is left out. */
export const SealedFindings = z
  .strictObject({
    link: Sha256.describe('the link of check that holds them with their evidence'),
    about: z.string().max(60).describe('material looked at, `form`, or `case`'),
    summary: z
      .array(
        z.strictObject({
          object: z.string().max(300).describe('what was looked at'),
          outcome: Outcome,
          items: z.array(z.string().max(40)).describe('codes of the items'),
        }),
      )
      .describe('PASS, NOT_APPLICABLE and NOT_RUN: codes of the items, grouped, in the order of the link'),
    detail: z.array(Finding).describe('FAIL, WARN and MANUAL_REVIEW, as they stand in the link'),
  })
  .describe('the findings of one link of check');
export type SealedFindings = z.infer<typeof SealedFindings>;

/** The chain of a case as the seal fixes it, with both digests. */
export const SealedChain = ChainObject.extend({ sm3: Sm3 }).describe(
  'the chain of a case as the seal fixes it, with both digests',
);
export type SealedChain = z.infer<typeof SealedChain>;

/** Which algorithms a seal is made with: SHA-256 with ES256 or EdDSA, or SM3 with SM2. */
export const Suite = z
  .enum(['international', 'national'])
  .describe('证据算法: international is SHA-256 with ES256 or EdDSA, national is SM3 with SM2');
export type Suite = z.infer<typeof Suite>;

const base64 = (max: number) => z.base64().min(4).max(max);

/** What is read in a token by whoever trusts its authority: who stamped, with what, and until when that can be believed without a renewal. */
export const StampedBy = z
  .strictObject({
    authority: z.string().max(300).describe("subject of the authority's certificate, one line"),
    signature: z
      .string()
      .max(40)
      .describe('its signature scheme, as the evidence policy calls it: ecdsa-sha256, sm2-sm3'),
    key: z.string().max(40).describe('the kind of its key: prime256v1, rsa-3072, sm2'),
    until: Time.describe('earliest end of a certificate between the authority and its root'),
  })
  .describe('who stamped, with what, and until when that can be believed without a renewal');
export type StampedBy = z.infer<typeof StampedBy>;

const Digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('64 lower-case hexadecimal digits: SHA-256, in the national suite SM3');

/** 可信时间戳, shared by the cases of one batch. */
export const SealTimestamp = z
  .strictObject({
    token: base64(40_000).describe('RFC 3161 token, DER, base64'),
    root: Digest.describe('what the token is over: root of the batch, by the digest of the suite'),
    path: z
      .array(z.array(Digest))
      .describe(
        'reduced hash tree from this manifest digest to the root (RFC 4998 §4.2): at each level the other hashes of the group; empty where the case was alone',
      ),
    by: StampedBy,
  })
  .describe('trusted timestamp, shared by the cases of one batch');
export type SealTimestamp = z.infer<typeof SealTimestamp>;

const evidenceRecord = base64(60_000).describe(
  'EvidenceRecord of RFC 4998 over the digest of the manifest, DER, base64: it stands alone. It follows from token and path',
);

/** The seal in the national suite: SM2 with SM3 over the same manifest, and a timestamp of its own. */
export const NationalSeal = z
  .strictObject({
    signature: base64(400).describe(
      'SM2 with SM3 over the manifest bytes: DER of r and s, user identity 1234567812345678, base64',
    ),
    certificates: z
      .array(base64(16_384))
      .min(1)
      .max(6)
      .describe('DER, base64: that of the sealer first, then those up to and without the root'),
    timestamp: SealTimestamp,
    evidenceRecord,
  })
  .describe('国密固化: SM2 with SM3 over the same manifest, and a timestamp of its own');
export type NationalSeal = z.infer<typeof NationalSeal>;

/** 固化信息: what fixes a checked case. With the link it answers, `chain`, `links`, `findings`, `document`, `report` and `validation` are all the manifest is made of. */
export const SealFacts = z
  .strictObject({
    chain: SealedChain.describe('all links of the case up to and including the one this answers'),
    links: z.array(SealedLink).describe('the lines of `chain`, in their order'),
    findings: z.array(SealedFindings).describe('of the links of check before the one this answers, in their order'),
    drawn: z
      .strictObject({ content: ContentName, size: count.describe('bytes') })
      .describe('办理过程 before it was signed: the first bytes of `document`, the same for the same case at any time'),
    document: ObjectRef.describe('办理过程 as a layout document (PDF/A), signed (PAdES)'),
    report: z
      .strictObject({
        document: ObjectRef.describe('as a paper (PDF/A)'),
        data: ObjectRef.describe('as data, a CheckReport'),
      })
      .optional()
      .describe('四性检测报告 of the round that passed; absent in seals made before there were reports'),
    validation: ObjectRef.describe(
      'PEM: certificates of the sealers without their roots, and the revocation lists of that moment',
    ),
    manifest: ObjectRef.describe('清单: every object, link and finding of the case; deterministic bytes'),
    signature: z
      .string()
      .max(20_000)
      .nullable()
      .describe(
        'JWS over the manifest bytes, compact serialisation with detached payload (RFC 7515 appendix F); null where the suite is national',
      ),
    timestamp: SealTimestamp.nullable().describe('over the SHA-256 of the manifest; null where the suite is national'),
    evidenceRecord: evidenceRecord.nullable().describe('by SHA-256; null where the suite is national'),
    national: NationalSeal.nullable().describe('null where the suite is international'),
  })
  .describe('固化信息: what fixes a checked case');
export type SealFacts = z.infer<typeof SealFacts>;

export const CaseSealed = linkOf(
  'seal',
  'CaseSealed',
  SealFacts,
  z.strictObject({
    round: z.int().positive().describe('round of checking that passed'),
    head: DossierHead.describe(
      'what package decides by: scheme, department, fonds; the dossier itself stands in the chain object',
    ),
    closing: Closing.describe('when and how the case ended: year and retention of its 档号 count from here'),
    manifest: ContentName.describe('清单'),
    document: ContentName.describe('办理过程文件'),
    chain: ContentName.describe('the links sealed'),
    suite: z
      .enum(['international', 'national', 'both'])
      .describe('SHA-256 with ES256/EdDSA, SM3 with SM2, or both, each for itself'),
  }),
).describe('固化: the checked case is fixed by manifest, signature and timestamp');
export type CaseSealed = z.infer<typeof CaseSealed>;

/** An evidence record of a case as later links name it: which one counts, and what it rests on. */
export const RecordedEvidence = z
  .strictObject({
    suite: Suite,
    record: Sha256.describe('SHA-256 of the evidence record, DER'),
    digest: z.enum(['sha256', 'sha384', 'sha512', 'sm3']).describe('the digest its last chain goes on under'),
    by: StampedBy.describe('of its last token'),
  })
  .describe('an evidence record of a case: which one counts, and what it rests on');
export type RecordedEvidence = z.infer<typeof RecordedEvidence>;

/** What a case is proven by: the manifest, and the evidence records over it. */
export const CaseEvidence = z
  .strictObject({
    manifest: ObjectRef.describe('清单: what the records are over'),
    records: z.array(RecordedEvidence).min(1).max(2).describe('one for each suite of the seal, international first'),
  })
  .describe('what a case is proven by: the manifest, and the evidence records over it');
export type CaseEvidence = z.infer<typeof CaseEvidence>;

export const SealLink = z
  .discriminatedUnion('type', [CaseSealed])
  .describe('a link of archive.seal; key is the case number');
export type SealLink = z.infer<typeof SealLink>;
