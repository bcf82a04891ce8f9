import type { CachedCase, CachedLink, CachePosition, StateCache } from '../src/cache.ts';

/** A cache in memory that keeps what a database would: the first owner that was not replaced may save. */
export class MemoryCache implements StateCache {
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
