import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnBroker, ownBroker } from './own-broker.ts';
import { applyTopics } from './topics.ts';

const TOPIC = { name: 'kept', partitions: 2, config: { 'retention.ms': '-1' } };

describe("a test's own broker", () => {
  let broker: OwnBroker;
  beforeAll(async () => {
    broker = await ownBroker('own-broker-test');
    await applyTopics(broker.brokers, [TOPIC]);
  });
  afterAll(() => broker.discard());

  it.each<[string, () => unknown]>([
    ['was killed', () => broker.kill()],
    ['left in order', () => broker.stop()],
  ])('comes back under the same address with what it had, after it %s', async (_, end) => {
    await end();
    await broker.start();
    expect(await applyTopics(broker.brokers, [TOPIC])).toEqual([]);
  });
});
