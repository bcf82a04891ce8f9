import type { z } from 'zod';
import {
  archiveTopic,
  CASE_DECISIONS,
  CASE_EVENTS,
  CASE_FEEDBACK,
  CaseDecision,
  CaseEvent,
  CHECKPOINTS,
  CheckpointRecord,
  CONTROLS,
  Feedback,
  LINKS,
  NOTARY_PARKED,
  Parked,
  parkedTopic,
  READS,
  SCHEMES,
  Scheme,
  STEPS,
  StepControl,
  TOPICS,
} from '../src/index.ts';
import { allDefinitions, definitionName, type Json, type JsonObject } from './json-schema.ts';

interface Channel {
  holds: string;
  kept: string;
  key: string;
  messages: readonly z.ZodType[];
  /** Whether its records carry the CloudEvents headers. */
  cloudEvents: boolean;
}

const optionsOf = (union: { options: readonly z.ZodType[] }): readonly z.ZodType[] => union.options;
const CASE_NUMBER =
  '办件编号；按其 murmur2 分区，即 Java 客户端的默认方式 / case number; its murmur2 says the partition, as Java clients partition by default';

const parked = (who: string): Channel => ({
  holds: `what ${who} could not work on: original bytes, reason, where it came from`,
  kept: 'until resolved',
  key: 'key of the record that was put aside',
  messages: [Parked],
  cloudEvents: false,
});

/** What each topic holds (architecture.md §4). */
const CHANNELS: Readonly<Record<string, Channel>> = {
  [CASE_EVENTS]: {
    holds: 'what government systems say about a case',
    kept: 'for ever',
    key: CASE_NUMBER,
    messages: optionsOf(CaseEvent),
    cloudEvents: true,
  },
  ...Object.fromEntries(
    STEPS.map((step) => [
      archiveTopic(step),
      {
        holds: `the chain: links of ${step}`,
        kept: 'for ever',
        key: CASE_NUMBER,
        messages: optionsOf(LINKS[step]),
        cloudEvents: true,
      },
    ]),
  ),
  ...Object.fromEntries(STEPS.map((step) => [parkedTopic(step), parked(step)])),
  [NOTARY_PARKED]: parked('the notary'),
  [CHECKPOINTS]: {
    holds: "the notary's batches and signed, cosigned, timestamped heads of the log",
    kept: 'for ever',
    key: 'origin of the log',
    messages: optionsOf(CheckpointRecord),
    cloudEvents: false,
  },
  [CASE_DECISIONS]: {
    holds: 'what people decided or asked for, each signed in as somebody',
    kept: 'for ever',
    key: CASE_NUMBER,
    messages: optionsOf(CaseDecision),
    cloudEvents: false,
  },
  [CASE_FEEDBACK]: {
    holds: 'to the government system: what was refused and why, what is archived under which 档号',
    kept: '30 days',
    key: CASE_NUMBER,
    messages: [Feedback],
    cloudEvents: false,
  },
  [SCHEMES]: {
    holds: '归档方案, every version',
    kept: 'for ever, compacted by key',
    key: 'id@version',
    messages: [Scheme],
    cloudEvents: false,
  },
  [CONTROLS]: {
    holds:
      'what operators bid the steps: pause, resume, with a reason; no input of any decision, and no audit reads it',
    kept: 'for ever',
    key: 'name of the step',
    messages: [StepControl],
    cloudEvents: false,
  },
};

/** AsyncAPI 3.0 of all topics, with the steps that read and write them. */
export function asyncApi(): JsonObject {
  return {
    asyncapi: '3.0.0',
    info: {
      title: '归档 Guidang',
      version: '1',
      description:
        '政务服务办件归档的全部 Kafka 主题。记录值为 UTF-8 的 JSON,消息头为 CloudEvents 二进制模式。记录中不得出现个人信息。\n\nAll topics of the archive. Record values are JSON in UTF-8, headers are CloudEvents in binary mode. No record holds personal data; files travel by content name.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(TOPICS.map((topic) => [topic, channel(topic)])),
    operations: operations(),
    components: { messages: messages(), messageTraits: { cloudEvents }, schemas: inComponents(allDefinitions()) },
  };
}

const channelOf = (topic: string): Channel => {
  const found = CHANNELS[topic];
  if (!found) throw new Error(`what ${topic} holds has to be said in documents/asyncapi.ts`);
  return found;
};

function channel(topic: string): JsonObject {
  const { holds, kept, messages: held } = channelOf(topic);
  const names = held.map(definitionName);
  return {
    address: topic,
    description: `${holds}; kept ${kept}`,
    messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: { kafka: { topic, bindingVersion: '0.5.0' } },
  };
}

/** A parked record is the same whoever put it aside, so one message serves all those topics. */
function messages(): JsonObject {
  const all: JsonObject = {};
  for (const topic of TOPICS) {
    const { messages: held, key, cloudEvents: traited } = channelOf(topic);
    for (const schema of held) {
      const name = definitionName(schema);
      all[name] ??= {
        name: typeOf(schema) ?? name,
        summary: schema.description ?? name,
        contentType: 'application/json',
        payload: { $ref: `#/components/schemas/${name}` },
        bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion: '0.5.0' } },
        ...(traited && { traits: [{ $ref: '#/components/messageTraits/cloudEvents' }] }),
      };
    }
  }
  return all;
}

/** The literal `type` of a contract, by which its records are told apart. */
function typeOf(schema: z.ZodType): string | undefined {
  const { shape } = schema as { shape?: { type?: { value?: unknown } } };
  const type = shape?.type?.value;
  return typeof type === 'string' ? type : undefined;
}

const text = (description: string): JsonObject => ({ type: 'string', description });

const cloudEvents: JsonObject = {
  headers: {
    type: 'object',
    description: 'CloudEvents 1.0, Kafka binding, binary mode; each repeats what the value says',
    properties: {
      ce_specversion: { type: 'string', const: '1.0', description: 'version of CloudEvents' },
      ce_id: text('id of the record'),
      ce_source: text('who publishes'),
      ce_type: text('type of the record'),
      ce_subject: text('办件编号 / case number'),
      ce_time: text('time of the record'),
      traceparent: text('W3C trace context; optional'),
    },
  },
};

function operations(): JsonObject {
  const entries: [string, Json][] = [];
  const add = (who: string, action: 'receive' | 'send', topic: string): void => {
    entries.push([
      `${who}.${action}s.${topic}`,
      {
        action,
        channel: { $ref: `#/channels/${topic}` },
        title: `${who} ${action === 'receive' ? 'reads' : 'writes'} ${topic}`,
      },
    ]);
  };
  for (const step of STEPS) {
    for (const topic of [...READS[step], CONTROLS]) add(step, 'receive', topic);
    for (const topic of [archiveTopic(step), parkedTopic(step), CASE_FEEDBACK]) add(step, 'send', topic);
  }
  for (const step of STEPS) add('notary', 'receive', archiveTopic(step));
  for (const topic of [CHECKPOINTS, NOTARY_PARKED]) add('notary', 'send', topic);
  for (const topic of [CASE_EVENTS, CASE_FEEDBACK]) add('intake', 'receive', topic);
  add('intake', 'send', CASE_EVENTS);
  for (const action of ['receive', 'send'] as const) add('registry', action, SCHEMES);
  for (const action of ['receive', 'send'] as const) add('console', action, CONTROLS);
  return Object.fromEntries(entries);
}

/** References of JSON Schema documents, as references into this one. */
const inComponents = (definitions: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(definitions).replaceAll('"#/definitions/', '"#/components/schemas/')) as JsonObject;
