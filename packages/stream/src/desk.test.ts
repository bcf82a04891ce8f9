import { type OutRecord, partitionOf, type RawRecord } from '@guidang/contracts';
import { toyStep } from '@guidang/lab/toy';
import { expect, it } from 'vitest';
import { MemoryCache } from '../test/memory-cache.ts';
import { Desk, type DeskPorts } from './desk.ts';
import type { LogReader } from './reader.ts';
import { GivenUp } from './retry.ts';
import { silent } from './telemetry.ts';

const CASE = 'CASE-0001';
const record = (offset: number, more: object = {}, name = CASE): RawRecord => ({
  topic: 'archive.package',
  partition: partitionOf(CASE, 4),
  offset,
  timestamp: 1_770_000_000_000,
  key: Buffer.from(name),
  value: Buffer.from(JSON.stringify({ id: `in-${offset}`, case: name, n: offset, ...more })),
  headers: {},
});

/** A desk over a topic that holds what was committed. */
function world(more: Partial<DeskPorts> = {}) {
  const topic: OutRecord[] = [];
  const reader = {
    partitions: async () => [0, 1, 2, 3],
    extent: async (name: string) => ({ start: 0, end: name === 'archive.store' ? topic.length : 0 }),
    async *scan(name: string, partition: number, from: number, to: number) {
      for (const [i, { key, value, headers }] of topic.slice(from, to).entries())
        yield {
          kind: 'record' as const,
          offset: from + i,
          record: {
            ...{ topic: name, partition, offset: from + i, timestamp: 0, headers },
            key: Buffer.from(key),
            value: Buffer.from(value),
          },
        };
    },
  } as unknown as LogReader;
  const ports: DeskPorts = {
    shop: {
      step: toyStep,
      software: '0.1.0',
      findScheme: async () => undefined,
      backoff: { firstMs: 1, mostMs: 2 },
      telemetry: silent,
      now: () => 1_770_000_000_100,
    },
    group: 'store',
    reader,
    openWriter: async () => ({
      fence: async () => {},
      commit: async (records) => {
        const first = topic.length;
        topic.push(...records.filter(({ topic: name }) => name === 'archive.store'));
        return { firstOffsets: new Map([['archive.store', first]]) };
      },
      close: async () => {},
    }),
    cache: undefined,
    window: { records: 10, bytes: 1024 * 1024 },
    ...more,
  };
  const numbers = () => topic.map(({ value }) => (JSON.parse(Buffer.from(value).toString()) as { seq: number }).seq);
  return {
    ports,
    numbers,
    open: (now: Partial<DeskPorts> = {}) => Desk.open({ ...ports, ...now }, partitionOf(CASE, 4)),
  };
}

it('builds on nothing that was decided and not committed: work that was broken off is done by another desk', async () => {
  const { numbers, open } = world();
  const desk = await open();
  const stop = new AbortController();
  // The second record is decided after the first, and both wait for the slow one before them.
  const broken = desk.work([record(0, { slowMs: 60_000 }), record(1), record(2)], stop.signal, () => {});
  setTimeout(() => stop.abort(), 50);
  await expect(broken).rejects.toBeInstanceOf(GivenUp);
  const never = new AbortController().signal;
  await expect(desk.work([record(0), record(1), record(2)], never, () => {})).rejects.toBeInstanceOf(GivenUp);
  expect(numbers()).toEqual([]);
  const fresh = await open();
  await fresh.work([record(0), record(1), record(2)], never, () => {});
  expect(numbers()).toEqual([0, 1, 2]);
});

it('whose tables were emptied reads its topic again, also where that is more than it may hold, and goes on with every case', async () => {
  const cases = Array.from({ length: 400 }, (_, n) => `CASE-${n}`)
    .filter((name) => partitionOf(name, 4) === partitionOf(CASE, 4))
    .slice(0, 40);
  const never = new AbortController().signal;
  const { ports, numbers, open } = world({ cache: new MemoryCache(), heldBytes: 4_000 });
  const desk = await open();
  for (const round of [0, 1])
    await desk.work(
      cases.map((name, n) => record(round * cases.length + n, {}, name)),
      never,
      () => {},
    );
  await desk.close();
  const fresh = await open({ ...ports, cache: new MemoryCache() });
  await fresh.work(
    cases.map((name, n) => record(2 * cases.length + n, {}, name)),
    never,
    () => {},
  );
  expect(numbers()).toEqual([0, 1, 2].flatMap((seq) => cases.map(() => seq)));
});
