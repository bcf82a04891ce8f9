import { z } from 'zod';
import { ReportedFault } from './fault.ts';
import { InputRef } from './links/link.ts';
import { Time } from './primitives.ts';

/** A record a step could not work on: why, where it came from, and its bytes. A record of `archive.<step>.parked`. */
export const Parked = z
  .strictObject({
    id: z
      .string()
      .regex(/^parked-[0-9a-f]{32}$/)
      .describe('derived from step and input position'),
    type: z.literal('parked').describe('kind of record'),
    version: z.literal(1).describe('version of this contract'),
    step: z.string().max(20).describe('step that put it aside'),
    time: Time.describe('when it was put aside'),
    reason: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,60}$/)
      .describe('stable code'),
    faults: z.array(ReportedFault).describe('field and rule of everything that was wrong'),
    input: InputRef.describe('where the record lies'),
    key: z.string().nullable().describe('key of the record, base64'),
    headers: z.record(z.string(), z.string()).describe('headers of the record, as text'),
    value: z
      .string()
      .nullable()
      .describe('value bytes, base64; null where they are over 512 KiB and stay readable at `input` only'),
  })
  .describe(
    'a record a step could not work on: why, where it came from, and its bytes; key is that of the record where that is a case number, else `sha256:` and the digest of it',
  );
export type Parked = z.infer<typeof Parked>;
