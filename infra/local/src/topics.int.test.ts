import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readParts } from './parts-file.ts';
import { applyTopics } from './topics.ts';

const { brokers } = readParts().kafka;

describe("the broker's topics", () => {
  it('are as infra/kafka/topics.yaml says, so that nothing is left to change', async () => {
    expect(await applyTopics(brokers)).toEqual([]);
  });

  it('are corrected if a setting differs, once', async () => {
    const retention = String(randomInt(1_000_000_000, 2_000_000_000));
    const spec = { name: 'int.infra.topics', partitions: 2, config: { 'retention.ms': retention } };
    expect(await applyTopics(brokers, [spec])).toEqual([spec.name]);
    expect(await applyTopics(brokers, [spec])).toEqual([]);
  });

  it('are never given another number of partitions, which would part the records of a case', async () => {
    const spec = { name: 'int.infra.topics', partitions: 3, config: {} };
    await expect(applyTopics(brokers, [spec])).rejects.toThrow('has 2 partitions and should have 3');
  });
});
