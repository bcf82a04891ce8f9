import { z } from 'zod';
import { Finding } from '../finding.ts';
import { ContentName, count, Sha256, Sm3, Time } from '../primitives.ts';
import { ChainObject } from './capture.ts';
import { Dossier } from './dossier.ts';
import { linkOf } from './link.ts';

/** What a page looks like, as it was measured. Nothing here says whether that is good enough. */
export const PageQuality = z
  .strictObject({
    page: count.min(1).describe('number of the page, from 1'),
    blank: z.boolean().describe('nothing on it but paper, shadows and dust'),
    ink: z.number().min(0).max(1).describe('share of the page that has something on it'),
    paper: z.number().min(0).max(255).describe('grey level of the paper: nine tenths of the page are darker'),
    contrast: z.number().min(0).max(255).describe('grey levels from the paper to the darkest hundredth of the page'),
    skew: z
      .number()
      .optional()
      .describe('degrees by which its lines fall to the right; absent where it has no lines to tell by'),
    dpi: z.number().optional().describe('dots per inch of the scan; absent where it does not say, or is no scan'),
    sameAs: count.min(1).optional().describe('an earlier page of the file that shows the same; absent where none does'),
  })
  .describe('what a page looks like, as it was measured');
export type PageQuality = z.infer<typeof PageQuality>;

/** Pages whose looks are kept of one file: of a volume of thousands the first ones speak for the rest. */
export const MOST_PAGE_QUALITY = 200;

/** A signature, seal or timestamp that was found inside a file, and what it is worth. Nobody is named: the certificate is known by its digest. */
export const FileSignature = z
  .strictObject({
    kind: z
      .enum(['signature', 'seal', 'timestamp'])
      .describe('电子签名; 电子印章 (GB/T 38540); a timestamp over the file'),
    state: z
      .enum(['holds', 'expired', 'not-trusted', 'changed', 'not-verified', 'broken'])
      .describe(
        'holds; holds, and its certificate has ended; holds, and nobody trusted here vouches for it; holds for what was signed, and something was added since; of a kind that is not verified here; does not hold',
      ),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,40}$/)
      .nullable()
      .describe('why it does not simply hold, e.g. PDF_BYTE_RANGE; null where it does'),
    whole: z
      .boolean()
      .nullable()
      .describe('whether it covers the file to its end; null where it could not be followed'),
    certificate: z
      .strictObject({
        sha256: Sha256.describe("SHA-256 of the signer's certificate, DER"),
        from: Time.describe('begin of its validity'),
        until: Time.describe('end of its validity'),
      })
      .nullable()
      .describe('null where there is none that can be read'),
    claimed: Time.nullable().describe("when it was made, by the signer's own clock; null where it does not say"),
    stamped: Time.nullable().describe('when, by a timestamp that is believed here; null where there is none'),
    revocation: z
      .enum(['good', 'unknown', 'revoked', 'since'])
      .nullable()
      .optional()
      .describe(
        'what revocation lists say: nobody was taken back, for each certificate by a list that covers the moment; a list is missing; taken back before it was made; taken back, and nothing but its own word says that it was made before; null: not asked, or made by an anchor itself, whom no list takes back; absent: looked at before lists were asked',
      ),
  })
  .describe('a signature, seal or timestamp inside a file, and what it is worth');
export type FileSignature = z.infer<typeof FileSignature>;

/** Signatures of one file that are kept. */
export const MOST_FILE_SIGNATURES = 32;

