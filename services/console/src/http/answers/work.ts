import { z } from 'zod';
import type * as Api from '../../api/work.ts';
import { Beside } from './beside.ts';

/** What src/api/work.ts says in types, as the document of the door says it. */
export const ParkedClosing = z.object({
  act: z.enum(['closed', 'released', 'redirected']),
  account: z.string(),
  reason: z.string(),
  at: z.string(),
  to: z
    .object({ topic: z.string(), partition: z.number(), offset: z.number().nullable() })
    .nullable()
    .describe('Where it was sent on to; the offset is null while it is on its way'),
}) satisfies z.ZodType<Api.ParkedClosing>;

export const ParkedSummary = z.object({
  id: z.string(),
  step: z.string(),
  reason: z.string(),
  key: z.string().nullable(),
  at: z.string(),
  faults: z.number(),
  closing: ParkedClosing.nullable(),
}) satisfies z.ZodType<Api.ParkedSummary>;

export const ReleaseChoice = z
  .object({
    topic: z.string(),
    faults: z.array(z.object({ field: z.string(), rule: z.string(), message: z.string() })),
  })
  .describe(
    'A topic a parked record may be sent on to, and what it breaks there as it is',
  ) satisfies z.ZodType<Api.ReleaseChoice>;

export const ParkedList = z.object({
  ...Beside.shape,
  total: z.number(),
  rows: z.array(ParkedSummary),
  reasons: z.array(z.object({ reason: z.string(), count: z.number() })),
}) satisfies z.ZodType<Api.ParkedList>;

export const ComparedField = z.object({
  field: z.string(),
  wanted: z.string(),
  required: z.boolean(),
  describe: z.string(),
  found: z.string().nullable(),
  faults: z.array(z.string()),
}) satisfies z.ZodType<Api.ComparedField>;

export const ParkedRecord = z.object({
  ...ParkedSummary.omit({ faults: true }).shape,
  input: z.object({ topic: z.string(), partition: z.number(), offset: z.number(), sha256: z.string() }),
  headers: z.record(z.string(), z.string()),
  faults: z.array(z.object({ field: z.string(), rule: z.string(), message: z.string() })),
  value: z
    .string()
    .nullable()
    .describe(
      "The value as text, with what looks like a person's number struck out; null where it is too large or not text",
    ),
  comparison: z
    .array(ComparedField)
    .describe('What the contract asks for beside what is there; empty where no contract is known for it'),
  contract: z.string().nullable().describe('Contract the record is compared with'),
  choices: z.array(ReleaseChoice).describe('Where it may be sent on to; none where it is a link, or closed already'),
}) satisfies z.ZodType<Api.ParkedRecord>;

export const RefusedCase = z.object({
  case: z.string(),
  matter: z.string(),
  department: z.string(),
  stage: z.string(),
  round: z.number(),
  at: z.string(),
  reasons: z.array(
    z.object({
      step: z.string(),
      code: z.string(),
      item: z.string().nullable(),
      itemZh: z.string(),
      itemEn: z.string(),
    }),
  ),
}) satisfies z.ZodType<Api.RefusedCase>;

export const RefusalList = z.object({
  ...Beside.shape,
  total: z.number(),
  rows: z.array(RefusedCase),
}) satisfies z.ZodType<Api.RefusalList>;

export const StatColumn = z.object({
  zh: z.string(),
  en: z.string(),
  unit: z.enum(['count', 'bytes', 'percent']),
}) satisfies z.ZodType<Api.StatColumn>;

export const StatTable = z
  .object({
    id: z.string(),
    zh: z.string(),
    en: z.string(),
    columns: z.array(StatColumn),
    rows: z.array(z.object({ label: z.string(), values: z.array(z.number()) })),
  })
  .describe(
    'One table of the statistics: named columns, and rows of a label and numbers',
  ) satisfies z.ZodType<Api.StatTable>;

export const AuditDump = z
  .object({
    state: z.enum(['making', 'ready', 'failed']),
    said: z.string().nullable().describe('Last line of progress while it is made; why it could not be'),
    bytes: z.number().nullable().describe('Of the whole archive, where it is ready'),
    takenAt: z.string().nullable(),
  })
  .describe(
    'The files an audit can be made from anew elsewhere (docs/formats/dump.md)',
  ) satisfies z.ZodType<Api.AuditDump>;

export const AuditSummary = z.object({
  verdict: z.string(),
  layers: z.record(z.string(), z.string()),
  links: z.number(),
  inputs: z.number(),
  objects: z.number(),
  cosigned: z.number(),
  size: z.number(),
  cases: z.record(z.string(), z.number()),
  faults: z.array(z.object({ code: z.string(), title: z.string(), where: z.string() })),
  faultCount: z.number(),
}) satisfies z.ZodType<Api.AuditSummary>;

export const AuditRun = z.object({
  id: z.string(),
  account: z.string(),
  content: z.boolean(),
  state: z.enum(['running', 'whole', 'broken', 'failed']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  exitCode: z.number().nullable(),
  said: z.string().nullable().describe('Last line of progress while it runs; why it failed where it did'),
  summary: AuditSummary.nullable(),
  dump: AuditDump.nullable().describe('Null where none was asked for'),
}) satisfies z.ZodType<Api.AuditRun>;

export const Replay = z
  .object({
    id: z.string(),
    account: z.string(),
    step: z.string(),
    from: z.string().nullable().describe('First moment, and first moment no more; RFC 3339, null where open'),
    until: z.string().nullable(),
    state: z.enum(['running', 'same', 'differs', 'failed']),
    startedAt: z.string(),
    links: z.number().nullable(),
    differences: z.number().nullable(),
    lines: z.array(z.string()).describe('The differences, one a line; or why it could not run'),
  })
  .describe('A dry run of a step over a range') satisfies z.ZodType<Api.Replay>;

export const AuditList = z.object({
  mayStart: z.boolean(),
  mayDump: z.boolean().describe('Whether dumps may be made: they hold the records of every department'),
  rows: z.array(AuditRun),
}) satisfies z.ZodType<Api.AuditList>;
