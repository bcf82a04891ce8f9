import { type OutRecord, partitionOf } from '@guidang/contracts';
import { byTopic } from './by-topic.ts';
import { idempotentProducer, type KafkaOptions, openClient, openPartitionAccess, type Producer } from './kafka.ts';

/** Appends records to topics, in the order in which they are handed over. */
export interface Publisher {
  /** The partition of the topic a key belongs to. */
  partitionFor(topic: string, key: string): Promise<number>;
  /** Resolves when the broker has them all. @throws where it does not, after asking again for a while; some may be there then */
  publish(records: readonly OutRecord[]): Promise<void>;
  close(): Promise<void>;
}

export async function openPublisher(options: KafkaOptions): Promise<Publisher> {
  const client = openClient(options);
  const access = await openPartitionAccess(options);
  const counts = new Map<string, number>();
  let producer: Producer | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const send = async (records: readonly OutRecord[]): Promise<void> => {
    if (!producer) {
      producer = idempotentProducer(client);
      await producer.connect();
    }
    try {
      await producer.sendBatch({ acks: -1, topicMessages: byTopic(records) });
    } catch (error) {
      // Its sequence numbers may be ahead of what the broker has, which would then take the next records for these ones. The next send gets another.
      const broken = producer;
      producer = undefined;
      await broken.disconnect();
      throw error;
    }
  };
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
      // One send after the other: parallel sends of an idempotent producer come out of order (kafkajs#598).
      const sent = turn.then(() => send(records));
      turn = sent.catch(() => {});
      return sent;
    },
    async close() {
      await turn;
      await producer?.disconnect();
      await access.close();
    },
  };
}
