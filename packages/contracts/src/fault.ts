import { z } from 'zod';

/** A fault as it travels, in feedback and in parked records; `malformed.ts` has the type that code works with. */
export const ReportedFault = z
  .strictObject({
    field: z.string().describe('path of the field, e.g. data.files[0].sha256; empty for the record as a whole'),
    rule: z.string().describe('stable code of the rule that was broken'),
    message: z.string().describe('the rule in words, never with the value'),
  })
  .describe('one fault of a record');
