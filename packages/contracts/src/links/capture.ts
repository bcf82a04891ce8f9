import { z } from 'zod';
import { CaseAccepted, ProcessStep } from '../events/index.ts';
import { CaseResult } from '../events/result-issued.ts';
import { ContentName, count, paragraph, Time } from '../primitives.ts';
import { CapturedFile, Dossier, DossierHead, DossierMaterial, FileRefusal } from './dossier.ts';
import { linkOf } from './link.ts';

/** What taking in the files of one event found: each file in the order of the event, captured or refused. */
export const FilesFacts = z
  .strictObject({
    files: z
      .array(z.union([CapturedFile, FileRefusal]))
      .describe('each file in the order of the event, captured or refused'),
    countersignature: z
      .union([CapturedFile, FileRefusal])
      .nullable()
      .describe('当场确认的签名; null where the event has none'),
  })
  .describe('what taking in the files of one event found');
export type FilesFacts = z.infer<typeof FilesFacts>;

/** What closing found: the object that holds all links of this step before this one, value bytes as they lie, a line feed after each. */
export const ChainObject = z
  .strictObject({
    content: ContentName,
    size: count.describe('bytes'),
    links: count.describe('number of links in it'),
  })
  .describe('an object that holds links, value bytes as they lie, a line feed after each');
export type ChainObject = z.infer<typeof ChainObject>;

const SchemeRef = CaseAccepted.shape.data.shape.scheme.describe('what the check of this material judges by');
const Missing = z
  .array(z.string().max(40))
  .describe('codes of required scheme items (and `form`) that nothing answers yet');
const InsteadOf = z
  .string()
  .max(60)
  .optional()
  .describe('the refused material this one was sent in the place of; absent where there was none');
const NoFacts = z.strictObject({});

export const CaseOpened = linkOf(
  'capture',
  'CaseOpened',
  FilesFacts,
  z.strictObject({
    head: DossierHead,
    form: CapturedFile.nullable().describe('申请表单; null where it could not be taken in'),
    refused: z.array(FileRefusal).describe('files that were not taken in'),
    missing: Missing,
  }),
).describe('the dossier of a case is open');
export type CaseOpened = z.infer<typeof CaseOpened>;

/** 申请表单更正: what check and everybody after it goes by is the head as it stands with this form. */
export const FormCaptured = linkOf(
  'capture',
  'FormCaptured',
  FilesFacts,
  z.strictObject({
    head: DossierHead.describe('the head with the commitment that this form opens; else as it was'),
    form: CapturedFile,
    superseded: DossierMaterial.nullable().describe(
      'the form that was in force, as it stays in the dossier: a material of its own; null where there was none',
    ),
    reason: paragraph(500).describe('更正原因'),
    missing: Missing,
  }),
).describe('another application form was taken in and is in force');
export type FormCaptured = z.infer<typeof FormCaptured>;

export const MaterialCaptured = linkOf(
  'capture',
  'MaterialCaptured',
  FilesFacts,
  z.strictObject({
    scheme: SchemeRef,
    material: DossierMaterial,
    insteadOf: InsteadOf,
    unlisted: z.boolean().describe('whether no item of the scheme asks for it'),
    missing: Missing,
  }),
).describe('a material was taken in');
export type MaterialCaptured = z.infer<typeof MaterialCaptured>;

export const MaterialSuperseded = linkOf(
  'capture',
  'MaterialSuperseded',
  FilesFacts,
  z.strictObject({
    scheme: SchemeRef,
    material: DossierMaterial,
    replaces: z.string().max(60).describe('the material it supersedes'),
    insteadOf: InsteadOf,
    reason: paragraph(500).describe('why it was replaced'),
    unlisted: z.boolean().describe('whether no item of the scheme asks for it'),
    missing: Missing,
  }),
).describe('a material was taken in and takes the place of an earlier one');
export type MaterialSuperseded = z.infer<typeof MaterialSuperseded>;

/** Bad news is a fact too: what was handed over could not be taken in. */
export const MaterialRefused = linkOf(
  'capture',
  'MaterialRefused',
  FilesFacts,
  z.strictObject({
    material: z.string().max(60).describe('identifier of the material; `form` for an application form'),
    name: z.string().max(200).describe('材料名称'),
    replaces: z
      .string()
      .max(60)
      .optional()
      .describe('the material in force that it was to supersede, and which stays in force; absent where there is none'),
    refused: z.array(FileRefusal).min(1).describe('its files that could not be taken in'),
    missing: Missing,
  }),
).describe('what was handed over could not be taken in');
export type MaterialRefused = z.infer<typeof MaterialRefused>;

export const ProcessStepRecorded = linkOf(
  'capture',
  'ProcessStepRecorded',
  NoFacts,
  z.strictObject({ step: ProcessStep }),
).describe('a step of the handling stands in the dossier');
export type ProcessStepRecorded = z.infer<typeof ProcessStepRecorded>;

export const ResultCaptured = linkOf(
  'capture',
  'ResultCaptured',
  FilesFacts,
  z.strictObject({
    scheme: SchemeRef,
    result: CaseResult,
    material: DossierMaterial,
    unlisted: z.boolean().describe('whether no item of the scheme asks for it'),
    missing: Missing,
  }),
).describe('a result was taken in with its document');
export type ResultCaptured = z.infer<typeof ResultCaptured>;

export const CaseCaptured = linkOf(
  'capture',
  'CaseCaptured',
  z.strictObject({ chain: ChainObject }),
  z.strictObject({
    round: z.int().positive().describe('1 at the first closing; one more after each 补正'),
    complete: z.boolean().describe('whether nothing is missing'),
    missing: Missing,
    dossier: Dossier,
    chain: ChainObject,
  }),
).describe('the case closed: its dossier is counted');
export type CaseCaptured = z.infer<typeof CaseCaptured>;

export const CaseWithdrawnLink = linkOf(
  'capture',
  'CaseWithdrawn',
  NoFacts,
  z.strictObject({ withdrawnAt: Time.describe('撤回时间'), reason: paragraph(500).describe('撤回原因') }),
).describe('the case was taken back; nothing of it is archived');
export type CaseWithdrawnLink = z.infer<typeof CaseWithdrawnLink>;

export const CaseReopened = linkOf(
  'capture',
  'CaseReopened',
  NoFacts,
  z.strictObject({
    round: z.int().positive().describe('the round that begins'),
    reason: paragraph(500).describe('补正说明'),
  }),
).describe('补正: the dossier is open again');
export type CaseReopened = z.infer<typeof CaseReopened>;

export const CaptureLink = z
  .discriminatedUnion('type', [
    CaseOpened,
    FormCaptured,
    MaterialCaptured,
    MaterialSuperseded,
    MaterialRefused,
    ProcessStepRecorded,
    ResultCaptured,
    CaseCaptured,
    CaseWithdrawnLink,
    CaseReopened,
  ])
  .describe('a link of archive.capture; key is the case number');
export type CaptureLink = z.infer<typeof CaptureLink>;
