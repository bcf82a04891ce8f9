import { z } from 'zod';
import { CaseNumber } from '../codes/case-number.ts';
import { Finding } from '../finding.ts';
import { STEPS } from '../names.ts';
import { ContentName, count, Sha256, Sm3 } from '../primitives.ts';
import { ChainObject } from './capture.ts';
import { OutcomeCounts } from './check.ts';
import { Dossier } from './dossier.ts';

/** An object the seal covers: by both digests, so that either suite alone can say whether it is still what it was. */
export const SealedObject = z.strictObject({
  content: ContentName.describe('SHA-256 of its bytes'),
  sm3: Sm3,
  size: count.describe('bytes'),
  puid: z.string().max(40).nullable().describe('PRONOM id as captured; null where nothing known matched'),
  format: z.string().max(40).describe('format family by content'),
});
export type SealedObject = z.infer<typeof SealedObject>;

/**
 * 清单: what a seal is over. The object that is signed and timestamped; it names every file, every link and every finding of the case by digest, so one
 * signature covers them all. Its bytes are `JSON.stringify` of this with the keys in this order, UTF-8, no line feed; whoever verifies takes the bytes as they lie.
 */
export const SealManifest = z.strictObject({
  type: z.literal('seal-manifest'),
  version: z.literal(1),
  case: CaseNumber,
  round: z.int().positive(),
  dossier: Dossier.describe('metadata of the case, as checked'),
  objects: z
    .array(SealedObject)
    .min(1)
    .describe(
      'form, files in force, countersignatures, superseded files and the process record; each content once, in the order of content names',
    ),
  document: ContentName.describe('办理过程 as a layout document; one of the objects'),
  findings: z.strictObject({
    counts: OutcomeCounts,
    case: z.array(Finding).describe('findings on the case as a whole'),
    materials: z
      .array(z.strictObject({ material: z.string().max(60), link: Sha256, findings: z.array(Finding) }))
      .describe('findings on the files of each material in force, and the link that holds them'),
  }),
  links: z
    .array(
      z.strictObject({
        step: z.enum(STEPS),
        seq: count,
        type: z.string().max(40),
        sha256: Sha256.describe('digest of the value bytes'),
      }),
    )
    .min(1)
    .describe('every link up to the one the seal answers, in the order of the chain object'),
  chain: ChainObject.describe('the object that holds their bytes, one per line'),
});
export type SealManifest = z.infer<typeof SealManifest>;
