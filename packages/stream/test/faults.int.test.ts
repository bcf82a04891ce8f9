import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OwnBroker, type OwnDatabase, ownBroker, ownDatabase } from '@guidang/infra-local';
import { type ToyInput, toyInputs, toyRule } from '@guidang/lab/toy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LogReader, openReader, replay } from '../src/index.ts';
import { chainOf, countOf, expectedAnswers, makeTopics, publishInputs } from './broker.ts';

/**
 * The words to test by (architecture.md §3): every write is made to fail twice, as nothing happened and as it happened and we were not told; processes are
 * killed, the broker is killed, partitions change hands. Afterwards every input has exactly one answer, in order, and replaying finds nothing.
 */
let broker: OwnBroker;
let reader: LogReader;
let database: OwnDatabase;
const workers = new Set<ChildProcess>();
const inputs: ToyInput[] = [];

beforeAll(async () => {
  // Any service's tables will do that has the cache and nothing else.
  [broker, database] = await Promise.all([ownBroker('faults'), ownDatabase('services/3-seal')]);
  await makeTopics(broker.brokers);
  reader = await openReader({ brokers: broker.brokers, clientId: 'test' });
});
afterEach(() => {
  for (const worker of workers) worker.kill('SIGKILL');
  workers.clear();
});
afterAll(async () => {
  await reader.close();
  await broker.discard();
  await database.drop();
});

function worker(env: Record<string, string> = {}) {
  const child = fork(`${import.meta.dirname}/worker.ts`, {
    env: { ...process.env, BROKERS: broker.brokers.join(), ...env },
    stdio: 'inherit',
  });
  workers.add(child);
  let committed = 0;
  const troubles: string[] = [];
  child.on('message', (said: { committed?: number; trouble?: string }) => {
    committed += said.committed ?? 0;
    if (said.trouble !== undefined) troubles.push(said.trouble);
  });
  const dies = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    kill: async () => {
      workers.delete(child);
      child.kill('SIGKILL');
      await dies;
    },
    stop: async () => {
      workers.delete(child);
      child.kill('SIGTERM');
      await dies;
    },
    committed: () => committed,
    troubles: () => troubles,
  };
}

const publish = async (name: string, count: number): Promise<void> => {
  const more = toyInputs(count, 120).map((input) => ({
    ...input,
    id: `${name}-${input.id}`,
    case: `${name}-${input.case}`,
  }));
  inputs.push(...more);
  await publishInputs(broker.brokers, more);
};
/** Counting may meet the broker while it is away. */
const answers = (): Promise<number> => countOf(reader, 'archive.store').catch(() => -1);
const judged = async (): Promise<void> => {
  await expect.poll(answers, { timeout: 120_000, interval: 300 }).toBe(inputs.length);
  const { answers: said, faults } = await chainOf(broker.brokers);
  expect(faults).toEqual([]);
  expect(said).toEqual(expectedAnswers(inputs));
  expect((await replay(toyRule, reader)).findings).toEqual([]);
};

describe('every input is answered exactly once', () => {
  it('when the running step is killed with -9 twenty times at random moments, and the broker twice', {
    timeout: 240_000,
  }, async () => {
    const kills = 20;
    await publish('KILL', 5_000);
    const before = await answers();
    const env = { WINDOW: '10', DATABASE: database.url };
    let one = worker(env);
    const other = { of: worker(env) };
    for (let kill = 0; kill < kills; kill++) {
      // Long enough to have begun something, short enough never to get through.
      const share = ((kill + 1) / (kills + 1)) * 5_000;
      await expect.poll(answers, { timeout: 60_000, interval: 20 }).toBeGreaterThan(Math.max(0, before + share * 0.8));
      await sleep(Math.random() * 150);
      if (kill % 2 === 0) {
        await one.kill();
        one = worker(env);
      } else {
        await other.of.kill();
        other.of = worker(env);
      }
      if (kill === 6 || kill === 13) {
        broker.kill();
        await sleep(300);
        await broker.start();
      }
    }
    await judged();
  });

  it('when commits fail, as not done and as done but untold', { timeout: 180_000 }, async () => {
    await publish('UNTOLD', 1_500);
    const one = worker({ FAULTY: '0.1', WINDOW: '30', DATABASE: database.url });
    await judged();
    expect(one.troubles().some((trouble) => trouble.includes('nothing was written'))).toBe(true);
    expect(one.troubles().some((trouble) => trouble.includes('we were not told'))).toBe(true);
  });

  it('when partitions change hands again and again while work goes on', { timeout: 180_000 }, async () => {
    await publish('HANDS', 3_000);
    const env = { WINDOW: '5', DATABASE: database.url };
    const stays = worker(env);
    for (let round = 0; round < 5; round++) {
      const comes = worker(env);
      await sleep(900);
      await comes.stop();
    }
    await judged();
    await stays.stop();
  });
});
