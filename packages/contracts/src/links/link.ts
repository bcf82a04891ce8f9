import { z } from 'zod';
import { CaseNumber } from '../codes/case-number.ts';
import { STEPS } from '../names.ts';
import { ContentName, count, Sha256, Time } from '../primitives.ts';

/** The record a link answers: where it lies and the SHA-256 of its value bytes. */
export const InputRef = z
  .strictObject({
    topic: z.string().min(1).max(100).describe('topic of the record'),
    partition: count.describe('partition of the topic'),
    offset: count.describe('offset in the partition'),
    sha256: Sha256.describe("SHA-256 of the input record's value bytes"),
  })
  .describe('where a record lies and the SHA-256 of its value bytes');
export type InputRef = z.infer<typeof InputRef>;

/** Who decided: enough to take the same decision again. */
export const Decider = z
  .strictObject({
    software: z
      .string()
      .regex(/^[0-9A-Za-z.+-]{1,40}$/)
      .describe('version of the software'),
    rules: z
      .string()
      .regex(/^[a-z]+@\d+$/)
      .describe(
        'version of the rule that decided, e.g. check@1; every version that ever wrote a link stays able to decide',
      ),
    scheme: ContentName.nullable().describe('digest of the scheme version applied; null where none takes part'),
  })
  .describe('who decided: enough to take the same decision again');
export type Decider = z.infer<typeof Decider>;

const envelope = {
  id: z
    .string()
    .regex(/^(capture|check|seal|package|store|use)-[0-9a-f]{32}$/)
    .describe('derived from step and input id; stable through redelivery'),
  case: CaseNumber.describe('办件编号; also the record key'),
  step: z.enum(STEPS).describe('who decided'),
  seq: count.describe("position among this step's links of this case, from 0, no gaps"),
  previous: Sha256.nullable().describe(
    "SHA-256 of the value bytes of this step's link before it in this case; null for the first",
  ),
  input: InputRef.describe('the record this link answers'),
};

/** One link of the chain (链节): contract of one type. Key order is the order of the bytes. */
export const linkOf = <S extends (typeof STEPS)[number], T extends string, F extends z.ZodType, B extends z.ZodType>(
  step: S,
  type: T,
  facts: F,
  body: B,
) =>
  z.strictObject({
    ...envelope,
    step: z.literal(step).describe('who decided'),
    type: z.literal(type).describe('kind of link'),
    version: z.literal(1).describe('version of this contract'),
    time: Time.describe('when it was decided: a fact, given to the decision'),
    decider: Decider.describe('with what it was decided'),
    facts: facts.describe('what gather found: all that the decision rests on'),
    body: body.describe('what was decided'),
  });

/** A link of any type: the envelope, with facts and body not looked into. */
export const AnyLink = z
  .strictObject({
    ...envelope,
    type: z
      .string()
      .regex(/^[A-Z][A-Za-z]{2,40}$/)
      .describe('kind of link'),
    version: z.int().positive().describe('version of its contract'),
    time: Time.describe('when it was decided'),
    decider: Decider.describe('with what it was decided'),
    facts: z.record(z.string(), z.unknown()).describe('what the decision rests on'),
    body: z.record(z.string(), z.unknown()).describe('what was decided'),
  })
  .describe('链节 of any type: the envelope, with facts and body not looked into');
export type AnyLink = z.infer<typeof AnyLink>;

/** The envelope with types of one's own for facts and body. */
export interface Link<F = unknown, B = unknown> extends Omit<AnyLink, 'facts' | 'body'> {
  facts: F;
  body: B;
}
