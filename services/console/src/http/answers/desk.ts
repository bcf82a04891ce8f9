import { z } from 'zod';
import type * as Api from '../../api/desk.ts';
import { LIST_KINDS, LIST_STATES } from '../../api/desk.ts';
import { Beside } from './beside.ts';

/** What src/api/desk.ts says in types, as the document of the door says it. */
export const ListKind = z.enum(LIST_KINDS);

export const ListState = z.enum(LIST_STATES);

export const ListItem = z
  .object({
    case: z.string(),
    package: z.string(),
    referenceCode: z.string(),
    matter: z.string(),
    department: z.string(),
    departmentUscc: z.string(),
    fonds: z.string(),
    category: z.string(),
    year: z.number(),
    closedAt: z.string(),
    retention: z.string(),
    endsAt: z.string().nullable().describe('End of its retention; null for 永久'),
    until: z.string().nullable().describe('续存: its end from now on, null for 永久; else as before'),
    was: z
      .string()
      .nullable()
      .describe('整理调整: 档号 without its 件号, as it counts, and as it will count; else null'),
    series: z.string().nullable(),
    files: z.number(),
    bytes: z.number(),
  })
  .describe('A package of a list, as it was when it was proposed') satisfies z.ZodType<Api.ListItem>;

export const ListSummary = z.object({
  id: z.string(),
  kind: ListKind,
  department: z.string().nullable().describe('Its one department; null where it is over several'),
  retention: z.string().nullable(),
  receiver: z.string().nullable(),
  scheme: z.object({ id: z.string(), version: z.number() }).nullable(),
  rule: z.string().nullable(),
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: z.string(),
  items: z.number(),
  files: z.number(),
  bytes: z.number(),
  digest: z.string(),
  state: ListState,
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  opinion: z.string().nullable(),
  recorded: z.number().describe('Records of it that lie in case.decisions'),
}) satisfies z.ZodType<Api.ListSummary>;

export const ListOfLists = z.object({
  ...Beside.shape,
  total: z.number(),
  rows: z.array(ListSummary),
}) satisfies z.ZodType<Api.ListOfLists>;

export const WholeList = z.object({
  ...ListSummary.shape,
  packages: z.array(ListItem),
}) satisfies z.ZodType<Api.WholeList>;

export const DecidedState = z
  .object({
    action: ListKind,
    list: z.string(),
    at: z.string(),
    by: z.string(),
    proposedBy: z.string(),
    reason: z.string(),
    opinion: z.string(),
    retention: z.string().nullable(),
    until: z.string().nullable(),
    receiver: z.string().nullable(),
    series: z.string().nullable(),
    lies: z.object({ topic: z.string(), partition: z.number(), offset: z.number() }),
  })
  .describe('A decision about a package, as its case shows it') satisfies z.ZodType<Api.DecidedState>;
