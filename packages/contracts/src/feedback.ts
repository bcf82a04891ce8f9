import { z } from 'zod';
import { ReportedFault } from './fault.ts';
import { Finding } from './finding.ts';
import { FileRefusal } from './links/dossier.ts';
import { ReceiptCheck } from './links/store.ts';
import { Time } from './primitives.ts';

/** What the archive tells the government system about a case: a record of `case.feedback`, kept 30 days. Derived from a link, or from a parked record. */
export const Feedback = z
  .strictObject({
    id: z.string().max(100).describe('derived from the link or parked record it tells of'),
    type: z
      .enum([
        'dossier.opened',
        'dossier.missing',
        'material.refused',
        'material.failed',
        'material.warned',
        'record.parked',
        'case.captured',
        'case.refused',
        'case.checked',
        'case.reviewing',
        'case.archived',
        'case.withdrawn',
        'package.refused',
      ])
      .describe('what is told'),
    version: z.literal(1).describe('version of this contract'),
    case: z
      .string()
      .max(200)
      .describe(
        '办件编号; of a record that was put aside its key, or where that is no case number `sha256:` and the digest of it; empty where it has none',
      ),
    time: Time.describe('when it was decided'),
    about: z.string().max(100).nullable().describe('id of the event this answers, where known'),
    missing: z.array(z.string().max(40)).optional().describe('required scheme items nothing answers yet'),
    refused: z.array(FileRefusal).optional().describe('files that were not taken in, and why'),
    findings: z.array(Finding).optional().describe('every finding that is not PASS'),
    faults: z.array(ReportedFault).optional().describe('field and rule of a parked record'),
    referenceCode: z.string().max(140).optional().describe('档号 the case is archived under'),
    checks: z
      .array(ReceiptCheck)
      .optional()
      .describe(
        'what did not hold of a package that was refused: for the operator, there is nothing the publisher could mend',
      ),
  })
  .describe(
    'a record of case.feedback: what the archive tells the government system about a case; key is the case number',
  );
export type Feedback = z.infer<typeof Feedback>;
