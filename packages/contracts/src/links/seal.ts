import { z } from 'zod';
import { Closing } from '../events/closed.ts';
import { Finding, Outcome } from '../finding.ts';
import { STEPS } from '../names.ts';
import { ContentName, count, Sha256, Sm3 } from '../primitives.ts';
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

/** 固化信息: what fixes a checked case. With the link it answers, `links` and `findings` are all the manifest is made of. */
export const SealFacts = z
  .strictObject({
    chain: SealedChain.describe('all links of the case up to and including the one this answers'),
    links: z.array(SealedLink).describe('the lines of `chain`, in their order'),
    findings: z.array(SealedFindings).describe('of the links of check before the one this answers, in their order'),
    document: ObjectRef.describe('办理过程 as a layout document (PDF/A)'),
    manifest: ObjectRef.describe('清单: every object, link and finding of the case; deterministic bytes'),
    signature: z
      .string()
      .max(20_000)
      .describe('JWS over the manifest bytes, compact serialisation with detached payload (RFC 7515 appendix F)'),
    timestamp: z
      .strictObject({
        token: z.string().max(40_000).describe('RFC 3161 token, DER, base64'),
        root: Sha256.describe('what the token is over: root of the batch'),
        path: z
          .array(z.array(Sha256))
          .describe(
            'reduced hash tree from this manifest digest to the root (RFC 4998 §4.2): at each level the other hashes of the group; empty where the case was alone',
          ),
      })
      .describe('trusted timestamp, shared by the cases of one batch'),
    evidenceRecord: z.null().describe('place of the RFC 4998 record'),
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
    suite: z.enum(['international', 'national']).describe('SHA-256 with ES256/EdDSA, or SM3 with SM2'),
  }),
).describe('固化: the checked case is fixed by manifest, signature and timestamp');
export type CaseSealed = z.infer<typeof CaseSealed>;

export const SealLink = z
  .discriminatedUnion('type', [CaseSealed])
  .describe('a link of archive.seal; key is the case number');
export type SealLink = z.infer<typeof SealLink>;