/** What a file turned out to be when it was opened: of the facts of packages/formats those that a judgement rests on. */
export const FileInspection = z
  .strictObject({
    inspector: z.string().max(40).describe('version of what opened it'),
    puid: z.string().max(40).nullable().describe('PRONOM id, or a local one; null where nothing known matched'),
    format: z.string().max(40).describe('format family by content; `unknown` where nothing matched'),
    extensionAgrees: z.boolean().nullable().describe('null where the name has no extension or the format has none'),
    readable: z.enum(['yes', 'no', 'not-looked']).describe('whether it could be opened'),
    problems: z
      .array(z.string().regex(/^[A-Z][A-Z0-9_]{1,40}$/))
      .max(40)
      .describe('codes of docs/formats/identification.md, each once'),
    pages: count.nullable().describe('pages found; null where they were not counted'),
    encrypted: z.boolean().describe('whether it needs a password'),
    quality: z
      .array(PageQuality)
      .max(MOST_PAGE_QUALITY)
      .nullable()
      .describe('its first pages as they look; null where no page of it can be seen'),
    signatures: z
      .array(FileSignature)
      .max(MOST_FILE_SIGNATURES)
      .nullable()
      .optional()
      .describe(
        'signatures, seals and timestamps inside it; null: they could not be looked for; absent: looked at before they were',
      ),
    revocationLists: Sha256.nullable()
      .optional()
      .describe(
        'SHA-256 over the digests of the revocation lists at hand that its signatures were judged by, beside those that lie inside the file and are its own bytes; null: there were none at hand; absent: it has no signature, or was looked at before lists were asked',
      ),
  })
  .describe('what a file turned out to be when it was opened');
export type FileInspection = z.infer<typeof FileInspection>;

/** Answer of the virus scanner. `too-large` and `error` are never a pass: something was not looked at. */
export const FileScan = z
  .strictObject({
    verdict: z.enum(['clean', 'infected', 'too-large', 'error', 'not-run']).describe('what the scanner says'),
    signature: z.string().max(200).nullable().describe('what was found, or which limit was met'),
    engine: z.string().max(100).describe('engine and version'),
    signaturesAt: z.string().max(40).nullable().describe('date of the virus signatures; null where they do not say'),
  })
  .describe('answer of the virus scanner');
export type FileScan = z.infer<typeof FileScan>;

/** One file as it was read back from the pre-archive store. */
export const InspectedFile = z
  .strictObject({
    content: ContentName.describe('name it was asked for by'),
    bytes: z
      .strictObject({ sha256: Sha256, sm3: Sm3, size: count.describe('bytes') })
      .nullable()
      .describe('digests and size of what was read; null where no such object is there'),
    inspection: FileInspection.nullable().describe('null where there was nothing to open'),
    scan: FileScan.nullable().describe('null where there was nothing to scan'),
  })
  .describe('one file as it was read back from the pre-archive store');
export type InspectedFile = z.infer<typeof InspectedFile>;

/** What the application form turned out to be, without anything that stands in it. */
export const FormFacts = z
  .strictObject({
    valid: z.boolean().describe('it is an ApplicationForm of this case'),
    commitmentMatches: z
      .boolean()
      .nullable()
      .describe('its applicant is the one `case.accepted` committed to; null where it could not be read so far'),
    age: z
      .enum(['fits', 'too-young', 'too-old', 'impossible', 'none'])
      .nullable()
      .describe(
        'whether the age of the applicant at acceptance is one that the matter takes (none: the document says no age); never the age itself; null where it could not be read so far',
      ),
    asked: z
      .array(
        z.strictObject({
          item: z.string().max(40).describe('code of the scheme item'),
          outcomes: z
            .array(z.enum(['granted', 'refused', 'ended']))
            .min(1)
            .describe('outcomes of the case with which its condition holds'),
        }),
      )
      .max(500)
      .describe('materials that by their condition (适用条件) this form makes required; nothing of what stands in it'),
    problems: z.array(z.string().max(160)).max(20).describe('field and rule of each fault, never a value'),
  })
  .describe('what the application form turned out to be, without anything that stands in it');
export type FormFacts = z.infer<typeof FormFacts>;

/** 检测规则集 that judged: the base, and the digest over all of it, with what the scheme has otherwise. */
export const AppliedRules = z
  .strictObject({
    base: z.string().max(40).describe('base rule set, e.g. dat70@1'),
    digest: ContentName.describe('digest over base, parameters, levels, modes and calendar as they were applied'),
  })
  .describe('检测规则集 that judged');
export type AppliedRules = z.infer<typeof AppliedRules>;

