import { z } from 'zod';
import { CaseNumber } from '../codes/case-number.ts';
import { Time } from '../primitives.ts';

/**
 * The CloudEvents 1.0 attributes every case event carries **in its value**, so that the value's bytes commit to them; the same attributes stand in the
 * record's headers as `ce_*` (Kafka binding, binary mode names) for those who route without parsing. Where the two differ the record is parked.
 */
export const eventOf = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({
    specversion: z.literal('1.0').describe('CloudEvents version'),
    id: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/)
      .describe('identifier of the event, unique within its source; a second one with the same id changes nothing'),
    source: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/)
      .describe('URI-reference of the publishing system'),
    type: z.literal(type).describe('what happened'),
    version: z.literal(1).describe('version of this contract'),
    case: CaseNumber.describe('办件编号; also the record key and ce_subject'),
    time: Time.describe('when it happened, as the publisher knows it'),
    data: data.describe(`what happened, as a ${type} says it`),
  });
