import { z } from 'zod';
import { CaseAccepted, ProcessStep } from '../events/index.ts';
import { CaseResult } from '../events/result-issued.ts';
import { ContentName, count, paragraph, Time } from '../primitives.ts';
import { CapturedFile, Dossier, DossierHead, DossierMaterial, FileRefusal } from './dossier.ts';
import { linkOf } from './link.ts';

/** What taking in the files of one event found: each file in the order of the event, captured or refused. */
export const FilesFacts = z.strictObject({
  files: z.array(z.union([CapturedFile, FileRefusal])),
  countersignature: z.union([CapturedFile, FileRefusal]).nullable(),
});
export type FilesFacts = z.infer<typeof FilesFacts>;

/** What closing found: the object that holds all links of this step before this one, value bytes as they lie, a line feed after each. */
export const ChainObject = z.strictObject({
  content: ContentName,
  size: count,
  links: count.describe('number of links in it'),
});
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
  z.strictObject({ head: DossierHead, form: CapturedFile.nullable(), refused: z.array(FileRefusal), missing: Missing }),
);
export type CaseOpened = z.infer<typeof CaseOpened>;

export const MaterialCaptured = linkOf(
  'capture',
  'MaterialCaptured',
  FilesFacts,
  z.strictObject({
    scheme: SchemeRef,
    material: DossierMaterial,
    insteadOf: InsteadOf,
    unlisted: z.boolean(),
    missing: Missing,
  }),
);
export type MaterialCaptured = z.infer<typeof MaterialCaptured>;

export const MaterialSuperseded = linkOf(
  'capture',
  'MaterialSuperseded',
  FilesFacts,
  z.strictObject({
    scheme: SchemeRef,
    material: DossierMaterial,
    replaces: z.string().max(60),
    insteadOf: InsteadOf,
    reason: paragraph(500),
    unlisted: z.boolean(),
    missing: Missing,
  }),
);
export type MaterialSuperseded = z.infer<typeof MaterialSuperseded>;

/** Bad news is a fact too: what was handed over could not be taken in. */
export const MaterialRefused = linkOf(
  'capture',
  'MaterialRefused',
  FilesFacts,
  z.strictObject({
    material: z.string().max(60),
    name: z.string().max(200),
    replaces: z
      .string()
      .max(60)
      .optional()
      .describe('the material in force that it was to supersede, and which stays in force; absent where there is none'),
    refused: z.array(FileRefusal).min(1),
    missing: Missing,
  }),
);
export type MaterialRefused = z.infer<typeof MaterialRefused>;

export const ProcessStepRecorded = linkOf(
  'capture',
  'ProcessStepRecorded',
  NoFacts,
  z.strictObject({ step: ProcessStep }),
);
export type ProcessStepRecorded = z.infer<typeof ProcessStepRecorded>;

export const ResultCaptured = linkOf(
  'capture',
  'ResultCaptured',
  FilesFacts,
  z.strictObject({
    scheme: SchemeRef,
    result: CaseResult,
    material: DossierMaterial,
    unlisted: z.boolean(),
    missing: Missing,
  }),
);
export type ResultCaptured = z.infer<typeof ResultCaptured>;

export const CaseCaptured = linkOf(
  'capture',
  'CaseCaptured',
  z.strictObject({ chain: ChainObject }),
  z.strictObject({
    round: z.int().positive().describe('1 at the first closing; one more after each 补正'),
    complete: z.boolean(),
    missing: Missing,
    dossier: Dossier,
    chain: ChainObject,
  }),
);
export type CaseCaptured = z.infer<typeof CaseCaptured>;

export const CaseWithdrawnLink = linkOf(
  'capture',
  'CaseWithdrawn',
  NoFacts,
  z.strictObject({ withdrawnAt: Time, reason: paragraph(500) }),
);
export type CaseWithdrawnLink = z.infer<typeof CaseWithdrawnLink>;

export const CaseReopened = linkOf(
  'capture',
  'CaseReopened',
  NoFacts,
  z.strictObject({ round: z.int().positive().describe('the round that begins'), reason: paragraph(500) }),
);
export type CaseReopened = z.infer<typeof CaseReopened>;

export const CaptureLink = z.discriminatedUnion('type', [
  CaseOpened,
  MaterialCaptured,
  MaterialSuperseded,
  MaterialRefused,
  ProcessStepRecorded,
  ResultCaptured,
  CaseCaptured,
  CaseWithdrawnLink,
  CaseReopened,
]);
export type CaptureLink = z.infer<typeof CaptureLink>;
