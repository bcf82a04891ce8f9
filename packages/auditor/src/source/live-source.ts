import type { LogReader } from '@guidang/stream';
import { LOG_CHECKPOINT, type ReadLogFile } from '../dump/log-files.ts';
import { type Snapshot, snapshot } from '../dump/snapshot.ts';
import type { EntryStream, Source } from './source.ts';

/** A cluster as it is at this moment: what is written from now on is not looked at. */
export async function liveSource(reader: LogReader, logFile: ReadLogFile | null, settleMs?: number): Promise<Source> {
  // Before the topics, and once: what is published a moment later speaks of batches that the snapshot does not hold.
  const published = await logFile?.(LOG_CHECKPOINT);
  const frozen: ReadLogFile | null = logFile && (async (path) => (path === LOG_CHECKPOINT ? published : logFile(path)));
  return liveSourceAt(reader, frozen, await snapshot(reader, settleMs === undefined ? {} : { settleMs }));
}

const liveSourceAt = (reader: LogReader, logFile: ReadLogFile | null, extents: Snapshot): Source => ({
  extents,
  logFile,
  open(topic, partition, from): EntryStream {
    const extent = extents.get(topic)?.[partition] ?? { start: 0, end: 0 };
    let at = from ?? extent.start;
    return {
      async next() {
        while (at < extent.end) {
          const { entries, next } = await reader.read(topic, partition, at, 200);
          at = next;
          const inside = entries.filter(({ offset }) => offset < extent.end);
          if (inside.length > 0) return inside;
        }
        return [];
      },
      close: () => [],
    };
  },
});
