import type { AnyRule } from '@guidang/contracts';
import type { CachePosition, StateCache } from './cache.ts';
import { blank, type CaseMemory } from './make-link.ts';

interface Entry {
  memory: CaseMemory;
  /** Own links from `linksFrom` on; those before it lie in the cache. Empty for steps that do not ask for them. */
  links: Uint8Array[];
  linksFrom: number;
  /** Links below this one are in the cache. */
  savedNext: number;
  /** Decisions under way. */
  pending: number;
  /** Links decided and not committed yet: while there are any, nobody but this memory knows of them. */
  ahead: number;
  /** What is committed and not saved yet. */
  dirty: CaseMemory | undefined;
}

/** Cases held in memory when there is a cache to come back from. */
export const CASES_HELD = 4_000;
/** Cases saved at once. */
const SAVE_MOST = 500;

/**
 * What a step remembers of the cases of one partition: in memory, backed by a cache that may be missing. Memory runs ahead of what is committed; when
 * a commit fails the whole is thrown away and read again from the topic.
 */
export class PartitionMemory {
  readonly #rule: Pick<AnyRule, 'initial'>;
  readonly #cache: StateCache | undefined;
  readonly #partition: number;
  readonly #owner: string;
  readonly #keepsLinks: boolean;
  readonly #held: number;
  readonly #entries = new Map<string, Entry>();
  #position: CachePosition = { offset: -1, answered: {} };
  #saved: CachePosition = { offset: -1, answered: {} };
  #saving: Promise<void> | undefined;

  constructor(
    rule: Pick<AnyRule, 'initial'>,
    cache: StateCache | undefined,
    partition: number,
    owner: string,
    keepsLinks: boolean,
    held: number = CASES_HELD,
  ) {
    this.#held = held;
    this.#rule = rule;
    this.#cache = cache;
    this.#partition = partition;
    this.#owner = owner;
    this.#keepsLinks = keepsLinks;
  }

