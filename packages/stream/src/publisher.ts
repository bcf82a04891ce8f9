import { type OutRecord, partitionOf } from '@guidang/contracts';
import { idempotentProducer, type KafkaOptions, openClient, openPartitionAccess } from './kafka.ts';

/** Appends records to topics, in the order in which they are handed over. */
export interface Publisher {
  /** The partition of the topic a key belongs to. */
  partitionFor(topic: string, key: string): Promise<number>;
  /** Resolves when the broker has them all. @throws where it does not, after asking again for a while; some may be there then */
  publish(records: readonly OutRecord[]): Promise<void>;
  close(): Promise<void>;
}

export async function openPublisher(options: KafkaOptions): Promise<Publisher> {
  const producer = idempotentProducer(openClient(options));
  const access = await openPartitionAccess(options);
  await producer.connect();
  const counts = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    async partitionFor(topic, key) {
      let count = counts.get(topic);
      if (count === undefined) {
        count = (await access.partitions(topic)).length;
        counts.set(topic, count);
      }
      return partitionOf(key, count);
    },
    publish(records) {
      if (records.length === 0) return Promise.resolve();
      const topics = new Map<string, OutRecord[]>();
      for (const record of records) topics.set(record.topic, [...(topics.get(record.topic) ?? []), record]);
      // One send after the other: parallel sends of an idempotent producer come out of order (kafkajs#598).
      const sent = turn.then(() =>
        producer.sendBatch({
          acks: -1,
          topicMessages: [...topics].map(([topic, list]) => ({
            topic,
            messages: list.map(({ partition, key, value, headers }) => ({
              partition,
              key,
              value: Buffer.from(value),
              headers: { ...headers },
            })),
          })),
        }),
      );
      turn = sent.catch(() => {});
      return sent.then(() => {});
    },
    async close() {
      await turn;
      await producer.disconnect();
      await access.close();
    },
  };
}
