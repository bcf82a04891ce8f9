import { setTimeout as sleep } from 'node:timers/promises';
import {
  ARCHIVE_TOPICS,
  CASE_DECISIONS,
  CASE_EVENTS,
  CASE_FEEDBACK,
  CHECKPOINTS,
  NOTARY_PARKED,
  PARKED_TOPICS,
  SCHEMES,
} from '@guidang/contracts';
import type { Extent, LogReader } from '@guidang/stream';

/** Topics an audit needs, in the order in which they are listed. */
export const AUDITED_TOPICS: readonly string[] = [
  CASE_EVENTS,
  ...ARCHIVE_TOPICS,
  ...PARKED_TOPICS,
  NOTARY_PARKED,
  CHECKPOINTS,
  CASE_DECISIONS,
  SCHEMES,
];

/** By topic, one extent for each partition, in the order of their numbers. */
export type Snapshot = ReadonlyMap<string, readonly Extent[]>;

/**
 * How far every topic reaches, asked in such an order that what a record rests on lies inside the snapshot as well: the log before the links it speaks
 * of, links before the inputs they answer, and schemes last. Nothing has to stand still meanwhile.
 * @param settleMs pause between links and parked records: a transaction writes both, and its end does not reach all partitions at the same moment
 */
export async function snapshot(
  reader: LogReader,
  { feedback = false, settleMs = 1_000 }: { feedback?: boolean; settleMs?: number } = {},
): Promise<Snapshot> {
  const extents = new Map<string, readonly Extent[]>();
  const take = async (topics: readonly string[]): Promise<void> => {
    for (const topic of topics) {
      const numbers = await reader.partitions(topic);
      const found: Extent[] = [];
      for (const number of numbers) found.push(await reader.extent(topic, number));
      extents.set(topic, found);
    }
  };
  await take([CHECKPOINTS, NOTARY_PARKED, ...(feedback ? [CASE_FEEDBACK] : []), ...ARCHIVE_TOPICS.toReversed()]);
  await sleep(settleMs);
  await take([...PARKED_TOPICS.toReversed(), CASE_DECISIONS, CASE_EVENTS, SCHEMES]);
  return extents;
}
