import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import { type TopicSpec, wantedTopics } from './topics-file.ts';

const { ConfigResourceTypes, Kafka, logLevel } = kafkajs;

/**
 * Brings the broker's topics to what infra/kafka/topics.yaml says: makes the missing ones, corrects settings that differ.
 * Topics that the file does not name are left alone.
 * @returns the names that had to be made or corrected
 * @throws if a topic has another number of partitions: that would part a case's records from one another, so nothing is changed by itself
 */
export async function applyTopics(brokers: string[], specs: readonly TopicSpec[] = wantedTopics()): Promise<string[]> {
  const client = new Kafka({ clientId: 'guidang-local', brokers, logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  try {
    const made = await createMissing(admin, specs);
    return [
      ...made,
      ...(await correct(
        admin,
        specs.filter(({ name }) => !made.includes(name)),
      )),
    ];
  } finally {
    await admin.disconnect();
  }
}

async function createMissing(admin: Admin, specs: readonly TopicSpec[]): Promise<string[]> {
  const there = new Set(await admin.listTopics());
  const missing = specs.filter(({ name }) => !there.has(name));
  if (missing.length === 0) return [];
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, partitions, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: 1,
      configEntries: entries(config),
    })),
  });
  for (const { name } of missing) await led(admin, name);
  return missing.map(({ name }) => name);
}

/** Leaders are named before they lead: a topic is there when every partition of it answers. */
async function led(admin: Admin, topic: string, until = performance.now() + 30_000): Promise<void> {
  for (;;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(100);
    }
  }
}

async function correct(admin: Admin, specs: readonly TopicSpec[]): Promise<string[]> {
  if (specs.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ name }) => name) });
  for (const { name, partitions } of specs) {
    const found = topics.find((topic) => topic.name === name)?.partitions.length;
    if (found !== partitions) {
      throw new Error(
        `主题 ${name} 有 ${found} 个分区,应为 ${partitions} 个;分区数不可更改,请 make reset / ` +
          `topic ${name} has ${found} partitions and should have ${partitions}; this cannot be changed in place, use make reset`,
      );
    }
  }
  const differing = await differingFrom(admin, specs);
  for (const { name, config } of differing) {
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries: entries(config) }],
    });
  }
  return differing.map(({ name }) => name);
}

async function differingFrom(admin: Admin, specs: readonly TopicSpec[]): Promise<TopicSpec[]> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: specs.map(({ name, config }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(config),
    })),
  });
  return specs.filter(({ name, config }) => {
    const found = resources.find((resource) => resource.resourceName === name)?.configEntries ?? [];
    const value = new Map(found.map((entry) => [entry.configName, entry.configValue]));
    return Object.entries(config).some(([setting, wanted]) => value.get(setting) !== wanted);
  });
}

const entries = (config: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));
