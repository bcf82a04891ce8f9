import { z } from 'zod';
import type * as Api from '../../api/disposal.ts';
import { Beside } from './beside.ts';

/** What src/api/disposal.ts says in types, as the document of the door says it. */
export const DuePackage = z.object({
  case: z.string(),
  referenceCode: z.string(),
  matter: z.string(),
  department: z.string(),
  fonds: z.string(),
  category: z.string(),
  year: z.number(),
  closedAt: z.string(),
  retention: z.string(),
  prolonged: z.boolean().describe('Whether it was kept on already'),
  endsAt: z.string().nullable(),
  scheme: z
    .object({ id: z.string(), version: z.number() })
    .describe('What its retention rests on: the scheme it was archived under'),
  files: z.number(),
  bytes: z.number(),
  package: z.string(),
  disposal: z.string().nullable().describe('What was decided about it last: prolong, transfer, destroy'),
  inList: z
    .string()
    .nullable()
    .describe('The list that holds it: one that waits for a decision, or whose decision is not read back yet'),
}) satisfies z.ZodType<Api.DuePackage>;

export const DueGroup = z
  .object({
    fonds: z.string(),
    department: z.string(),
    category: z.string(),
    retention: z.string(),
    packages: z.number(),
    files: z.number(),
    bytes: z.number(),
    first: z.string().nullable().describe('the earliest end of retention, or closing'),
  })
  .describe('Packages of one fonds, unit, class and retention') satisfies z.ZodType<Api.DueGroup>;

export const DueList = z.object({
  ...Beside.shape,
  total: z.number(),
  rows: z.array(DuePackage),
  groups: z.array(DueGroup).describe('largest first, at most a hundred'),
}) satisfies z.ZodType<Api.DueList>;
