import { type OwnBroker, ownBroker } from '@guidang/infra-local';
import { type ToyInput, toyInputs, toyRecord, toyRule, toyStep } from '@guidang/lab/toy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type LogReader,
  openPublisher,
  openReader,
  type RunningStep,
  type RunOptions,
  replay,
  runStep,
  silent,
} from '../src/index.ts';
import {
  chainOf,
  controlOf,
  countOf,
  entriesOf,
  expectedAnswers,
  forgetOffsets,
  makeTopics,
  publishInputs,
  recordsOf,
} from './broker.ts';

let broker: OwnBroker;
let reader: LogReader;
const running: RunningStep[] = [];
const inputs: ToyInput[] = [];

beforeAll(async () => {
  broker = await ownBroker('runtime');
  await makeTopics(broker.brokers);
  reader = await openReader({ brokers: broker.brokers, clientId: 'test' });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
afterAll(async () => {
  await reader.close();
  await broker.discard();
});

const start = (options: Partial<RunOptions> = {}): RunningStep => {
  const one = runStep(toyStep, {
    kafka: { brokers: broker.brokers, clientId: 'toy' },
    software: '0.1.0',
    sessionTimeoutMs: 1_500,
    backoff: { firstMs: 5, mostMs: 50 },
    ...options,
  });
  running.push(one);
  return one;
};
const publish = async (more: ToyInput[]): Promise<void> => {
  inputs.push(...more);
  await publishInputs(broker.brokers, more);
};
const answered = async (): Promise<void> => {
  const wanted = inputs.filter(({ wish }) => wish === undefined).length;
  await expect.poll(() => countOf(reader, 'archive.store'), { timeout: 60_000, interval: 200 }).toBe(wanted);
};
/** Inputs of cases of their own, so that tests do not continue one another's numbers. */
const fresh = (name: string, count: number, cases: number, of?: (i: number) => Partial<ToyInput>): ToyInput[] =>
  toyInputs(count, cases, of).map((input) => ({ ...input, id: `${name}-${input.id}`, case: `${name}-${input.case}` }));

describe('a step', () => {
  it('answers every input once, in order within a case, and remembers what it answered', async () => {
    await publish(fresh('FIRST', 600, 40));
    start();
    await answered();
    const { answers, faults } = await chainOf(broker.brokers);
    expect(faults).toEqual([]);
    expect(answers).toEqual(expectedAnswers(inputs));
  });

  it('goes on where it stopped, from its own output', async () => {
    await publish(fresh('FIRST', 100, 40).map((input, i) => ({ ...input, id: `again-${i}`, n: input.n + 1000 })));
    start();
    await answered();
    const { answers, faults } = await chainOf(broker.brokers);
    expect(faults).toEqual([]);
    expect(answers).toEqual(expectedAnswers(inputs));
  });

  it('believes its own output, not the offset its group is said to have', async () => {
    await forgetOffsets(broker.brokers, 'store', 'archive.package');
    await publish(fresh('OFFSET', 50, 10));
    start();
    await answered();
    const { answers, faults } = await chainOf(broker.brokers);
    expect(faults).toEqual([]);
    expect(answers).toEqual(expectedAnswers(inputs));
  });

  it('skips with nothing written, and parks with the bytes, the reason and an answer to the publisher', async () => {
    const wishes = fresh('WISH', 60, 6, (i) => ({ wish: ([undefined, 'skip', 'park'] as const)[i % 3] }));
    await publish(wishes);
    start();
    await answered();
    await expect.poll(() => countOf(reader, 'archive.store.parked'), { timeout: 10_000 }).toBe(20);
    const [parked] = await recordsOf(broker.brokers, 'archive.store.parked');
    const value = JSON.parse(Buffer.from(parked!.value!).toString());
    expect(value).toMatchObject({
      type: 'parked',
      step: 'store',
      reason: 'WISHED',
      input: { topic: 'archive.package' },
    });
    expect(JSON.parse(Buffer.from(value.value, 'base64').toString())).toMatchObject({ wish: 'park' });
    expect(await countOf(reader, 'case.feedback')).toBe(20);
    await running.pop()!.stop();
    await forgetOffsets(broker.brokers, 'store', 'archive.package');
    await publish(fresh('WISH-AGAIN', 10, 2));
    start();
    await answered();
    expect(await countOf(reader, 'archive.store.parked')).toBe(20);
  });

  it('commits batches that leave nothing to write, one right after the other, without losing its footing', async () => {
    const troubles: unknown[] = [];
    const idle = fresh('IDLE', 400, 20, () => ({ wish: 'skip' }));
    start({
      window: { records: 4, bytes: 1024 * 1024 },
      telemetry: { ...silent, trouble: (what) => troubles.push(what) },
    });
    for (let at = 0; at < idle.length; at += 10) await publish(idle.slice(at, at + 10));
    await publish(fresh('BUSY', 20, 20));
    await answered();
    expect(troubles).toEqual([]);
  });

  it('asks again what could not be had, and holds up nobody else meanwhile', async () => {
    await publish(fresh('LATER', 40, 8, (i) => ({ fails: i % 5 === 0 ? 3 : 0 })));
    start();
    await answered();
    const { answers, faults } = await chainOf(broker.brokers);
    expect(faults).toEqual([]);
    expect(answers).toEqual(expectedAnswers(inputs));
  });

  it('commits what is finished before a slow record, as a prefix, and tells meanwhile how many wait behind it', async () => {
    const before = await countOf(reader, 'archive.store');
    await publish(fresh('SLOW', 80, 1, (i) => ({ slowMs: i === 60 ? 9_000 : 0 })));
    const lags: number[] = [];
    const one = start({ lagEveryMs: 200, telemetry: { ...silent, lag: ({ records }) => lags.push(records) } });
    await expect.poll(() => countOf(reader, 'archive.store'), { timeout: 8_000, interval: 50 }).toBe(before + 60);
    await expect.poll(() => lags.some((records) => records >= 19), { timeout: 60_000 }).toBe(true);
    await answered();
    await one.stop();
    // Whoever has no partition any more says of none that something waits there.
    expect(lags.at(-1)).toBe(0);
  });

  it('parks hostile records with their bytes and goes on', async () => {
    const publisher = await openPublisher({ brokers: broker.brokers, clientId: 'hostile' });
    const parkedBefore = await countOf(reader, 'archive.store.parked');
    const hostile = [
      Buffer.from('{broken'),
      Buffer.alloc(5 * 1024 * 1024, 0x20),
      Buffer.from('['.repeat(5000) + ']'.repeat(5000)),
      Buffer.from([0xff, 0xfe, 0x00]),
      Buffer.from('{"id":1}'),
      Buffer.from('null'),
    ];
    await publisher.publish(
      hostile.map((value, i) => ({
        topic: 'archive.package',
        partition: i % 4,
        key: `HOSTILE-${i}`,
        value,
        headers: { traceparent: 'x'.repeat(500) },
      })),
    );
    await publisher.close();
    await publish(fresh('AFTER', 20, 4));
    start();
    await answered();
    await expect
      .poll(() => countOf(reader, 'archive.store.parked'), { timeout: 10_000 })
      .toBe(parkedBefore + hostile.length);
    const rules = (await recordsOf(broker.brokers, 'archive.store.parked'))
      .map((record) => JSON.parse(Buffer.from(record.value!).toString()))
      .filter(({ reason }) => reason === 'MALFORMED')
      .map(({ faults }) => faults[0].rule)
      .sort();
    expect(rules).toEqual(['NOT_AN_OBJECT', 'NOT_JSON', 'NOT_UTF8', 'TOO_DEEP', 'TOO_LARGE', 'TYPE']);
  });

  it('puts aside what lies in another partition than its case belongs to, whatever it says, and answers it where it belongs', async () => {
    const publisher = await openPublisher({ brokers: broker.brokers, clientId: 'astray' });
    const [first, second, skipped] = fresh('ASTRAY', 3, 1, (i) => (i === 2 ? { wish: 'skip' } : {}));
    const astray = (input: ToyInput) => {
      const record = toyRecord(input, 4);
      return { ...record, partition: (record.partition + 1) % 4 };
    };
    const before = await countOf(reader, 'archive.store.parked');
    await publisher.publish([first!, second!, skipped!].map(astray));
    await publisher.close();
    await publish([first!, second!]);
    start();
    await answered();
    await expect.poll(() => countOf(reader, 'archive.store.parked'), { timeout: 10_000 }).toBe(before + 2);
    const aside = (await recordsOf(broker.brokers, 'archive.store.parked'))
      .map((record) => JSON.parse(Buffer.from(record.value!).toString()))
      .filter(({ reason }) => reason === 'WRONG_PARTITION');
    expect(aside.map(({ faults }) => faults)).toEqual(
      [1, 2].map(() => [expect.objectContaining({ field: '', rule: 'WRONG_PARTITION' })]),
    );
    const { answers, faults } = await chainOf(broker.brokers);
    expect(faults).toEqual([]);
    expect(answers).toEqual(expectedAnswers(inputs));
  });

  it('shares partitions among members, and gives all to the one that stays', async () => {
    const first = start();
    const second = start();
    await expect.poll(() => first.ready() && second.ready(), { timeout: 20_000 }).toBe(true);
    await publish(fresh('TWO', 400, 30, () => ({ slowMs: 2 })));
    await answered();
    await first.stop();
    await publish(fresh('ONE', 200, 30));
    await answered();
    const { answers, faults } = await chainOf(broker.brokers);
    expect(faults).toEqual([]);
    expect(answers).toEqual(expectedAnswers(inputs));
  });

  it('takes nothing in while it is paused, across a restart too, stays in its group, and goes on where it was', async () => {
    const bid = async (action: 'PAUSE' | 'RESUME'): Promise<void> => {
      const publisher = await openPublisher({ brokers: broker.brokers, clientId: 'operator' });
      await publisher.publish([controlOf('store', action)]);
      await publisher.close();
    };
    const watched = () => {
      const seen = { paused: [] as boolean[], told: 0 };
      const one = start({
        lagEveryMs: 200,
        telemetry: {
          ...silent,
          paused: ({ paused }) => void seen.paused.push(paused),
          lag: ({ records }) => {
            if (records > 0) seen.told += 1;
          },
        },
      });
      return { one, seen };
    };
    const first = watched();
    await publish(fresh('BEFORE', 40, 8));
    await answered();
    await bid('PAUSE');
    await expect.poll(() => first.seen.paused, { timeout: 20_000 }).toEqual([false, true]);
    const before = await countOf(reader, 'archive.store');
    first.seen.told = 0;
    await publish(fresh('PAUSED', 40, 8));
    // It tells of records that wait for longer than a member may be silent, and is a member still.
    await expect.poll(() => first.seen.told, { timeout: 60_000 }).toBeGreaterThan(40);
    expect([first.one.ready(), first.one.live()]).toEqual([true, true]);
    expect(await countOf(reader, 'archive.store')).toBe(before);
    await first.one.stop();
    const second = watched();
    await expect.poll(() => second.seen.told, { timeout: 60_000 }).toBeGreaterThan(4);
    expect(second.seen.paused).toEqual([true]);
    expect(await countOf(reader, 'archive.store')).toBe(before);
    await bid('RESUME');
    await answered();
    expect(second.seen.paused).toEqual([true, false]);
    const { answers, faults } = await chainOf(broker.brokers);
    expect(faults).toEqual([]);
    expect(answers).toEqual(expectedAnswers(inputs));
  });

  it('leaves nothing behind that replaying does not find again', async () => {
    const report = await replay(toyRule, reader);
    expect(report.findings).toEqual([]);
    expect(report.links).toBe(inputs.filter(({ wish }) => wish === undefined).length);
  });

  it('replays a range of time only', async () => {
    const links = (await recordsOf(broker.brokers, 'archive.store'))
      .map(({ value }) => JSON.parse(Buffer.from(value!).toString()).time as string)
      .sort();
    const middle = links[Math.floor(links.length / 2)]!;
    const early = await replay(toyRule, reader, { until: middle });
    const late = await replay(toyRule, reader, { from: middle });
    expect(early.links).toBeGreaterThan(0);
    expect(late.links).toBeGreaterThan(0);
    expect(early.links + late.links).toBe(links.length);
  });

  it('accounts for every offset of its output: records, and the markers of their transactions', async () => {
    const entries = await entriesOf(reader, 'archive.store');
    const byPartition = Map.groupBy(entries, (_, i) => i);
    expect(byPartition.size).toBe(entries.length);
    for (const partition of await reader.partitions('archive.store')) {
      const { start: first, end } = await reader.extent('archive.store', partition);
      let next = first;
      for await (const { offset } of reader.scan('archive.store', partition, first, end)) expect(offset).toBe(next++);
      expect(next).toBe(end);
    }
  });
});
