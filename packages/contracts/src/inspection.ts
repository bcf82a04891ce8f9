import { z } from 'zod';
import { Finding } from './finding.ts';
import { OutcomeCounts } from './links/check.ts';
import { ContentName, Sha256 } from './primitives.ts';

/** Findings that one record holds at most; the counts are of all. */
export const MOST_INSPECTION_FINDINGS = 200;

/** One copy of a stored package as it was found: 完好, 已变, 缺失, 未锁定. */
export const InspectedCopy = z
  .strictObject({
    place: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/)
      .describe('name of the place'),
    state: z
      .enum(['intact', 'changed', 'missing', 'unlocked'])
      .describe('intact; other bytes; not there; the right bytes, without the lock that was asked for'),
    found: Sha256.nullable().describe('digest of the bytes as read now; null where there were none'),
  })
  .describe('one copy of a stored package as it was found');
export type InspectedCopy = z.infer<typeof InspectedCopy>;

/**
 * What a look at a stored package found. The metadata in a package names people, so what the items of preservation were judged by cannot stand in a record: their findings do,
 * whose evidence holds no value.
 */
export const Inspection = z
  .strictObject({
    package: ContentName.describe('the package that was looked at'),
    rules: ContentName.describe('digest of the rule set of preservation that judged, cq@1'),
    inspector: z
      .string()
      .max(40)
      .optional()
      .describe(
        'version of the readers that opened its files; absent where there was none to open, and in looks of before',
      ),
    copies: z.array(InspectedCopy).min(1).max(16).describe('every copy that the links name, in their order'),
    reports: z
      .array(InspectedCopy)
      .min(1)
      .max(16)
      .optional()
      .describe('of a package from elsewhere: every copy of its report, in the order of the links'),
    counts: OutcomeCounts.describe('findings by outcome, all of them'),
    findings: z
      .array(Finding)
      .max(MOST_INSPECTION_FINDINGS)
      .describe(
        'those that call for somebody, FAIL, WARN and MANUAL_REVIEW, in the order of the items; behind them NOT_RUN of items that block',
      ),
  })
  .describe('what a look at a stored package found');
export type Inspection = z.infer<typeof Inspection>;
