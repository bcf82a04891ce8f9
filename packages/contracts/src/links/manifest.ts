import { z } from 'zod';
import { CaseNumber } from '../codes/case-number.ts';
import { MaterialGroup } from '../events/file.ts';
import { Finding } from '../finding.ts';
import { ContentName, count, Sm3, text } from '../primitives.ts';
import { OutcomeCounts } from './check.ts';
import { Dossier } from './dossier.ts';
import { ObjectRef, SealedChain, SealedFindings, SealedLink } from './seal.ts';

/** What an object is in its case: 申请表单, 材料文件, 当场确认的签名, 办理过程文件, 四性检测报告. */
export const ObjectRole = z
  .enum(['form', 'file', 'countersignature', 'document', 'report'])
  .describe('what an object is in its case: 申请表单, 材料文件, 当场确认的签名, 办理过程文件, 四性检测报告');
export type ObjectRole = z.infer<typeof ObjectRole>;

/** One place that an object has in its case. The same bytes may have several. */
export const ObjectUse = z
  .strictObject({
    role: ObjectRole,
    inForce: z.boolean().describe('false where the material it belongs to was superseded'),
    material: z.string().max(60).nullable().describe('null for form, document and report'),
    item: z.string().max(40).nullable().describe('scheme item the material answers'),
    group: MaterialGroup.nullable().describe('null for form, document and report'),
    name: text(200).describe('计算机文件名'),
  })
  .describe('one place that an object has in its case');
export type ObjectUse = z.infer<typeof ObjectUse>;

/** An object the seal covers: by both digests, so that either suite alone can say whether it is still what it was. */
export const SealedObject = z
  .strictObject({
    content: ContentName.describe('SHA-256 of its bytes'),
    sm3: Sm3,
    size: count.describe('bytes'),
    puid: z.string().max(40).nullable().describe('PRONOM id as captured; null where nothing known matched'),
    format: z.string().max(40).describe('format family by content'),
    uses: z.array(ObjectUse).min(1).describe('what it is in the case, in the order of the dossier'),
  })
  .describe('an object the seal covers');
export type SealedObject = z.infer<typeof SealedObject>;

/**
 * 清单: what a seal is over. The object that is signed and timestamped; it names every file, every link and every finding of the case by digest, so one
 * signature covers them all. Its bytes are `JSON.stringify` of this with the keys in this order, UTF-8, no line feed; whoever verifies takes the bytes as they lie.
 * docs/formats/manifest.md describes it for a stranger.
 */
export const SealManifest = z
  .strictObject({
    type: z.literal('seal-manifest').describe('kind of object'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber,
    round: z.int().positive().describe('round of checking that passed'),
    scheme: ContentName.describe('digest of the scheme version that `dossier.head.scheme` names, as it was published'),
    dossier: Dossier.describe('metadata of the case, as checked'),
    objects: z
      .array(SealedObject)
      .min(1)
      .describe(
        'form, files in force, countersignatures, superseded files, the process record and the report of the check (as a paper and as data; cases sealed before there were reports have none); each content once, in the order of content names',
      ),
    document: ContentName.describe('办理过程 as a layout document, signed; one of the objects'),
    findings: z
      .strictObject({
        counts: OutcomeCounts,
        case: z.array(Finding).describe('findings on the case as a whole'),
        checks: z
          .array(SealedFindings)
          .describe(
            'findings of every earlier link of check, on materials and on refused rounds, in the order of the chain',
          ),
      })
      .describe('what the check found'),
    links: z
      .array(SealedLink)
      .min(1)
      .describe('every link up to and including the one the seal answers, in the order of the chain object'),
    chain: SealedChain.describe('the object that holds their bytes, one per line'),
    validation: ObjectRef.describe('certificates of the sealers and revocation lists of that moment, PEM'),
  })
  .describe('清单: what a seal is over; an object in the vault, never a record');
export type SealManifest = z.infer<typeof SealManifest>;
