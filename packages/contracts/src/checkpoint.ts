import { z } from 'zod';
import { count, Sha256, Time } from './primitives.ts';

/** Records of one partition that a batch of the log took in, in offset order. Offsets may have gaps (transaction markers); `count` is the number of records. */
export const LogRange = z.strictObject({
  topic: z.string().max(60),
  partition: count,
  from: count.describe('offset of the first record'),
  to: count.describe('offset of the last record'),
  count: z.int().positive(),
});
export type LogRange = z.infer<typeof LogRange>;

/** 存证点: one batch of the notary's log and its signed head. A record of `archive.checkpoint`, keyed by the log's origin. */
export const Checkpoint = z.strictObject({
  type: z.literal('checkpoint'),
  version: z.literal(1),
  origin: z.string().max(200).describe('name of the log (C2SP tlog-checkpoint)'),
  batch: count.describe('number of the batch, from 0, no gaps'),
  previous: Sha256.nullable().describe(
    'SHA-256 of the value bytes of the checkpoint record before; null for the first',
  ),
  time: Time,
  ranges: z.array(LogRange).describe('in chain order of topics, then partition; leaves are appended in this order'),
  size: count.describe('tree size after this batch'),
  root: Sha256.describe('RFC 6962 root after this batch; leaf data is the 32-byte SHA-256 of a link value'),
  note: z.string().max(10_000).describe('C2SP signed note: checkpoint, log signature, witness cosignatures'),
  timestamp: z
    .string()
    .max(40_000)
    .nullable()
    .describe('RFC 3161 token over the SHA-256 of the note, DER, base64; every so many batches'),
});
export type Checkpoint = z.infer<typeof Checkpoint>;