  /** Takes the cache over. @returns from where the step's own output has to be read */
  async open(): Promise<CachePosition> {
    if (this.#cache) this.#saved = await this.#cache.open(this.#partition, this.#owner);
    this.#position = this.#saved;
    return this.#position;
  }

  /** Brings the cases into memory, those of the cache or blank. After this `get` answers for them until the next `settle`. */
  async ensure(cases: Iterable<string>): Promise<void> {
    const missing = [...new Set(cases)].filter((c) => !this.#entries.has(c));
    if (missing.length === 0) return;
    const cached = this.#cache && this.#saved.offset >= 0 ? await this.#cache.load(this.#partition, missing) : [];
    for (const { case: caseNumber, next, head, last, state } of cached) {
      const memory: CaseMemory = { next, head, last, state: JSON.parse(state) };
      this.#entries.set(caseNumber, entryOf(memory, next));
    }
    for (const caseNumber of missing)
      if (!this.#entries.has(caseNumber)) this.#entries.set(caseNumber, entryOf(blank(this.#rule, caseNumber), 0));
  }

  get(caseNumber: string): CaseMemory {
    return this.#entry(caseNumber).memory;
  }

  /** Brings a case into memory for a decision: until it is released it stays there. */
  async hold(caseNumber: string): Promise<void> {
    for (;;) {
      await this.ensure([caseNumber]);
      // Between bringing it and coming back here others may have run, and forgotten it.
      const entry = this.#entries.get(caseNumber);
      if (!entry) continue;
      entry.pending += 1;
      // What was used last is forgotten last.
      this.#entries.delete(caseNumber);
      this.#entries.set(caseNumber, entry);
      return;
    }
  }

  /** The decision was taken; the next one of the case builds on it though it is not committed yet. */
  advance(caseNumber: string, after: CaseMemory, bytes: Uint8Array): void {
    const entry = this.#entry(caseNumber);
    entry.memory = after;
    entry.ahead += 1;
    if (this.#keepsLinks) entry.links.push(bytes);
  }

  /** A link stands in the topic. */
  committed(caseNumber: string, after: CaseMemory): void {
    const entry = this.#entry(caseNumber);
    entry.dirty = after;
    entry.ahead -= 1;
  }

  release(caseNumber: string): void {
    this.#entry(caseNumber).pending -= 1;
  }

  /** The topic is committed up to here. */
  reached(position: CachePosition): void {
    this.#position = position;
  }

  /** The step's own links of the case so far. */
  async links(caseNumber: string): Promise<Uint8Array[]> {
    if (!this.#keepsLinks) throw new Error('this step does not keep its links');
    const entry = this.#entry(caseNumber);
    if (entry.linksFrom > 0) {
      const from = entry.linksFrom;
      const before = await this.#cache!.links(this.#partition, caseNumber, from);
      if (before.length !== from)
        throw new Error(`the cache holds ${before.length} of ${from} links of case ${caseNumber}`);
      if (entry.linksFrom > 0) {
        entry.links = [...before, ...entry.links];
        entry.linksFrom = 0;
      }
    }
    return entry.links.slice(0, entry.memory.next);
  }

  /** Whether there is so much to save that it should not wait for its time. */
  get crowded(): boolean {
    return this.#cache !== undefined && this.#entries.size > this.#held;
  }

  /**
   * Saves what is committed, and forgets what is saved and not in use where memory is crowded. Two do not run at once. A save that fails is no
   * reason to stop: nothing is forgotten then, and the next time saves more.
   * @throws what the cache throws
   */
  async save(): Promise<void> {
    if (!this.#cache) return;
    this.#saving ??= this.#saveAll(this.#cache).finally(() => {
      this.#saving = undefined;
    });
    await this.#saving;
  }

  async #saveAll(cache: StateCache): Promise<void> {
    const position = this.#position;
    const dirty = [...this.#entries].filter(([, { dirty }]) => dirty !== undefined);
    for (let at = 0; at < dirty.length; at += SAVE_MOST) {
      const part = dirty.slice(at, at + SAVE_MOST).map(([name, entry]) => ({ name, entry, dirty: entry.dirty! }));
      // The position moves with the last part: until then the cache knows more cases than it says, never fewer.
      const last = at + SAVE_MOST >= dirty.length;
      const kept = await cache.save(
        this.#partition,
        this.#owner,
        last ? position : this.#saved,
        part.map(({ name, dirty: { next, head, last: type, state } }) => ({
          case: name,
          next,
          head,
          last: type,
          state: JSON.stringify(state),
        })),
        part.flatMap(({ name, entry, dirty: { next } }) =>
          this.#keepsLinks
            ? entry.links
                .slice(Math.max(0, entry.savedNext - entry.linksFrom), next - entry.linksFrom)
                .map((bytes, i) => ({ case: name, seq: Math.max(entry.savedNext, entry.linksFrom) + i, bytes }))
            : [],
        ),
      );
      if (!kept) return;
      for (const { entry, dirty: saved } of part) {
        entry.savedNext = saved.next;
        if (entry.dirty === saved) entry.dirty = undefined;
      }
    }
    if (dirty.length === 0 && position !== this.#saved)
      await cache.save(this.#partition, this.#owner, position, [], []);
    this.#saved = position;
    this.#forget();
  }

  #forget(): void {
    for (const [name, { pending, ahead, dirty }] of this.#entries) {
      if (this.#entries.size <= this.#held / 2) return;
      if (pending === 0 && ahead === 0 && dirty === undefined) this.#entries.delete(name);
    }
  }

  #entry(caseNumber: string): Entry {
    const entry = this.#entries.get(caseNumber);
    if (!entry) throw new Error(`case ${caseNumber} was not brought into memory`);
    return entry;
  }
}

const entryOf = (memory: CaseMemory, saved: number): Entry => ({
  memory,
  links: [],
  linksFrom: saved,
  savedNext: saved,
  pending: 0,
  ahead: 0,
  dirty: undefined,
});
