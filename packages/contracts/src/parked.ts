import { z } from 'zod';
import { InputRef } from './links/link.ts';
import { Time } from './primitives.ts';

/** A record a step could not work on: why, where it came from, and its bytes. A record of `archive.<step>.parked`. */
export const Parked = z.strictObject({
  id: z
    .string()
    .regex(/^parked-[0-9a-f]{32}$/)
    .describe('derived from step and input position'),
  type: z.literal('parked'),
  version: z.literal(1),
  step: z.string().max(20),
  time: Time,
  reason: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,60}$/)
    .describe('stable code'),
  faults: z.array(z.strictObject({ field: z.string(), rule: z.string(), message: z.string() })),
  input: InputRef,
  key: z.string().nullable().describe('key of the record, base64'),
  headers: z.record(z.string(), z.string()),
  value: z
    .string()
    .nullable()
    .describe('value bytes, base64; null where they are over 512 KiB and stay readable at `input` only'),
});
export type Parked = z.infer<typeof Parked>;
