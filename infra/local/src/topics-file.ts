import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './paths.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Config = z.record(z.string(), Scalar);

const TopicsFile = z.strictObject({
  defaults: z.strictObject({ partitions: z.number().int().positive(), config: Config }),
  topics: z.array(
    z.strictObject({ name: z.string(), partitions: z.number().int().positive().optional(), config: Config.optional() }),
  ),
  broker: Config,
});

/** A topic as it has to be on the broker: every setting spelled out. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Each topic with the defaults filled in. @throws if the text is not such a file, or names a topic twice */
export function topicSpecs(text: string): TopicSpec[] {
  const { defaults, topics } = TopicsFile.parse(parse(text));
  const names = topics.map((topic) => topic.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`infra/kafka/topics.yaml names ${twice} twice`);
  return topics.map(({ name, partitions = defaults.partitions, config = {} }) => ({
    name,
    partitions,
    config: { ...defaults.config, ...config },
  }));
}

const text = (): string => readFileSync(`${ROOT}/infra/kafka/topics.yaml`, 'utf8');

/** The topics that infra/kafka/topics.yaml asks for. */
export const wantedTopics = (): TopicSpec[] => topicSpecs(text());

/** The broker settings that infra/kafka/topics.yaml asks for. */
export const brokerSettings = (): Record<string, string> => TopicsFile.parse(parse(text())).broker;
