import { STEPS } from '@guidang/contracts';
import type { CachedCase, StateCache } from '@guidang/stream';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readParts } from './parts-file.ts';
import { owners } from './prisma.ts';

const { postgres } = readParts();

interface Store {
  readonly cache: StateCache;
  close(): Promise<void>;
}

/** Far beyond every real partition, so that a running service's cache stays as it is. */
const PARTITION = 1_000_000 + Math.floor(Math.random() * 1_000_000);
const A = 'T-CASE-A';
const B = 'T-CASE-B';

const held = (name: string, next: number): CachedCase => ({
  case: name,
  next,
  head: next === 0 ? null : 'ab'.repeat(32),
  last: next === 0 ? null : 'CaseOpened',
  state: JSON.stringify({ 名: '张家界“\u2028', n: next }),
});
const link = (name: string, seq: number) => ({
  case: name,
  seq,
  bytes: Buffer.from(`{"办件":"${name}","seq":${seq}}`),
});

describe.each(STEPS)("%s keeps what it remembers in its service's own tables", (step) => {
  const { folder } = owners().find(({ role }) => role === step)!;
  const { user, password, schema } = postgres.roles[step];
  const { host, port, database } = postgres;
  let store: Store;
  let cache: StateCache;

  beforeAll(async () => {
    const { openStore } = (await import(`${folder}/src/store.ts`)) as { openStore(url: string): Store };
    store = openStore(`postgresql://${user}:${password}@${host}:${port}/${database}?schema=${schema}`);
    cache = store.cache;
  });
  afterAll(async () => {
    await store.close();
    const client = new pg.Client({ host, port, database, user, password, options: '-c guidang.sees=*' });
    await client.connect();
    for (const table of ['cache_position', 'cached_case', 'cached_link'])
      await client.query(`DELETE FROM ${table} WHERE "partition" = $1`, [PARTITION]);
    await client.end();
  });

  it('knows nothing of a partition at first', async () => {
    expect(await cache.open(PARTITION, 'first')).toEqual({ offset: -1, answered: {} });
    expect(await cache.load(PARTITION, [A, B])).toEqual([]);
    expect(await cache.links(PARTITION, A, 10)).toEqual([]);
  });

  it('gives back what was saved: position, cases, and links in their order below a limit', async () => {
    const position = { offset: 5_000_000_000, answered: { 'case.events': 7_000_000_000, 'case.decisions': 3 } };
    const links = [link(A, 1), link(A, 0), link(B, 0)];
    expect(await cache.save(PARTITION, 'first', position, [held(A, 2), held(B, 0)], links)).toBe(true);
    expect(await cache.open(PARTITION, 'first')).toEqual(position);
    const byCase = (await cache.load(PARTITION, [A, B, 'T-UNKNOWN'])).toSorted((a, b) => (a.case < b.case ? -1 : 1));
    expect(byCase).toEqual([held(A, 2), held(B, 0)]);
    expect(await cache.links(PARTITION, A, 2)).toEqual([link(A, 0).bytes, link(A, 1).bytes]);
    expect(await cache.links(PARTITION, A, 1)).toEqual([link(A, 0).bytes]);
  });

  it('takes a case further, and a link once: the second writer of the same link is harmless', async () => {
    const position = { offset: 5_000_000_001, answered: { 'case.events': 7_000_000_001 } };
    expect(await cache.save(PARTITION, 'first', position, [held(A, 3)], [link(A, 1), link(A, 2)])).toBe(true);
    expect(await cache.load(PARTITION, [A])).toEqual([held(A, 3)]);
    expect(await cache.links(PARTITION, A, 9)).toHaveLength(3);
  });

  it('moves the position alone where no case changed', async () => {
    const position = { offset: 5_000_000_001, answered: { 'case.events': 7_000_000_009 } };
    expect(await cache.save(PARTITION, 'first', position, [], [])).toBe(true);
    expect(await cache.open(PARTITION, 'first')).toEqual(position);
  });

  it('refuses an earlier owner once the partition was taken over, and changes nothing of it', async () => {
    const before = await cache.open(PARTITION, 'second');
    expect(await cache.save(PARTITION, 'first', { offset: 9, answered: {} }, [held(A, 9)], [link(B, 1)])).toBe(false);
    expect(await cache.load(PARTITION, [A])).toEqual([held(A, 3)]);
    expect(await cache.links(PARTITION, B, 9)).toHaveLength(1);
    expect(await cache.open(PARTITION, 'second')).toEqual(before);
    expect(await cache.save(PARTITION, 'second', before, [held(A, 4)], [])).toBe(true);
  });

  it('saves all or nothing', async () => {
    const before = await cache.open(PARTITION, 'second');
    const nul = { ...link(B, 1), bytes: Buffer.from('a\u0000') };
    await expect(cache.save(PARTITION, 'second', { offset: 9, answered: {} }, [held(A, 9)], [nul])).rejects.toThrow();
    expect(await cache.load(PARTITION, [A])).toEqual([held(A, 4)]);
    expect(await cache.open(PARTITION, 'second')).toEqual(before);
  });
});
