import { z } from 'zod';
import type * as Api from '../../api/received.ts';
import { Beside } from './beside.ts';

/** What src/api/received.ts says in types, as the document of the door says it. */
export const ReceivedFinding = z.object({
  item: z.string(),
  itemZh: z.string(),
  itemEn: z.string(),
  code: z.string(),
  outcome: z.string(),
  settled: z
    .string()
    .nullable()
    .describe('Why it may stand, as whoever handed the package in says; null where nobody settled it'),
}) satisfies z.ZodType<Api.ReceivedFinding>;

export const ReceivedRow = z.object({
  link: z.string().describe('SHA-256 of the link'),
  number: z.string().describe('接收登记号'),
  at: z.string(),
  outcome: z
    .enum(['received', 'FAILED', 'LEFT_TO_PEOPLE', 'OTHER_BYTES'])
    .describe('received; or why it was turned away: FAILED, LEFT_TO_PEOPLE, OTHER_BYTES'),
  by: z.string(),
  sender: z.string().nullable(),
  profile: z.string(),
  items: z.number(),
  files: z.number(),
  bytes: z.number(),
  retention: z.string(),
  retainUntil: z.string().nullable(),
  package: z.string(),
  places: z.array(z.string()),
  counts: z.record(z.string(), z.number()),
  findings: z.array(ReceivedFinding),
  look: z
    .object({
      at: z.string(),
      outcome: z.enum(['sound', 'attention', 'damaged']),
      damaged: z.array(z.string()).describe('places whose copy is not what it was'),
    })
    .nullable()
    .describe('The last look at it since it was received; null where there was none, or it was turned away'),
}) satisfies z.ZodType<Api.ReceivedRow>;

export const ReceivedList = z.object({
  ...Beside.shape,
  total: z.number(),
  received: z.number(),
  rows: z.array(ReceivedRow),
}) satisfies z.ZodType<Api.ReceivedList>;
