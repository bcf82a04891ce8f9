import { z } from 'zod';
import { Malformed } from './malformed.ts';
import { CONTROLS, STEPS } from './names.ts';
import { keyOf, parseJsonRecord, parseWith } from './parse.ts';
import { findPersonal } from './personal.ts';
import { paragraph, Time } from './primitives.ts';
import type { RawRecord } from './record.ts';

/**
 * 环节暂停与恢复: somebody bids a step take in no new record, or go on. A record of `stream.controls`; the last one of a step is what holds. It is no link and no input: no
 * decision rests on it, and what a step answers is the same whenever it answers.
 */
export const StepControl = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9._-]{8,80}$/)
      .describe('identifier of the bidding'),
    type: z.literal('step.control').describe('kind of record'),
    version: z.literal(1).describe('version of this contract'),
    step: z.enum(STEPS).describe('which step; also the record key'),
    action: z
      .enum(['PAUSE', 'RESUME'])
      .describe('PAUSE: finish the batch in hand and take no new record; RESUME: go on'),
    reason: paragraph(500).min(2).describe('why; kept for ever'),
    by: z
      .string()
      .regex(/^[A-Za-z0-9._@-]{1,60}$/)
      .describe('account, not a name'),
    time: Time.describe('when it was said'),
  })
  .describe('环节暂停与恢复: somebody bids a step take in no new record, or go on; key is the step');
export type StepControl = z.infer<typeof StepControl>;

/** What a record of `stream.controls` bids. @throws Malformed naming every field and rule; personal data in the reason is one of them */
export function parseStepControl(record: RawRecord): StepControl {
  const json = parseJsonRecord(record);
  const personal = findPersonal(json);
  if (personal.length > 0)
    throw new Malformed(
      personal.map(({ field, kind }) => ({
        ...{ field, rule: `PERSONAL_${kind.toUpperCase().replace('-', '_')}` },
        message: '记录中不得出现个人信息 / personal data must not stand in a record',
      })),
    );
  const control = parseWith(StepControl, json);
  if (keyOf(record) !== control.step)
    throw new Malformed([
      {
        field: 'step',
        rule: 'KEY_MISMATCH',
        message: `${CONTROLS}: 环节与记录键不一致 / the step differs from the record key`,
      },
    ]);
  return control;
}
