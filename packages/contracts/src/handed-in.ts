import { z } from 'zod';
import { CaseNumber } from './codes/case-number.ts';
import { Retention } from './codes/reference-code.ts';
import { Uscc } from './codes/uscc.ts';
import { Finding } from './finding.ts';
import { AppliedRules, OutcomeCounts } from './links/check.ts';
import { ObjectRef } from './links/seal.ts';
import { count, paragraph, Time } from './primitives.ts';

/** Findings that one record holds at most: those that refuse first, then those left to people. The counts are of all. */
export const MOST_HANDED_FINDINGS = 600;

/** A finding that was left to people, and what somebody says who has looked. */
export const SettledFinding = z
  .strictObject({
    item: z.string().max(40).describe('检测项, e.g. YJ-LOCAL-SEAL'),
    object: z.string().max(300).describe('what was looked at'),
    code: z.string().max(61).describe('what was found, as a stable word'),
    reason: paragraph(500).describe('why it may stand; kept for ever'),
  })
  .describe('a finding that was left to people, and why it may stand');
export type SettledFinding = z.infer<typeof SettledFinding>;

/** What the judgement of a package from elsewhere came to. Names of files and values stay in the report, which lies with the package. */
export const HandedIn = z
  .strictObject({
    profile: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,39}$/)
      .describe('layout it follows, e.g. fuzhou-2019'),
    sender: Uscc.nullable().describe('移交单位: 统一社会信用代码; null where it has none'),
    package: ObjectRef.describe('the package as it came, one object of the pre-archive'),
    report: ObjectRef.describe('移交接收检测报告 as data, with every finding and its whole evidence'),
    items: count.describe('件 in it'),
    files: count.describe('files in it'),
    retention: Retention.describe('保管期限, counted from the year it was received in'),
    rules: AppliedRules.describe('rule set of transfer that judged, yj@1'),
    counts: OutcomeCounts.describe('findings by outcome, all of them'),
    findings: z
      .array(Finding)
      .max(MOST_HANDED_FINDINGS)
      .describe(
        'those that call for somebody, FAIL, WARN and MANUAL_REVIEW; behind them NOT_RUN of items that block; evidence without names of files',
      ),
    settled: z.array(SettledFinding).max(MOST_HANDED_FINDINGS).describe('what the person who hands it in answers for'),
  })
  .describe('what the judgement of a package from elsewhere came to');
export type HandedIn = z.infer<typeof HandedIn>;

/**
 * 移交接收: a package from elsewhere was judged by the items of transfer, and somebody hands it in. It belongs to no case of ours: its number is made of its digest, so that the same package is
 * received once.
 */
export const PackageHandedIn = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9._-]{8,80}$/)
      .describe(
        'identifier; derived from the package, who hands it in and how, and what has to be decided about it: never from when it was judged, but where it comes again after other bytes lay there',
      ),
    type: z.literal('package.handed-in').describe('what was decided or asked for'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe(
      '接收登记号: RECEIVED- and the first 32 digits of the digest of the package; also the record key',
    ),
    time: Time.describe('when it was handed in'),
    by: z
      .strictObject({
        account: z
          .string()
          .regex(/^[A-Za-z0-9._@-]{1,60}$/)
          .describe('account, not a name'),
        role: z.literal('archivist').describe('in which role'),
      })
      .describe('who hands it in, and answers for what was settled'),
    data: HandedIn,
  })
  .describe('移交接收: a package from elsewhere was judged, and somebody hands it in');
export type PackageHandedIn = z.infer<typeof PackageHandedIn>;

/** 接收登记号 of a package. @param sha256 its digest, hexadecimal */
export const receivedNumber = (sha256: string): string => `RECEIVED-${sha256.slice(0, 32).toUpperCase()}`;

/** Whether a chain is that of a package from elsewhere, and of no case. */
export const isReceivedNumber = (name: string): boolean => /^RECEIVED-[0-9A-F]{32}$/.test(name);
