import { createRequire } from 'node:module';
import kafkajs, { type Consumer, type IHeaders, type Kafka, type logCreator, type Producer } from 'kafkajs';

/**
 * The one file that knows kafkajs. Others take from here what they need of it, so that another client can stand in its place.
 * kafkajs has no reader of single partitions without a group; its own parts for that are reached below its front door, which the pinned and
 * patched version (2.2.4, frozen since 2023) leaves open.
 */
export type { Consumer, EachBatchPayload, IHeaders, Producer } from 'kafkajs';

/** Where the client's own log lines go; kafkajs calls errors what it is about to retry, so nothing of it is more than a warning. */
export type ClientLog = (level: 'debug' | 'warn', message: string, fields: Record<string, unknown>) => void;

export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly log?: ClientLog;
}

const logTo =
  (log: ClientLog): logCreator =>
  () =>
  ({ level, log: { message, logger: _, timestamp: __, stack: ___, ...fields }, namespace }) => {
    // An answer that is an error is thrown to whoever asked as well, and what is tried again is no news.
    const quiet = level !== kafkajs.logLevel.ERROR || /^Response |retry|retried|rebalanc/i.test(message);
    log(quiet ? 'debug' : 'warn', message, { ...fields, client: namespace });
  };

/** Connections are made anew quickly: a broker that was restarted is back within seconds, and nothing is lost by asking often. */
const RETRY = { initialRetryTime: 50, multiplier: 1.5, factor: 0.2, retries: 12, maxRetryTime: 2_000 };

export function openClient({ brokers, clientId, log = () => {} }: KafkaOptions): Kafka {
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry: RETRY,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: logTo(log),
  });
}
export type KafkaHandle = Kafka;

/**
 * A transactional producer. The broker finishes a commit in the background, and the next transaction's first send meets CONCURRENT_TRANSACTIONS:
 * asking again after 5 ms instead of 300 makes a transaction take 6 ms (p50) instead of 262.
 */
export const transactionalProducer = (client: Kafka, transactionalId: string, timeoutMs: number): Producer =>
  client.producer({
    transactionalId,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout: timeoutMs,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 5, multiplier: 1.3, factor: 0.2, retries: 40, maxRetryTime: 1_000 },
  });

/** A plain idempotent producer: for publishers, who have nothing to consume. Sends have to be one after the other (kafkajs#598). */
export const idempotentProducer = (client: Kafka): Producer =>
  client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 50, multiplier: 1.5, factor: 0.2, retries: 20, maxRetryTime: 2_000 },
  });

export interface GroupSettings {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly maxBytesPerPartition: number;
}

/** A member of a group whose assigner gives partition n of every topic to one member. */
export const groupConsumer = (
  client: Kafka,
  { groupId, sessionTimeoutMs, heartbeatMs, maxBytesPerPartition }: GroupSettings,
): Consumer =>
  client.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatMs,
    rebalanceTimeout: Math.max(60_000, sessionTimeoutMs),
    maxBytesPerPartition,
    maxWaitTimeInMs: 50,
    minBytes: 1,
    allowAutoTopicCreation: false,
    partitionAssigners: [sameNumbersTogether],
    readUncommitted: false,
    retry: { ...RETRY, restartOnFailure: async () => false },
  });

const ASSIGNER = 'guidang-copartition';

/**
 * Gives partition n of all subscribed topics to the same member: what answers partition n of one topic goes into partition n of another, and one
 * producer writes it. Members are taken in the order of their ids, numbers are dealt out in turn.
 */
const sameNumbersTogether: import('kafkajs').PartitionAssigner = ({ cluster }) => ({
  name: ASSIGNER,
  version: 1,
  async assign({ members, topics }) {
    const ids = members.map(({ memberId }) => memberId).sort();
    const assignment = new Map(ids.map((id) => [id, {} as Record<string, number[]>]));
    for (const topic of topics) {
      for (const { partitionId } of cluster.findTopicPartitionMetadata(topic)) {
        const mine = assignment.get(ids[partitionId % ids.length]!)!;
        mine[topic] = [...(mine[topic] ?? []), partitionId];
      }
    }
    return ids.map((memberId) => ({
      memberId,
      memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
        version: 1,
        assignment: assignment.get(memberId)!,
        userData: Buffer.alloc(0),
      }),
    }));
  },
  protocol({ topics }) {
    return {
      name: ASSIGNER,
      metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }),
    };
  },
});

/** A record as kafkajs decodes it below its front door. */
export interface DecodedRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  readonly isControlRecord: boolean;
  readonly batchContext: {
    readonly producerId: string;
    readonly inTransaction: boolean;
    readonly maxTimestamp: string;
    /** 1: the broker's LogAppendTime, which is the batch's and stands in none of its records. */
    readonly timestampType: number;
  };
}

interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[] | null;
  readonly messages: readonly DecodedRecord[];
}

interface InnerBroker {
  fetch(request: object): Promise<{ responses: { topicName: string; partitions: FetchedPartition[] }[] }>;
  listOffsets(request: object): Promise<{
    responses: { topic: string; partitions: { partition: number; offset: string }[] }[];
  }>;
}

