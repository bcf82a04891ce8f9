import { z } from 'zod';
import { count, Sha256, Time } from './primitives.ts';

/** Records of one partition that a batch of the log took in, in offset order. Offsets may have gaps (transaction markers); `count` is the number of records. */
export const LogRange = z
  .strictObject({
    topic: z.string().max(60).describe('archive topic'),
    partition: count.describe('partition of it'),
    from: count.describe('offset of the first record'),
    to: count.describe('offset of the last record'),
    count: z.int().positive().describe('number of records'),
  })
  .describe('records of one partition that a batch of the log took in');
export type LogRange = z.infer<typeof LogRange>;

const inChain = {
  version: z.literal(1).describe('version of this contract'),
  origin: z.string().max(200).describe('name of the log (C2SP tlog-checkpoint)'),
  previous: Sha256.nullable().describe('SHA-256 of the value bytes of the record before it; null for the first'),
  time: Time.describe('when the record was made'),
};

/**
 * One batch of the notary's log and its head, signed by the log. It is on the topic before anybody is asked to cosign it: after a crash the
 * same head is offered again, and no witness ever sees two histories.
 */
export const Checkpoint = z
  .strictObject({
    type: z.literal('checkpoint').describe('kind of record'),
    ...inChain,
    batch: count.describe('number of the batch, from 0, no gaps'),
    ranges: z
      .array(LogRange)
      .min(1)
      .describe('in chain order of topics, then partition; leaves are appended in this order'),
    size: count.describe('tree size after this batch'),
    root: Sha256.describe('RFC 6962 root after this batch; leaf data is the 32-byte SHA-256 of a link value'),
    note: z.string().max(10_000).describe("C2SP signed note: the checkpoint with the log's own signature"),
  })
  .describe('one batch of the log and its head, signed by the log');
export type Checkpoint = z.infer<typeof Checkpoint>;

/** 存证: what others said of a checkpoint: a witness cosigned it, and every so often an authority timestamped it. It covers every batch before it. A head may have several, each with the cosignatures of the one before and more: a witness that was slow. */
export const Cosigned = z
  .strictObject({
    type: z.literal('cosigned').describe('kind of record'),
    ...inChain,
    batch: count.describe('the batch whose head was cosigned'),
    note: z.string().max(10_000).describe('the signed note of that batch with the cosignatures of the witnesses added'),
    timestamp: z
      .string()
      .max(40_000)
      .nullable()
      .describe(
        'RFC 3161 token over the SHA-256 of the note in UTF-8, DER, base64; null where this one was not timestamped',
      ),
  })
  .describe('存证: cosignatures and timestamp for the head of an earlier batch');
export type Cosigned = z.infer<typeof Cosigned>;

/** 存证点: a record of `archive.checkpoint`, keyed by the log's origin. */
export const CheckpointRecord = z
  .discriminatedUnion('type', [Checkpoint, Cosigned])
  .describe('存证点: a record of archive.checkpoint; key is the origin of the log');
export type CheckpointRecord = z.infer<typeof CheckpointRecord>;
