import { TOPICS } from '@guidang/contracts';
import type { LogReader } from '@guidang/stream';

/** Every record of every topic, as it lies. */
export async function* everyRecord(reader: LogReader, topics: readonly string[] = TOPICS) {
  for (const topic of topics)
    for (const partition of await reader.partitions(topic)) {
      const { start, end } = await reader.extent(topic, partition);
      for await (const entry of reader.scan(topic, partition, start, end))
        if (entry.kind === 'record') yield entry.record;
    }
}