export const MaterialChecked = linkOf(
  'check',
  'MaterialChecked',
  z.strictObject({
    files: z.array(InspectedFile).describe('files of the material in their order, then its countersignature'),
    form: FormFacts.nullable().describe('null for any other material'),
  }),
  z.strictObject({
    material: z.string().max(60).describe('material looked at; `form` for the application form'),
    rules: AppliedRules,
    verdict: z.enum(['passed', 'failed']).describe('whether anything found refuses it'),
    findings: z.array(Finding).describe('every item that was looked at'),
  }),
).describe('a material was looked at, file by file');
export type MaterialChecked = z.infer<typeof MaterialChecked>;

/** Counts of outcomes over all findings of a round. */
export const OutcomeCounts = z.record(z.string(), count).describe('findings of a round, counted by outcome');

/** What closing found: the chain of the case so far, and the scanner as it stands. */
export const ClosingFacts = z
  .strictObject({
    chain: ChainObject,
    captured: z
      .strictObject({
        links: count.describe('links of capture that were read'),
        fault: z
          .enum([
            'NOT_FOUND',
            'CORRUPT',
            'NOT_A_LINK',
            'OTHER_CASE',
            'GAP',
            'PREVIOUS_HASH',
            'OTHER_END',
            'OTHER_COUNT',
          ])
          .nullable()
          .describe(
            'what is wrong with the chain object that capture handed on; null: it is the chain this closing ends',
          ),
        line: count.nullable().describe('line at fault, from 1'),
      })
      .describe('the chain object of capture, followed from its first link to the closing'),
    scanner: z
      .strictObject({
        engine: z.string().max(100).describe('engine and version'),
        signaturesAt: z
          .string()
          .max(40)
          .nullable()
          .describe('date of the virus signatures; null where they do not say'),
      })
      .nullable()
      .describe('what scans for viruses; null where nothing does'),
  })
  .describe('what closing found: the chain of the case so far, and the scanner as it stands');
export type ClosingFacts = z.infer<typeof ClosingFacts>;

/** A finding that waits for a person, and how many of them it takes. */
export const OpenFinding = z
  .strictObject({
    key: Sha256.describe('names the finding: SHA-256 over what was looked at and what was found'),
    persons: z.int().min(1).max(9).describe('how many persons have to accept it; one suffices to reject it'),
    finding: Finding,
  })
  .describe('a finding that waits for a person');
export type OpenFinding = z.infer<typeof OpenFinding>;

/** What a person decided of a finding, and how it stands with that. */
export const Resolution = z
  .strictObject({
    key: Sha256.describe('the finding'),
    of: z
      .strictObject({
        item: z.string().max(40).describe('检测项, e.g. GD-1-4'),
        object: z.string().max(300).describe('what was looked at'),
        code: z.string().max(61).describe('what was found, as a stable word'),
      })
      .describe('what was found, in short'),
    resolution: z.enum(['accepted', 'rejected']).describe('what this person decided'),
    by: z
      .strictObject({
        account: z.string().max(60).describe('account, not a name'),
        role: z.literal('archivist').describe('in which role'),
      })
      .describe('who decided'),
    decidedAt: Time.describe('when, as the person sent it'),
    reason: z.string().max(500).describe('why'),
    persons: count.describe('how many have to accept it'),
    accepted: count.describe('how many have accepted it so far, this person included'),
    standing: z
      .enum(['settled', 'waiting'])
      .describe('settled: it counts as PASS or FAIL from now on; waiting: another person has to accept it too'),
  })
  .describe('what a person decided of a finding, and how it stands with that');
export type Resolution = z.infer<typeof Resolution>;

/** A round in which something was left to people: `resolution` is null where the link answers a closing, and says what ended the waiting where it answers a person. */
const afterReview = {
  closing: Sha256.nullable().describe(
    'the closing this is about, where the link answers a person; null: the record it answers',
  ),
  resolution: Resolution.nullable().describe(
    'what ended the waiting, where the link answers a person; null: nobody was asked',
  ),
};

/** What is found before a round ends by what a person decided: the chain of the case, grown by the links of the review. */
export const ReviewFacts = z
  .strictObject({ chain: ChainObject })
  .describe('what is found before a round ends by what a person decided');
export type ReviewFacts = z.infer<typeof ReviewFacts>;

const NoFacts = z.strictObject({});

const Checked = z
  .array(
    z.strictObject({
      material: z.string().describe('identifier of the material'),
      link: Sha256.describe('SHA-256 of the link'),
    }),
  )
  .describe('the links that hold the findings of each material in force');

