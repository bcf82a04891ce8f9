import { z } from 'zod';
import { CaseNumber } from '../codes/case-number.ts';
import { CaseAccepted, Unit } from '../events/accepted.ts';
import { Closing } from '../events/closed.ts';
import { MaterialGroup } from '../events/file.ts';
import { CaseResult, ProcessStep } from '../events/index.ts';
import { Commitment, ContentName, count, Sm3, Time, text } from '../primitives.ts';

/** One file as it lies in the pre-archive vault: its names, digests and technical facts. */
export const CapturedFile = z.strictObject({
  name: text(200).describe('计算机文件名 as published'),
  content: ContentName.describe('content name: SHA-256'),
  sm3: Sm3,
  size: count.describe('bytes'),
  puid: z.string().max(40).nullable().describe('PRONOM id, or a local one (x-ofd/1); null where nothing known matched'),
  format: z.string().max(40).describe('format family by content: pdf, jpeg, docx …; unknown where nothing matched'),
  pages: count.nullable().describe('页数 as published; null where not said'),
});
export type CapturedFile = z.infer<typeof CapturedFile>;

/** A material in the dossier. */
export const DossierMaterial = z.strictObject({
  material: z.string().max(60),
  item: z.string().max(40).nullable().describe('scheme item it answers; null where it answers none (unlisted)'),
  group: MaterialGroup,
  name: text(200),
  collected: z.string().max(20),
  confirmed: z.boolean().nullable().describe('scan confirmed on the spot; null where it was not scanned'),
  files: z.array(CapturedFile),
  countersignature: CapturedFile.nullable(),
});
export type DossierMaterial = z.infer<typeof DossierMaterial>;

const accepted = CaseAccepted.shape.data.shape;

/** Who, what, where and when of a case: what `case.accepted` said, without its files. */
export const DossierHead = z.strictObject({
  case: CaseNumber,
  source: z.string().max(200).describe('publishing system'),
  matter: accepted.matter,
  scheme: accepted.scheme,
  department: accepted.department,
  region: accepted.region,
  applicant: z.strictObject({ kind: accepted.applicant.shape.kind, reference: Commitment }),
  channel: accepted.channel,
  kind: accepted.kind,
  receivedAt: Time,
  acceptedAt: Time,
  promisedAt: Time.nullable(),
  submission: z.string().max(60).nullable(),
});
export type DossierHead = z.infer<typeof DossierHead>;

/** 预归档卷, counted: everything in force when the case closed. */
export const Dossier = z.strictObject({
  head: DossierHead,
  form: CapturedFile.nullable().describe('申请表单; null where it could not be taken in'),
  materials: z.array(DossierMaterial).describe('in force, in the order they came'),
  superseded: z.array(DossierMaterial).describe('replaced, never overwritten'),
  steps: z.array(ProcessStep).describe('办理过程, in the order they came'),
  results: z.array(CaseResult),
  closing: Closing,
});
export type Dossier = z.infer<typeof Dossier>;

/** A published file that was not taken in, and why: an outcome of gathering, not an exception. */
export const FileRefusal = z.strictObject({
  name: text(200),
  code: z
    .enum([
      'DIGEST_MISMATCH',
      'SIZE_MISMATCH',
      'NOT_FOUND',
      'TOO_LARGE',
      'ADDRESS_NOT_ALLOWED',
      'FETCH_REFUSED',
      'EMPTY_FILE',
    ])
    .describe('stable code'),
  field: z.string().max(100).describe('field of the event at fault'),
  expected: z.string().max(200).nullable(),
  found: z.string().max(200).nullable(),
});
export type FileRefusal = z.infer<typeof FileRefusal>;

export { Unit };
