import { describe, expect, it } from 'vitest';
import { MemoryCache } from '../test/memory-cache.ts';
import type { CachePosition, StateCache } from './cache.ts';
import type { CaseMemory } from './make-link.ts';
import { PartitionMemory } from './memory.ts';

const rule = { initial: () => ({ n: 0 }) };
const grown = (before: CaseMemory): CaseMemory => ({
  next: before.next + 1,
  head: `h${before.next}`,
  last: 'CaseOpened',
  state: { n: before.next + 1 },
});
const at = (offset: number): CachePosition => ({ offset, answered: {} });

/** About what one of the small cases here takes. */
const CASE_BYTES = 315;

/** @param held cases for which there is room */
async function memoryOf(cache: StateCache, held: number, owner = 'one', keepsLinks = false): Promise<PartitionMemory> {
  const memory = new PartitionMemory(rule, cache, 0, owner, keepsLinks, held * CASE_BYTES);
  await memory.open();
  return memory;
}

/** A decision as the desk takes it; what it returns is called when the commit is through. */
async function decide(memory: PartitionMemory, name: string, link = 'link'): Promise<() => void> {
  await memory.hold(name);
  const after = grown(memory.get(name));
  memory.advance(name, after, Buffer.from(link));
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

  it('makes room by what cases take, not by how many they are: a few large ones crowd it as many small ones do', async () => {
    const large = 'x'.repeat(10_000);
    const memory = await memoryOf(new MemoryCache(), 100, 'one', true);
    for (let n = 0; n < 50; n++) (await decide(memory, `small-${n}`))();
    expect(memory.crowded).toBe(false);
    for (let n = 0; n < 2; n++) (await decide(memory, `large-${n}`, large))();
    expect(memory.crowded).toBe(true);
    memory.reached(at(51));
    await memory.save();
    expect(memory.crowded).toBe(false);
    expect(() => memory.get('small-0')).toThrow();
    await memory.hold('large-1');
    expect((await memory.links('large-1')).map(({ length }) => length)).toEqual([10_000]);
  });

  it('counts nothing twice: what came and went leaves as much room as there was', async () => {
    const memory = await memoryOf(new MemoryCache(), 20);
    for (let round = 0; round < 50; round++) {
      for (let n = 0; n < 10; n++) (await decide(memory, `case-${n}`))();
      memory.reached(at(round));
      await memory.save();
    }
    expect(memory.crowded).toBe(false);
    for (let n = 0; n < 10; n++) expect(memory.get(`case-${n}`)).toMatchObject({ next: 50 });
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
