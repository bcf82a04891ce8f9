import { z } from 'zod';

/** Outcomes of one item of the four-properties check. Nothing passes that was not looked at. */
export const Outcome = z
  .enum(['PASS', 'FAIL', 'WARN', 'MANUAL_REVIEW', 'NOT_APPLICABLE', 'NOT_RUN'])
  .describe(
    'outcome of one item: PASS, FAIL, WARN, MANUAL_REVIEW (somebody has to look), NOT_APPLICABLE, NOT_RUN (nobody looked)',
  );
export type Outcome = z.infer<typeof Outcome>;

/** 检测项结果: one item (DA/T 70-2018) with its outcome and the evidence it rests on. */
export const Finding = z
  .strictObject({
    item: z
      .string()
      .regex(/^(GD|YJ|CQ)-(\d-\d{1,2}(-\d)?|LOCAL-[A-Z-]+)$/)
      .describe('code of the item, DA/T 70-2018 (standards/1)'),
    outcome: Outcome,
    level: z
      .enum(['BLOCK', 'WARN', 'INFO'])
      .describe('what a FAIL of this item does: refuse the case, warn, or only tell'),
    object: z
      .string()
      .max(300)
      .describe('what was looked at: `case`, `material:<id>`, `file:<material>/<n>`, `scheme`'),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,60}$/)
      .describe('stable code of what was found'),
    evidence: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
      .describe('what the outcome rests on; no personal data'),
  })
  .describe('检测项结果 (DA/T 70-2018): one item with its outcome and the evidence it rests on');
export type Finding = z.infer<typeof Finding>;
