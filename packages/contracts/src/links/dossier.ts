import { z } from 'zod';
import { CaseNumber } from '../codes/case-number.ts';
import { CaseAccepted, Unit } from '../events/accepted.ts';
import { Closing } from '../events/closed.ts';
import { MaterialGroup } from '../events/file.ts';
import { CaseResult, ProcessStep } from '../events/index.ts';
import { Commitment, ContentName, count, Sm3, Time, text } from '../primitives.ts';

/** One file as it lies in the pre-archive vault: its names, digests and technical facts. */
export const CapturedFile = z
  .strictObject({
    name: text(200).describe('计算机文件名 as published'),
    content: ContentName.describe('content name: SHA-256'),
    sm3: Sm3,
    size: count.describe('bytes'),
    puid: z
      .string()
      .max(40)
      .nullable()
      .describe('PRONOM id, or a local one (x-ofd/1); null where nothing known matched'),
    format: z.string().max(40).describe('format family by content: pdf, jpeg, docx …; unknown where nothing matched'),
    pages: count.nullable().describe('页数 as published; null where not said'),
  })
  .describe('one file as it lies in the pre-archive vault: its names, digests and technical facts');
export type CapturedFile = z.infer<typeof CapturedFile>;

/** A material in the dossier. */
export const DossierMaterial = z
  .strictObject({
    material: z.string().max(60).describe('identifier of the material inside the case'),
    item: z.string().max(40).nullable().describe('scheme item it answers; null where it answers none (unlisted)'),
    group: MaterialGroup,
    name: text(200).describe('材料名称'),
    collected: z.string().max(20).describe('收取方式, as published'),
    confirmed: z.boolean().nullable().describe('scan confirmed on the spot; null where it was not scanned'),
    files: z.array(CapturedFile).describe('its files, in order'),
    countersignature: CapturedFile.nullable().describe('当场确认的签名; null where there is none'),
  })
  .describe('a material in the dossier');
export type DossierMaterial = z.infer<typeof DossierMaterial>;

const accepted = CaseAccepted.shape.data.shape;

/** Who, what, where and when of a case: what `case.accepted` said, without its files. */
export const DossierHead = z
  .strictObject({
    case: CaseNumber.describe('办件编号'),
    source: z.string().max(200).describe('publishing system'),
    matter: accepted.matter,
    scheme: accepted.scheme,
    department: accepted.department,
    region: accepted.region,
    applicant: z
      .strictObject({
        kind: accepted.applicant.shape.kind,
        reference: Commitment.describe('salted commitment to who applied'),
      })
      .describe('who applied, without naming them'),
    channel: accepted.channel,
    kind: accepted.kind,
    receivedAt: Time.describe('收件时间'),
    acceptedAt: Time.describe('受理时间'),
    promisedAt: Time.nullable().describe('承诺办结时间; null where none was promised'),
    submission: z
      .string()
      .max(60)
      .nullable()
      .describe('一件事一次办: the one submission that serves several cases; null for one alone'),
  })
  .describe('what case.accepted said, without its files');
export type DossierHead = z.infer<typeof DossierHead>;

/** 预归档卷, counted: everything in force when the case closed. */
export const Dossier = z
  .strictObject({
    head: DossierHead.describe('who, what, where and when'),
    form: CapturedFile.nullable().describe('申请表单; null where it could not be taken in'),
    materials: z.array(DossierMaterial).describe('in force, in the order they came'),
    superseded: z.array(DossierMaterial).describe('replaced, never overwritten'),
    steps: z.array(ProcessStep).describe('办理过程, in the order they came'),
    results: z.array(CaseResult).describe('办结结果, in the order they came'),
    closing: Closing.describe('how the case ended'),
  })
  .describe('预归档卷, counted: everything in force when the case closed');
export type Dossier = z.infer<typeof Dossier>;

/** A published file that was not taken in, and why: an outcome of gathering, not an exception. */
export const FileRefusal = z
  .strictObject({
    name: text(200).describe('计算机文件名 as published'),
    code: z
      .enum([
        'DIGEST_MISMATCH',
        'SIZE_MISMATCH',
        'NOT_FOUND',
        'TOO_LARGE',
        'ADDRESS_NOT_ALLOWED',
        'FETCH_REFUSED',
        'FETCH_UNAVAILABLE',
        'EMPTY_FILE',
      ])
      .describe('stable code; FETCH_UNAVAILABLE: its host did not give it for some time, it may be sent again'),
    field: z.string().max(100).describe('field of the event at fault'),
    expected: z.string().max(200).nullable().describe('what the publisher said; null where it said nothing'),
    found: z.string().max(200).nullable().describe('what came; null where nothing came'),
  })
  .describe('a published file that was not taken in, and why');
export type FileRefusal = z.infer<typeof FileRefusal>;

export { Unit };
