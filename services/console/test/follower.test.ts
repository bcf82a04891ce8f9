import { setTimeout as sleep } from 'node:timers/promises';
import { CASE_DECISIONS } from '@guidang/contracts';
import type { LogReader, SqlDoor } from '@guidang/stream';
import { afterEach, describe, expect, it } from 'vitest';
import { Follower } from '../src/follow/follower.ts';

describe('whether what was decided before is read', () => {
  let follower: Follower;
  afterEach(() => follower.stop());

  /** Topics of which case.decisions alone has something: so many offsets, of which one look gets one. */
  function over(end: number, reads: { silent: boolean; until: number }): Follower {
    const reader = {
      partitions: async () => [0],
      extent: async (topic: string) => ({ start: 0, end: topic === CASE_DECISIONS ? end : 0 }),
      ends: async (topics: readonly string[]) =>
        new Map(topics.map((topic) => [topic, [topic === CASE_DECISIONS ? end : 0]])),
      read: async (_topic: string, _partition: number, from: number) => {
        if (reads.silent) throw new Error('no broker');
        return { entries: [], next: Math.min(from + 1, reads.until), end };
      },
    };
    const door = { query: async () => [], together: async (work: (tx: unknown) => unknown) => work(door) };
    follower = new Follower({
      ...{ reader: reader as unknown as LogReader, door: door as unknown as SqlDoor, pauseMs: 1 },
      ...{ seen: () => undefined, failed: () => undefined },
    });
    follower.start();
    return follower;
  }
  const becomesTrue = async (of: () => boolean): Promise<void> => {
    while (!of()) await sleep(1);
  };

  it('is said from the first look on where nothing was decided', async () => {
    const one = over(0, { silent: false, until: 0 });
    expect(one.decisionsRead()).toBe(false);
    await becomesTrue(() => one.decisionsRead());
  });

  it('is not said before the end that the topic had when we began, and is said on where the broker falls silent later', async () => {
    const reads = { silent: false, until: 2 };
    const one = over(3, reads);
    await becomesTrue(() => one.wellSince(60_000));
    expect(one.decisionsRead()).toBe(false);
    reads.until = 3;
    await becomesTrue(() => one.decisionsRead());
    reads.silent = true;
    await sleep(5);
    expect(one.decisionsRead()).toBe(true);
  });

  it('is not said while the broker is silent from the beginning', async () => {
    const one = over(3, { silent: true, until: 3 });
    await sleep(10);
    expect(one.decisionsRead()).toBe(false);
  });
});

describe('what is folded', () => {
  it('is folded by one instance at a time: the turn is taken before anything else is read or written', async () => {
    const transactions: string[][] = [];
    const door: SqlDoor = {
      query: async () => [],
      together: async (work) => {
        const asked: string[] = [];
        transactions.push(asked);
        const query = async (sql: string): Promise<never[]> => {
          asked.push(sql);
          return [];
        };
        return work({ ...door, query });
      },
    };
    const reader = {
      partitions: async () => [0],
      extent: async () => ({ start: 0, end: 1 }),
      ends: async (topics: readonly string[]) => new Map(topics.map((topic) => [topic, [1]])),
      read: async () => ({ entries: [], next: 1, end: 1 }),
    };
    const follower = new Follower({
      ...{ reader: reader as unknown as LogReader, door, pauseMs: 1 },
      ...{ seen: () => undefined, failed: () => undefined },
    });
    follower.start();
    while (!follower.wellSince(60_000)) await sleep(1);
    await follower.stop();
    expect(transactions.length).toBeGreaterThan(0);
    for (const [first, ...more] of transactions) {
      expect(first).toContain('pg_advisory_xact_lock');
      expect(more.length).toBeGreaterThan(0);
    }
  });
});
