import { z } from 'zod';
import type * as Api from '../../api/fixity.ts';
import { Beside } from './beside.ts';

/** What src/api/fixity.ts says in types, as the document of the door says it. */
export const FixityRound = z
  .object({
    year: z.number(),
    held: z.number().describe('Packages in the store at the end of the year; for the year that runs, now'),
    obliged: z
      .number()
      .describe('of them, in the store before the year began: each has to be looked at within it (DA/T 92-2022 9.4)'),
    answered: z.number().describe('of these, looked at in the year'),
    inspected: z.number().describe('packages looked at in the year, those stored in it included'),
    attention: z.number(),
    damaged: z.number(),
    first: z.string().nullable(),
    last: z.string().nullable(),
    perDay: z.number().nullable().describe('looks a day, from the first to the last'),
  })
  .describe('What the looks of one year came to') satisfies z.ZodType<Api.FixityRound>;

export const FixityElsewhere = z
  .object({
    held: z.number(),
    overdue: z.number(),
    attention: z.number(),
    damaged: z.number(),
    ill: z
      .array(
        z.object({
          number: z.string(),
          at: z.string(),
          outcome: z.enum(['attention', 'damaged']),
          damaged: z.array(z.string()).describe('places whose copy is not what it was'),
        }),
      )
      .describe('Those with something found at the last look, damaged ones first, fifty at most'),
  })
  .describe('How packages from elsewhere stand') satisfies z.ZodType<Api.FixityElsewhere>;

export const FixityOverview = z.object({
  policy: z
    .object({ days: z.number(), mostDays: z.number() })
    .describe('Days after which a package is looked at again, and after which it must have been'),
  held: z.number(),
  never: z.number().describe('never looked at since they were stored'),
  due: z.number(),
  overdue: z.number(),
  soon: z.number().describe('due within thirty days'),
  attention: z.number(),
  damaged: z.number(),
  nextDue: z.string().nullable().describe('When the next package is due that is not due yet; null where none is'),
  lastLook: z.string().nullable(),
  looksOfDay: z.number(),
  looksOfWeek: z.number(),
  rounds: z.array(FixityRound).describe('newest first'),
  elsewhere: FixityElsewhere.nullable().describe(
    'Packages from elsewhere, which the numbers above leave out: they are no department’s. null where one does not look at the whole city',
  ),
}) satisfies z.ZodType<Api.FixityOverview>;

export const InspectedPackage = z.object({
  case: z.string(),
  referenceCode: z.string().nullable(),
  matter: z.string(),
  department: z.string(),
  storedAt: z.string(),
  lookedAt: z.string().nullable().describe('null where nobody has looked since it was stored'),
  dueAt: z.string(),
  outcome: z.enum(['sound', 'attention', 'damaged']).nullable(),
  copies: z.array(z.object({ place: z.string(), state: z.string() })),
  findings: z.array(
    z.object({
      item: z.string(),
      itemZh: z.string(),
      itemEn: z.string(),
      code: z.string(),
      outcome: z.string(),
      object: z.string(),
      meaning: z.string(),
    }),
  ),
}) satisfies z.ZodType<Api.InspectedPackage>;

export const InspectedList = z.object({
  ...Beside.shape,
  total: z.number(),
  rows: z.array(InspectedPackage),
}) satisfies z.ZodType<Api.InspectedList>;
