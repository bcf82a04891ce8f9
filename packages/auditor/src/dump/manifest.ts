import { Time } from '@guidang/contracts';
import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

/** One partition as it lies in the dump. */
export const DumpedPartition = z.strictObject({
  topic: z.string().regex(/^[a-z0-9.-]{1,100}$/),
  partition: count.max(9_999),
  file: z.string().regex(/^records\/[a-z0-9.-]{1,110}\.bin$/),
  start: count.describe('first offset the broker kept when the dump was taken'),
  end: count.describe('one past the last offset whose transactions were decided by then'),
  first: count.nullable().describe('first offset in the file; null where it holds none'),
  last: count.nullable().describe('last offset in the file'),
  records: count.describe('committed records'),
  markers: count.describe('ends of transactions'),
  aborted: count.describe('records of transactions that were given up'),
  bytes: count.describe('length of the file'),
  sha256: Sha256.describe('of the whole file'),
});
export type DumpedPartition = z.infer<typeof DumpedPartition>;

/** A file of the log under its path below `log/`. */
export const DumpedLogFile = z.strictObject({
  file: z.string().regex(/^log\/(checkpoint|tile\/(\d+|entries)\/(x\d{3}\/)*\d{3}(\.p\/\d+)?)$/),
  bytes: count,
  sha256: Sha256,
});
export type DumpedLogFile = z.infer<typeof DumpedLogFile>;

/** `dump.json`: what a dump holds. docs/formats/dump.md describes it for a stranger. */
export const DumpManifest = z.strictObject({
  format: z.literal('guidang-dump'),
  version: z.literal(1),
  takenAt: Time.describe('when it was begun, by the clock of whoever took it'),
  cluster: z.string().max(500).describe('where it was taken, in the words of whoever took it'),
  partitions: z.array(DumpedPartition),
  log: z.array(DumpedLogFile).nullable().describe('tiles and checkpoint of the log; null where they were not at hand'),
});
export type DumpManifest = z.infer<typeof DumpManifest>;

export const MANIFEST_FILE = 'dump.json';
export const MANIFEST_DIGEST_FILE = 'dump.json.sha256';

/** The line of `dump.json.sha256`, as sha256sum writes and checks it. */
export const digestLine = (sha256: string): string => `${sha256}  ${MANIFEST_FILE}\n`;

export const recordsFile = (topic: string, partition: number): string => `records/${topic}-${partition}.bin`;
