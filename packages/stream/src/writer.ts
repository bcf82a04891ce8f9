import { setTimeout as sleep } from 'node:timers/promises';
import type { OutRecord } from '@guidang/contracts';
import { byTopic } from './by-topic.ts';
import { type KafkaHandle, type KafkaOptions, openClient, type Producer, transactionalProducer } from './kafka.ts';

/** The input a batch answers, up to which offset (the last one answered). */
export interface Answered {
  readonly topic: string;
  readonly partition: number;
  readonly through: number;
}

export interface CommittedBatch {
  /** Offset of the first record that was written to a topic, by topic; of topics nothing was written to there is none. */
  readonly firstOffsets: ReadonlyMap<string, number>;
}

/** Writes outputs and the offsets they answer in one transaction. After an error it is of no more use: open another. */
export interface TransactionalWriter {
  /** Ends whatever a predecessor under the same id had begun, and shuts it out. */
  fence(): Promise<void>;
  commit(
    records: readonly OutRecord[],
    group: string | undefined,
    answered: readonly Answered[],
  ): Promise<CommittedBatch>;
  close(): Promise<void>;
}

export type OpenWriter = (transactionalId: string) => Promise<TransactionalWriter>;

/** How long the broker waits for a transaction whose writer fell silent before it gives it up. */
const TRANSACTION_MS = 30_000;

export const writerOf =
  (client: KafkaHandle): OpenWriter =>
  async (transactionalId) => {
    const producer = transactionalProducer(client, transactionalId, TRANSACTION_MS);
    await producer.connect();
    return writerOver(producer);
  };

/** A writer of its own, outside any step: for the notary. */
export const openWriter = (options: KafkaOptions, transactionalId: string): Promise<TransactionalWriter> =>
  writerOf(openClient(options))(transactionalId);

function writerOver(producer: Producer): TransactionalWriter {
  return {
    fence: async () => {
      // Beginning asks for the producer's id, which fences the predecessor and waits until its last transaction is decided.
      const transaction = await producer.transaction();
      await transaction.abort();
    },
    commit: async (records, group, answered) => {
      const transaction = await producer.transaction();
      try {
        const written =
          records.length === 0
            ? []
            : await transaction.sendBatch({ acks: -1, topicMessages: byTopic(records), timeout: 30_000 });
        if (group !== undefined && answered.length > 0)
          await whenFree(() => transaction.sendOffsets({ consumerGroupId: group, topics: offsetsOf(answered) }));
        await transaction.commit();
        return { firstOffsets: new Map(written.map((one) => [one.topicName, Number(one.baseOffset)])) };
      } catch (error) {
        await transaction.abort().catch(() => {
          // Neither could it be given up: the broker does so when its time is over, and the next writer waits for that.
        });
        throw error;
      }
    },
    close: () => producer.disconnect(),
  };
}

/** How long the broker may still be busy with the commit before: it finishes within milliseconds unless it is in trouble itself. */
const BUSY_MS = 10_000;

/**
 * Where a transaction begins with its offsets, nobody in the client asks again while the broker finishes the commit before (CONCURRENT_TRANSACTIONS);
 * where it begins with records, the client does.
 */
async function whenFree<T>(ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + BUSY_MS;
  for (let pauseMs = 3; ; pauseMs = Math.min(100, pauseMs * 1.5)) {
    try {
      return await ask();
    } catch (error) {
      if ((error as { type?: string }).type !== 'CONCURRENT_TRANSACTIONS' || performance.now() > until) throw error;
      await sleep(pauseMs);
    }
  }
}

/** The group's offset is the next one to read. */
const offsetsOf = (answered: readonly Answered[]) =>
  answered.map(({ topic, partition, through }) => ({
    topic,
    partitions: [{ partition, offset: String(through + 1) }],
  }));
