import { randomUUID } from 'node:crypto';
import { CONTROLS, type OutRecord, type StepControl, type StepName } from '@guidang/contracts';
import { saidIn, type ToyInput, toyRecord } from '@guidang/lab/toy';
import { type LogEntry, type LogReader, openLink } from '../src/index.ts';
import { openClient } from '../src/kafka.ts';
import { openPublisher } from '../src/publisher.ts';
import { openReader } from '../src/reader.ts';

const TOPICS = ['archive.package', 'archive.store', 'archive.store.parked', 'case.feedback'];
export const PARTITIONS = 4;

export async function makeTopics(brokers: string[]): Promise<void> {
  const admin = openClient({ brokers, clientId: 'test-admin' }).admin();
  await admin.connect();
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        ...TOPICS.map((topic) => ({
          topic,
          numPartitions: PARTITIONS,
          configEntries: [
            { name: 'message.timestamp.type', value: 'LogAppendTime' },
            { name: 'max.message.bytes', value: '8388608' },
          ],
        })),
        { topic: 'registry.schemes', numPartitions: 1 },
        { topic: 'stream.controls', numPartitions: 1 },
      ],
    });
  } finally {
    await admin.disconnect();
  }
}

/** Sets a group back to the beginning, as a committed offset that was not seen would. The group must be empty. */
export async function forgetOffsets(brokers: string[], groupId: string, topic: string): Promise<void> {
  const admin = openClient({ brokers, clientId: 'test-admin' }).admin();
  await admin.connect();
  try {
    await admin.resetOffsets({ groupId, topic, earliest: true });
  } finally {
    await admin.disconnect();
  }
}

export async function publishInputs(brokers: string[], inputs: readonly ToyInput[]): Promise<void> {
  const publisher = await openPublisher({ brokers, clientId: 'test-publisher' });
  try {
    for (let at = 0; at < inputs.length; at += 200)
      await publisher.publish(inputs.slice(at, at + 200).map((input) => toyRecord(input, PARTITIONS)));
  } finally {
    await publisher.close();
  }
}

/** What an operator bids a step. */
export const controlOf = (step: StepName, action: StepControl['action']): OutRecord => {
  const said = { id: randomUUID(), type: 'step.control', version: 1, step, action } as const;
  const control: StepControl = { ...said, reason: '更换存储设备', by: 'operator', time: new Date().toISOString() };
  return { topic: CONTROLS, partition: 0, key: step, value: Buffer.from(JSON.stringify(control)), headers: {} };
};

/** Every entry of a topic, partition by partition. */
export async function entriesOf(reader: LogReader, topic: string): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for (const partition of await reader.partitions(topic)) {
    const { start, end } = await reader.extent(topic, partition);
    for await (const entry of reader.scan(topic, partition, start, end)) entries.push(entry);
  }
  return entries;
}

export async function recordsOf(brokers: string[], topic: string) {
  const reader = await openReader({ brokers, clientId: 'test-reader' });
  try {
    return (await entriesOf(reader, topic)).flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
  } finally {
    await reader.close();
  }
}

export async function countOf(reader: LogReader, topic: string): Promise<number> {
  return (await entriesOf(reader, topic)).filter(({ kind }) => kind === 'record').length;
}

/** What the links say, in order, as `case detail` lines; and what is wrong with them as a chain. */
export async function chainOf(
  brokers: string[],
): Promise<{ answers: Map<string, string[]>; inputs: string[]; faults: string[] }> {
  const answers = new Map<string, string[]>();
  const heads = new Map<string, { seq: number; hash: string }>();
  const lastInput = new Map<number, number>();
  const inputs: string[] = [];
  const faults: string[] = [];
  for (const record of await recordsOf(brokers, 'archive.store')) {
    const { link, hash } = openLink('store', record);
    const head = heads.get(link.case);
    if (link.seq !== (head?.seq ?? -1) + 1) faults.push(`${link.case}: seq ${link.seq} after ${head?.seq}`);
    if (link.previous !== (head?.hash ?? null)) faults.push(`${link.case}: previous of ${link.seq}`);
    if (link.input.partition !== record.partition) faults.push(`${link.case}: answered in another partition`);
    if (link.input.offset <= (lastInput.get(record.partition) ?? -1))
      faults.push(`partition ${record.partition}: input ${link.input.offset} out of order or twice`);
    lastInput.set(record.partition, link.input.offset);
    heads.set(link.case, { seq: link.seq, hash });
    inputs.push(`${link.input.partition}/${link.input.offset}`);
    const said = saidIn(link.body);
    answers.set(link.case, [...(answers.get(link.case) ?? []), said]);
  }
  return { answers, inputs, faults };
}

/** What the links must say for these inputs: one each, in order, numbered by what the step remembered. */
export function expectedAnswers(inputs: readonly ToyInput[]): Map<string, string[]> {
  const expected = new Map<string, string[]>();
  for (const { case: name, n, wish } of inputs) {
    if (wish !== undefined) continue;
    const list = expected.get(name) ?? [];
    list.push(`m-${list.length}-${n}`);
    expected.set(name, list);
  }
  return expected;
}
