import { z } from 'zod';
import { count } from './primitives.ts';

const Day = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .describe('a day in Asia/Shanghai, YYYY-MM-DD');

/** What a scheme says otherwise of one item of the four-properties check. */
export const ItemProfile = z
  .strictObject({
    off: z.boolean().optional().describe('停用: the item does not run, and says so; default false'),
    level: z
      .enum(['BLOCK', 'WARN', 'INFO'])
      .optional()
      .describe('级别: what a FAIL does; absent: as the base rule set has it'),
    mode: z
      .enum(['AUTO', 'MANUAL', 'EXTERNAL'])
      .optional()
      .describe('方式: MANUAL leaves to people what would pass; absent: as the base rule set has it'),
    parameters: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('参数 that differ from the base rule set; docs/four-properties.md lists them'),
  })
  .describe('what a scheme says otherwise of one item of the four-properties check');
export type ItemProfile = z.infer<typeof ItemProfile>;

/**
 * 检测方案: by which rules the cases of a matter are checked. It stands inside the scheme, so the digest of the scheme in every link of check covers it, a
 * case keeps the rules of the version it was accepted under, and whoever decides again has them at hand.
 */
export const CheckProfile = z
  .strictObject({
    base: z
      .string()
      .regex(/^[a-z][a-z0-9]{1,30}@\d{1,4}$/)
      .describe('base rule set, e.g. dat70@1; each is data that never changes'),
    items: z
      .record(z.string().regex(/^(GD|YJ|CQ)-(\d-\d{1,2}|LOCAL-[A-Z-]+)$/), ItemProfile)
      .optional()
      .describe('by code of the item, what this scheme has otherwise'),
    calendar: z
      .strictObject({
        off: z.array(Day).max(400).describe('days off beyond the calendar of the base rule set'),
        on: z.array(Day).max(400).describe('days worked (调休)'),
        known: z.array(z.int().min(2000).max(2200)).max(20).describe('years that are complete with these days'),
      })
      .optional()
      .describe('工作日历: what was not announced when the base rule set was made, or is of this place alone'),
    rounds: count
      .min(1)
      .max(100)
      .optional()
      .describe('rounds after which a person decides; absent: as the base has it'),
  })
  .describe('检测方案: by which rules the cases of a matter are checked');
export type CheckProfile = z.infer<typeof CheckProfile>;
