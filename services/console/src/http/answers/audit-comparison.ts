import { z } from 'zod';
import type * as Api from '../../api/audit-comparison.ts';

/** What src/api/audit-comparison.ts says in types, as the document of the door says it. */
export const ComparedFault = z.object({
  code: z.string(),
  title: z.string(),
  where: z.string(),
}) satisfies z.ZodType<Api.ComparedFault>;

export const AuditComparison = z
  .object({
    earlier: z.string().describe('Id of the earlier and of the later audit'),
    later: z.string(),
    counts: z
      .array(z.object({ name: z.string(), before: z.number(), after: z.number() }))
      .describe('What was counted, by name: before and after'),
    layers: z
      .array(z.object({ layer: z.string(), before: z.string(), after: z.string() }))
      .describe('Layers of which the verdict differs'),
    heads: z
      .object({ before: z.string().nullable(), after: z.string().nullable() })
      .describe('The last head of the log that enough witnesses cosigned; null where there was none'),
    shrunk: z.array(z.string()).describe('The log, or what was audited, has become less: history does not shrink'),
    appeared: z.array(ComparedFault),
    gone: z.array(ComparedFault),
    stayed: z.number().describe('Faults that both name'),
    incomplete: z
      .boolean()
      .describe('A report counts more faults than it lists: what appeared and is gone may be among those'),
  })
  .describe('Two audits beside one another. Types alone') satisfies z.ZodType<Api.AuditComparison>;