interface InnerCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  findTopicPartitionMetadata(topic: string): { partitionId: number }[];
  findBroker(at: { nodeId: string }): Promise<InnerBroker>;
}

const inside = createRequire(createRequire(import.meta.url).resolve('kafkajs'));
const READ_COMMITTED = 1;
const EARLIEST = -2;
const LATEST = -1;

/** Asks leaders for single partitions, outside any group. */
export interface PartitionAccess {
  partitions(topic: string): Promise<number[]>;
  /** Offsets [start, end): `end` is the last stable offset, up to which transactions are decided. */
  range(topic: string, partition: number): Promise<{ start: number; end: number }>;
  /** `end` of many partitions, asked in one question to each leader. */
  ends(wanted: readonly { topic: string; partitions: readonly number[] }[]): Promise<Map<string, number[]>>;
  fetch(topic: string, partition: number, from: number, maxBytes: number, waitMs: number): Promise<FetchedPartition>;
  close(): Promise<void>;
}

export async function openPartitionAccess({
  brokers,
  clientId,
  log = () => {},
}: KafkaOptions): Promise<PartitionAccess> {
  const Cluster = inside('./src/cluster') as new (options: object) => InnerCluster;
  const { createLogger } = inside('./src/loggers') as { createLogger(options: object): unknown };
  const socketFactory = inside('./src/network/socketFactory') as () => unknown;
  const cluster = new Cluster({
    logger: createLogger({ level: kafkajs.logLevel.INFO, logCreator: logTo(log) }),
    retry: RETRY,
    socketFactory: socketFactory(),
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: READ_COMMITTED,
  });
  await cluster.connect();

  const leaderOf = async (topic: string, partition: number): Promise<InnerBroker> => {
    await cluster.addTargetTopic(topic);
    await cluster.refreshMetadataIfNecessary();
    const [node] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    if (node === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`);
    return cluster.findBroker({ nodeId: node });
  };
  /** A leader that moved or went away is looked up anew, once; what still fails is the caller's to retry. */
  const ask = async <T>(
    topic: string,
    partition: number,
    question: (broker: InnerBroker) => Promise<T>,
  ): Promise<T> => {
    try {
      return await question(await leaderOf(topic, partition));
    } catch {
      await cluster.refreshMetadata();
      return question(await leaderOf(topic, partition));
    }
  };
  const offsetAt = async (topic: string, partition: number, timestamp: number): Promise<number> => {
    const { responses } = await ask(topic, partition, (broker) =>
      broker.listOffsets({
        replicaId: -1,
        isolationLevel: READ_COMMITTED,
        topics: [{ topic, partitions: [{ partition, timestamp }] }],
      }),
    );
    return Number(responses[0]!.partitions[0]!.offset);
  };
  return {
    partitions: async (topic) => {
      await cluster.addTargetTopic(topic);
      await cluster.refreshMetadataIfNecessary();
      return cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => partitionId)
        .sort((a, b) => a - b);
    },
    range: async (topic, partition) => ({
      start: await offsetAt(topic, partition, EARLIEST),
      end: await offsetAt(topic, partition, LATEST),
    }),
    ends: async (wanted) => {
      const ends = new Map<string, number[]>(wanted.map(({ topic }) => [topic, []]));
      const asked = new Map<string, { topic: string; partitions: { partition: number; timestamp: number }[] }[]>();
      for (const { topic, partitions } of wanted) {
        await cluster.addTargetTopic(topic);
        await cluster.refreshMetadataIfNecessary();
        for (const [node, led] of Object.entries(cluster.findLeaderForPartitions(topic, [...partitions])))
          asked.set(node, [
            ...(asked.get(node) ?? []),
            { topic, partitions: led.map((partition) => ({ partition, timestamp: LATEST })) },
          ]);
      }
      try {
        for (const [nodeId, topics] of asked) {
          const broker = await cluster.findBroker({ nodeId });
          const { responses } = await broker.listOffsets({ replicaId: -1, isolationLevel: READ_COMMITTED, topics });
          for (const { topic, partitions } of responses)
            for (const { partition, offset } of partitions) ends.get(topic)![partition] = Number(offset);
        }
      } catch (error) {
        // Leaders may have moved; whoever asks again gets the new ones.
        await cluster.refreshMetadata();
        throw error;
      }
      return ends;
    },
    fetch: async (topic, partition, from, maxBytes, waitMs) => {
      const { responses } = await ask(topic, partition, (broker) =>
        broker.fetch({
          replicaId: -1,
          isolationLevel: READ_COMMITTED,
          maxWaitTime: waitMs,
          minBytes: 1,
          maxBytes,
          topics: [{ topic, partitions: [{ partition, currentLeaderEpoch: -1, fetchOffset: String(from), maxBytes }] }],
        }),
      );
      return responses[0]!.partitions[0]!;
    },
    close: () => cluster.disconnect(),
  };
}
