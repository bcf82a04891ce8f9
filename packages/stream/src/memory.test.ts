import { describe, expect, it } from 'vitest';
import type { CachedCase, CachedLink, CachePosition, StateCache } from './cache.ts';
import type { CaseMemory } from './make-link.ts';
import { PartitionMemory } from './memory.ts';

/** A cache in memory that keeps what a database would: the first owner that was not replaced may save. */
class MemoryCache implements StateCache {
  readonly cases = new Map<string, CachedCase>();
  readonly kept: CachedLink[] = [];
  position: CachePosition = { offset: -1, answered: {} };
  #owner = '';

  async open(_: number, owner: string): Promise<CachePosition> {
    this.#owner = owner;
    return this.position;
  }
  async load(_: number, cases: readonly string[]): Promise<CachedCase[]> {
    return cases.flatMap((name) => this.cases.get(name) ?? []);
  }
  async links(_: number, name: string, until: number): Promise<Uint8Array[]> {
    return this.kept.filter((link) => link.case === name && link.seq < until).map(({ bytes }) => bytes);
  }
  async save(
    _: number,
    owner: string,
    position: CachePosition,
    cases: readonly CachedCase[],
    links: readonly CachedLink[],
  ) {
    if (owner !== this.#owner) return false;
    this.position = position;
    for (const one of cases) this.cases.set(one.case, one);
    this.kept.push(...links);
    return true;
  }
}

const rule = { initial: () => ({ n: 0 }) };
const grown = (before: CaseMemory): CaseMemory => ({
  next: before.next + 1,
  head: `h${before.next}`,
  last: 'CaseOpened',
  state: { n: before.next + 1 },
});
const at = (offset: number): CachePosition => ({ offset, answered: {} });

async function memoryOf(cache: StateCache, held: number, owner = 'one'): Promise<PartitionMemory> {
  const memory = new PartitionMemory(rule, cache, 0, owner, false, held);
  await memory.open();
  return memory;
}

/** A decision as the desk takes it; what it returns is called when the commit is through. */
async function decide(memory: PartitionMemory, name: string): Promise<() => void> {
  await memory.hold(name);
  const after = grown(memory.get(name));
  memory.advance(name, after, Buffer.from('link'));
  memory.release(name);
  return () => memory.committed(name, after);
}

describe('what a step remembers of a case', () => {
  it('is not forgotten between the decision and the commit, however crowded it is', async () => {
    const cache = new MemoryCache();
    const memory = await memoryOf(cache, 4);
    const late = await decide(memory, 'slow');
    for (let n = 0; n < 20; n++) (await decide(memory, `other-${n}`))();
    memory.reached(at(20));
    await memory.save();
    await memory.save();
    await memory.hold('slow');
    expect(memory.get('slow')).toMatchObject({ next: 1, head: 'h0' });
    expect(() => late()).not.toThrow();
  });

  it('is forgotten once it is saved and nobody uses it, and comes back from the cache', async () => {
    const cache = new MemoryCache();
    const memory = await memoryOf(cache, 4);
    for (let n = 0; n < 20; n++) (await decide(memory, `case-${n}`))();
    memory.reached(at(19));
    await memory.save();
    expect(() => memory.get('case-0')).toThrow('was not brought into memory');
    await memory.hold('case-0');
    expect(memory.get('case-0')).toMatchObject({ next: 1 });
  });

  it('is kept where it was used last', async () => {
    const memory = await memoryOf(new MemoryCache(), 4);
    for (let n = 0; n < 6; n++) (await decide(memory, `case-${n}`))();
    (await decide(memory, 'case-0'))();
    memory.reached(at(6));
    await memory.save();
    expect(memory.get('case-0')).toMatchObject({ next: 2 });
    expect(() => memory.get('case-1')).toThrow();
  });

  it('is not overwritten by a desk that was replaced and saves late', async () => {
    const cache = new MemoryCache();
    const old = await memoryOf(cache, 100, 'old');
    (await decide(old, 'x'))();
    old.reached(at(0));
    const fresh = await memoryOf(cache, 100, 'fresh');
    for (let n = 0; n < 2; n++) (await decide(fresh, 'x'))();
    fresh.reached(at(1));
    await fresh.save();
    await old.save();
    expect(cache.position.offset).toBe(1);
    expect(cache.cases.get('x')).toMatchObject({ next: 2 });
  });
});
