import { z } from 'zod';
import type * as Api from '../../api/cases.ts';
import { Beside } from './beside.ts';
import { DecidedState } from './desk.ts';

/** What src/api/cases.ts says in types, as the document of the door says it. */
export const CaseSummary = z.object({
  case: z.string(),
  referenceCode: z.string().nullable(),
  matter: z.string(),
  department: z.string(),
  stage: z.string(),
  stageAt: z.string(),
  waitsFor: z.string(),
  acceptedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  outcome: z.string().nullable(),
  missing: z.number(),
  materials: z.number(),
  files: z.number(),
  uses: z.number(),
}) satisfies z.ZodType<Api.CaseSummary>;

export const CaseList = z.object({
  ...Beside.shape,
  total: z.number(),
  more: z.boolean().describe('There are as many at least; how many more was not counted'),
  rows: z.array(CaseSummary),
}) satisfies z.ZodType<Api.CaseList>;

export const SchemeItemState = z.object({
  code: z.string(),
  name: z.string(),
  group: z.string(),
  required: z.string(),
  answered: z.boolean(),
  missing: z.boolean(),
}) satisfies z.ZodType<Api.SchemeItemState>;

export const FileState = z.object({
  position: z.number(),
  name: z.string(),
  content: z.string(),
  format: z.string(),
  puid: z.string().nullable(),
  size: z.number(),
  pages: z.number().nullable(),
  capturedAt: z.string(),
}) satisfies z.ZodType<Api.FileState>;

export const MaterialState = z.object({
  material: z.string(),
  title: z.string(),
  item: z.string().nullable(),
  group: z.string(),
  state: z.string(),
  files: z.array(FileState),
}) satisfies z.ZodType<Api.MaterialState>;

export const LinkState = z.object({
  step: z.string(),
  seq: z.number(),
  type: z.string(),
  id: z.string(),
  sha256: z.string(),
  at: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.number(),
  previous: z.string().nullable(),
  input: z.object({ topic: z.string(), partition: z.number(), offset: z.number(), sha256: z.string() }),
  rules: z.string(),
  about: z.string().nullable().describe('What it says, in one word of its own: a verdict, a code, a material'),
  verdict: z.enum(['good', 'bad', 'waiting', 'neutral']),
  whole: z
    .boolean()
    .describe('Whether it follows the link before it by hash, and its input where that is a link as well'),
}) satisfies z.ZodType<Api.LinkState>;

export const FindingState = z.object({
  item: z.string(),
  itemZh: z.string(),
  itemEn: z.string(),
  property: z.string(),
  outcome: z.string(),
  level: z.string(),
  object: z.string(),
  code: z.string(),
  meaning: z.string(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable()),
  link: z.string(),
}) satisfies z.ZodType<Api.FindingState>;

export const ProcessState = z.object({
  step: z.string(),
  name: z.string(),
  action: z.string(),
  state: z.string(),
  unit: z.string(),
  post: z.string(),
  opinion: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
}) satisfies z.ZodType<Api.ProcessState>;

export const PackageState = z.object({
  referenceCode: z.string(),
  content: z.string(),
  sm3: z.string(),
  size: z.number(),
  files: z.number(),
  suite: z.string().nullable(),
  manifest: z.string().nullable(),
  stampedBy: z.string().nullable(),
}) satisfies z.ZodType<Api.PackageState>;

export const StoredCopy = z.object({
  place: z.string(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  sha256: z.string(),
  size: z.number(),
  lockedUntil: z.string(),
}) satisfies z.ZodType<Api.StoredCopy>;

export const UseState = z.object({
  at: z.string(),
  account: z.string(),
  role: z.string(),
  purpose: z.string(),
  title: z.string().nullable(),
  result: z.string(),
  pages: z.number().nullable(),
}) satisfies z.ZodType<Api.UseState>;

export const CasePage = z.object({
  case: z.string(),
  matter: z.object({ code: z.string(), name: z.string() }),
  department: z.object({ uscc: z.string(), name: z.string(), fonds: z.string() }),
  scheme: z.object({ id: z.string(), version: z.number() }),
  source: z.string(),
  region: z.string(),
  channel: z.string(),
  kind: z.string(),
  applicantKind: z.string(),
  acceptedAt: z.string().nullable(),
  promisedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  outcome: z.string().nullable(),
  stage: z.string(),
  stageAt: z.string(),
  waitsFor: z.string(),
  round: z.number(),
  missing: z.array(z.string()),
  missingSince: z.string().nullable(),
  referenceCode: z.string().nullable(),
  retention: z.string().nullable(),
  retainUntil: z.string().nullable(),
  items: z
    .array(SchemeItemState)
    .nullable()
    .describe('Items of the scheme with what answers them; null where the scheme could not be had'),
  materials: z.array(MaterialState),
  links: z.array(LinkState),
  findings: z.array(FindingState),
  counts: z.record(z.string(), z.number()),
  process: z.array(ProcessState),
  package: PackageState.nullable(),
  copies: z.array(StoredCopy),
  uses: z.array(UseState),
  decided: z.array(DecidedState).describe('What two persons decided about its package, in their order'),
  series: z
    .string()
    .nullable()
    .describe('Where it counts since an adjustment: 档号 without its 件号; null where it counts as archived'),
  endsAt: z.string().nullable().describe('End of its retention as it counts now; null for 永久'),
}) satisfies z.ZodType<Api.CasePage>;
