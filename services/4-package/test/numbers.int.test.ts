import type { SqlDoor } from '@guidang/stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GivenNumber, NumbersContradict, type NumbersInChain, openNumbers } from '../src/numbers.ts';
import { openStore, type Store } from '../src/store.ts';
import { ownDatabase } from './real.ts';

const SERIES = 'J031-ZY·XK·2026·D30';
const OTHER = 'J047-ZY·XK·2026·Y';
let database: Awaited<ReturnType<typeof ownDatabase>>;
let stores: Store[];

/** A chain with two partitions that says these numbers, read from an offset on as a topic is. */
const chainOf = (...given: GivenNumber[]): NumbersInChain & { reads: number[] } => {
  const reads: number[] = [];
  return {
    reads,
    partitions: async () => [0, 1],
    async *since(partition, offset) {
      reads.push(offset);
      const mine = given.filter((_, i) => i % 2 === partition).slice(offset);
      for (let i = 0; i < mine.length; i += 2)
        yield { given: mine.slice(i, i + 2), next: offset + Math.min(i + 2, mine.length) };
      yield { given: [], next: offset + mine.length };
    },
  };
};
const said = (n: number, series = SERIES): GivenNumber => ({ series, number: n, case: `${series} ${n}` });

beforeAll(async () => {
  database = await ownDatabase();
  stores = [openStore(database.url), openStore(database.url)];
});
afterAll(async () => {
  for (const store of stores ?? []) await store.close();
  await database?.drop();
});
beforeEach(() => database.run('TRUNCATE allocation, allocation_read'));

const door = (): SqlDoor => stores[0]!.door;

describe('numbers', () => {
  it('begin with 1 in each series, and the same case has the same number for ever', async () => {
    const numbers = openNumbers(door(), chainOf());
    expect(await numbers.allocate(SERIES, 'a')).toBe(1);
    expect(await numbers.allocate(SERIES, 'b')).toBe(2);
    expect(await numbers.allocate(OTHER, 'c')).toBe(1);
    expect(await numbers.allocate(SERIES, 'a')).toBe(1);
    expect(await openNumbers(stores[1]!.door, chainOf()).allocate(SERIES, 'b')).toBe(2);
  });

  it('have no gap and no duplicate when two instances give a thousand at the same time, some of them to the same case', async () => {
    const [a, b] = stores.map((store) => openNumbers(store.door, chainOf()));
    const asked = Array.from({ length: 500 }, (_, i) => i);
    const give = (numbers: typeof a, who: string) =>
      asked.map((i) => numbers!.allocate(SERIES, i % 5 === 0 ? `both ${i}` : `${who} ${i}`));
    const given = await Promise.all([...give(a, 'a'), ...give(b, 'b')]);
    const [fromA, fromB] = [given.slice(0, 500), given.slice(500)];
    for (const i of asked) if (i % 5 === 0) expect(fromA[i]).toBe(fromB[i]);
    const all = [...new Set(given)].sort((x, y) => x - y);
    expect(all).toEqual(Array.from({ length: 900 }, (_, i) => i + 1));
  });

  it('are not lost or given twice when an answer does not come', async () => {
    let dice = 12_345;
    const roll = (): number => {
      dice = (dice * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor(dice / 65_536) % 6;
    };
    // A third of the statements fails: half of them before they are done, half after.
    const shaky: SqlDoor = {
      together: (work) => door().together(work),
      query: async <T>(sql: string, ...values: unknown[]): Promise<T[]> => {
        const fate = roll();
        if (fate === 0) throw new Error('lost');
        const rows = await door().query<T>(sql, ...values);
        if (fate === 1) throw new Error('done, and nobody told');
        return rows;
      },
    };
    const numbers = openNumbers(shaky, chainOf(said(1)));
    const given: number[] = [];
    for (let i = 0; i < 50; i++)
      for (;;) {
        const number = await numbers.allocate(SERIES, `case ${i}`).catch(() => undefined);
        if (number === undefined) continue;
        given.push(number);
        break;
      }
    expect(given).toEqual(Array.from({ length: 50 }, (_, i) => i + 2));
  });
});

describe('the chain is the truth', () => {
  it('a lost table is read again from all partitions before the first number is given', async () => {
    const numbers = openNumbers(door(), chainOf(said(1), said(2), said(3), said(1, OTHER), said(4)));
    expect(await numbers.allocate(SERIES, 'new')).toBe(5);
    expect(await numbers.allocate(OTHER, 'other')).toBe(2);
    expect(await numbers.allocate(SERIES, `${SERIES} 3`)).toBe(3);
  });

  it('also where it is lost while the service runs', async () => {
    const numbers = openNumbers(door(), chainOf(said(1), said(2), said(3)));
    expect(await numbers.allocate(SERIES, 'a')).toBe(4);
    await database.run('TRUNCATE allocation, allocation_read');
    expect(await numbers.allocate(SERIES, 'b')).toBe(4);
  });

  it('a table from a backup is read on from where it was', async () => {
    await openNumbers(door(), chainOf(said(1), said(2))).allocate(SERIES, `${SERIES} 1`);
    const chain = chainOf(said(1), said(2), said(3), said(4), said(5));
    expect(await openNumbers(door(), chain).allocate(SERIES, 'new')).toBe(6);
    expect(chain.reads).toEqual([1, 1]);
  });

  it('no number is given while the chain cannot be read', async () => {
    let down = true;
    const chain = chainOf(said(1));
    const numbers = openNumbers(door(), {
      partitions: () => (down ? Promise.reject(new Error('no broker')) : chain.partitions()),
      since: chain.since,
    });
    await expect(numbers.allocate(SERIES, 'a')).rejects.toThrow('no broker');
    down = false;
    expect(await numbers.allocate(SERIES, 'a')).toBe(2);
  });

  it('a number that the chain gives to another case stops everything', async () => {
    await openNumbers(door(), chainOf()).allocate(SERIES, 'somebody else');
    await expect(openNumbers(door(), chainOf(said(1))).allocate(SERIES, 'x')).rejects.toBeInstanceOf(NumbersContradict);
  });

  it('a case does not change its series', async () => {
    const numbers = openNumbers(door(), chainOf());
    await numbers.allocate(SERIES, 'a');
    await expect(numbers.allocate(OTHER, 'a')).rejects.toBeInstanceOf(NumbersContradict);
  });
});
