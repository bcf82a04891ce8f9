import type { OutRecord } from '@guidang/contracts';

/** Records as kafkajs sends them: grouped by topic, each with its partition given. */
export function byTopic(records: readonly OutRecord[]) {
  return [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, list]) => ({
    topic,
    messages: list.map(({ partition, key, value, headers }) => ({
      partition,
      key,
      value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
      headers: { ...headers },
    })),
  }));
}