const round = z.int().positive().describe('round of checking, from 1');
const calling = z
  .array(Finding)
  .describe(
    'every finding that calls for something (FAIL, WARN, MANUAL_REVIEW), of the case and of its files in force',
  );
const open = z
  .array(OpenFinding)
  .describe('findings that people may settle: with all of them accepted the round passes; empty where nobody may');

export const CaseChecked = linkOf(
  'check',
  'CaseChecked',
  z.union([ClosingFacts, ReviewFacts]),
  z.strictObject({
    round,
    rules: AppliedRules,
    dossier: Dossier,
    findings: z
      .array(Finding)
      .describe(
        'findings on the case as a whole, and what people settled of any; those on single files stand in the links named below',
      ),
    counts: OutcomeCounts,
    checked: Checked,
    chain: ChainObject.describe('all links of the case up to the one this answers, one per line'),
    ...afterReview,
  }),
).describe('the closed case passed the check');
export type CaseChecked = z.infer<typeof CaseChecked>;

/** The case goes back to the department with every finding, not the first. */
export const CaseRefused = linkOf(
  'check',
  'CaseRefused',
  z.union([ClosingFacts, ReviewFacts]),
  z.strictObject({
    round,
    rules: AppliedRules,
    dossier: Dossier,
    findings: calling,
    counts: OutcomeCounts,
    open,
    chain: ChainObject,
    ...afterReview,
  }),
).describe('the closed case goes back to the department with every finding, not the first');
export type CaseRefused = z.infer<typeof CaseRefused>;

/** Nothing refuses the case but what was left to people, or it was refused so often that a person has to decide: it waits. */
export const CaseAwaitingReview = linkOf(
  'check',
  'CaseAwaitingReview',
  ClosingFacts,
  z.strictObject({
    round,
    rules: AppliedRules,
    why: z
      .enum(['LEFT_TO_PEOPLE', 'ROUNDS'])
      .describe('LEFT_TO_PEOPLE: findings that only people can settle; ROUNDS: refused as often as the rules allow'),
    dossier: Dossier,
    findings: calling,
    counts: OutcomeCounts,
    open,
    chain: ChainObject,
  }),
).describe('the closed case waits for a person');
export type CaseAwaitingReview = z.infer<typeof CaseAwaitingReview>;

export const FindingResolved = linkOf(
  'check',
  'FindingResolved',
  NoFacts,
  z.strictObject({
    round,
    ...Resolution.shape,
    findings: z
      .array(Finding)
      .max(1)
      .describe('the finding as it counts from now on; none while another person is waited for'),
  }),
).describe('a person looked at a finding; others of the case, or of this one, are still waited for');
export type FindingResolved = z.infer<typeof FindingResolved>;

/** Bad news is a fact too: what a person decided cannot be followed. */
export const ResolutionRefused = linkOf(
  'check',
  'ResolutionRefused',
  NoFacts,
  z.strictObject({
    resolution: z.string().max(80).describe('id of what the person sent'),
    key: Sha256.describe('the finding it names'),
    by: z
      .strictObject({
        account: z.string().max(60).describe('account, not a name'),
        role: z.literal('archivist').describe('in which role'),
      })
      .describe('who sent it'),
    reason: z
      .enum([
        'CASE_UNKNOWN',
        'CASE_ALREADY_CHECKED',
        'CASE_NOT_WAITING',
        'FINDING_UNKNOWN',
        'FINDING_SETTLED',
        'SAME_PERSON',
      ])
      .describe(
        'no such case; passed already; nothing of it waits; no such finding waits; it is settled; this person has accepted it before',
      ),
  }),
).describe('what a person decided of a finding cannot be followed');
export type ResolutionRefused = z.infer<typeof ResolutionRefused>;

export const CheckLink = z
  .discriminatedUnion('type', [
    MaterialChecked,
    CaseChecked,
    CaseRefused,
    CaseAwaitingReview,
    FindingResolved,
    ResolutionRefused,
  ])
  .describe('a link of archive.check; key is the case number');
export type CheckLink = z.infer<typeof CheckLink>;
