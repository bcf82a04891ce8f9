import { CASE_KEYED_TOPICS, TOPICS } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { brokerSettings, topicSpecs, wantedTopics } from './topics-file.ts';

const byName = (name: string) => wantedTopics().find((topic) => topic.name === name)!;

const STEPS = ['capture', 'check', 'seal', 'package', 'store', 'use'];

describe('infra/kafka/topics.yaml', () => {
  it('gives every topic keyed by case the same number of partitions, so that a case stays on one partition through all steps', () => {
    expect(new Set(CASE_KEYED_TOPICS.map((name) => byName(name).partitions)).size).toBe(1);
  });

  it('names the topics that contracts name, and no others', () => {
    const named = wantedTopics().map(({ name }) => name);
    expect(named.toSorted()).toEqual(TOPICS.toSorted());
  });

  it('keeps for ever what is evidence', () => {
    for (const name of [
      'case.events',
      'case.decisions',
      'archive.checkpoint',
      ...STEPS.map((step) => `archive.${step}`),
    ]) {
      expect(byName(name).config, name).toMatchObject({ 'retention.ms': '-1', 'cleanup.policy': 'delete' });
    }
  });

  it("stamps every record with the broker's clock", () => {
    for (const { name, config } of wantedTopics()) expect(config['message.timestamp.type'], name).toBe('LogAppendTime');
  });

  it('lets a hostile record of 5 MB in everywhere, so that it can be parked and answered', () => {
    for (const { name, config } of wantedTopics())
      expect(Number(config['max.message.bytes']), name).toBeGreaterThan(5_000_000);
    expect(Number(brokerSettings()['message.max.bytes'])).toBeGreaterThan(5_000_000);
  });

  it('makes no topic by accident', () => {
    expect(brokerSettings()['auto.create.topics.enable']).toBe('false');
  });
});

describe('a topics file', () => {
  const file = (topics: string): string =>
    `defaults: {partitions: 4, config: {a: 1, b: x}}\ntopics: ${topics}\nbroker: {}`;

  it('fills in what holds for every topic unless the topic says otherwise', () => {
    expect(topicSpecs(file('[{name: t}, {name: u, partitions: 1, config: {a: 2}}]'))).toEqual([
      { name: 't', partitions: 4, config: { a: '1', b: 'x' } },
      { name: 'u', partitions: 1, config: { a: '2', b: 'x' } },
    ]);
  });

  it('may not name a topic twice', () => {
    expect(() => topicSpecs(file('[{name: t}, {name: t}]'))).toThrow('names t twice');
  });

  it('may not say what nobody reads', () => {
    expect(() => topicSpecs(file('[{name: t, partition: 3}]'))).toThrow();
  });
});
