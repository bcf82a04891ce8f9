import { z } from 'zod';
import { Finding } from '../finding.ts';
import { ContentName, count, Sha256, Sm3 } from '../primitives.ts';
import { ChainObject } from './capture.ts';
import { Dossier } from './dossier.ts';
import { linkOf } from './link.ts';

/** What a file turned out to be when it was opened (packages/formats). JSON as the inspector reports it; its own version stands in it. */
export const InspectedFile = z.strictObject({
  content: ContentName,
  sha256: Sha256.describe('digest of the bytes as read back'),
  sm3: Sm3,
  size: count,
  facts: z
    .record(z.string(), z.unknown())
    .describe('FileFacts of packages/formats: puid, format, readability, problems'),
  scan: z
    .strictObject({
      verdict: z.enum(['clean', 'infected', 'too-large', 'not-run']),
      signature: z.string().max(200).nullable(),
      engine: z.string().max(100),
      signaturesAt: z.string().max(40).nullable().describe('date of the virus signatures'),
    })
    .describe('virus scan'),
});
export type InspectedFile = z.infer<typeof InspectedFile>;

export const MaterialChecked = linkOf(
  'check',
  'MaterialChecked',
  z.strictObject({ files: z.array(InspectedFile) }),
  z.strictObject({
    material: z.string().max(60).describe('material looked at; `form` for the application form'),
    verdict: z.enum(['passed', 'failed']),
    findings: z.array(Finding),
  }),
);
export type MaterialChecked = z.infer<typeof MaterialChecked>;

/** Counts of outcomes over all findings of a round. */
export const OutcomeCounts = z.record(z.string(), count);

/** What closing found: the chain of the case so far. */
const ClosingFacts = z.strictObject({ chain: ChainObject });

export const CaseChecked = linkOf(
  'check',
  'CaseChecked',
  ClosingFacts,
  z.strictObject({
    round: z.int().positive(),
    dossier: Dossier,
    findings: z
      .array(Finding)
      .describe('findings on the case as a whole; those on single files stand in the links named below'),
    counts: OutcomeCounts,
    checked: z
      .array(z.strictObject({ material: z.string(), link: Sha256 }))
      .describe('the links that hold the findings of each material in force'),
    chain: ChainObject.describe('all links of the case up to the one this answers, one per line'),
  }),
);
export type CaseChecked = z.infer<typeof CaseChecked>;

/** The case goes back to the department with every finding, not the first. */
export const CaseRefused = linkOf(
  'check',
  'CaseRefused',
  ClosingFacts,
  z.strictObject({
    round: z.int().positive(),
    findings: z.array(Finding).describe('every finding that is not PASS, of the case and of its files'),
    counts: OutcomeCounts,
    chain: ChainObject,
  }),
);
export type CaseRefused = z.infer<typeof CaseRefused>;

export const CheckLink = z.discriminatedUnion('type', [MaterialChecked, CaseChecked, CaseRefused]);
export type CheckLink = z.infer<typeof CheckLink>;
