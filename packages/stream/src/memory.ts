import { getHeapStatistics } from 'node:v8';
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
  /** About how many bytes it takes: its state as text in UTF-8, and the links it holds. */
  bytes: number;
}

/** Part of the heap that what is remembered of cases may take, counted as text; as objects it is some two times as much. */
const SHARE_OF_HEAP = 1 / 8;
const LEAST_HELD = 256 * 1024;
/** What an entry takes beside its state. */
const ENTRY_BYTES = 300;

/**
 * How much one of several memories of a process may hold where there is a cache to come back from, in bytes: cases are of very different sizes, and a count of
 * them would be too many for one heap and too few for another.
 * @param memories that share the process
 */
export const heldBytes = (memories: number): number =>
  Math.max(LEAST_HELD, Math.floor((getHeapStatistics().heap_size_limit * SHARE_OF_HEAP) / Math.max(1, memories)));

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
  readonly #most: number;
  #bytes = 0;
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
    /** bytes it may hold */
    most: number = heldBytes(1),
  ) {
    this.#most = most;
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

  /** Brings the cases into memory, those of the cache or blank. After this `get` answers for them until the next save. */
  async ensure(cases: Iterable<string>): Promise<void> {
    const missing = [...new Set(cases)].filter((c) => !this.#entries.has(c));
    if (missing.length === 0) return;
    const cached = this.#cache && this.#saved.offset >= 0 ? await this.#cache.load(this.#partition, missing) : [];
    for (const { case: caseNumber, next, head, last, state } of cached) {
      const memory: CaseMemory = { next, head, last, state: JSON.parse(state) };
      this.#take(caseNumber, memory, next, Buffer.byteLength(state));
    }
    for (const caseNumber of missing)
      if (!this.#entries.has(caseNumber)) this.#take(caseNumber, blank(this.#rule, caseNumber), 0, 0);
  }

  #take(caseNumber: string, memory: CaseMemory, saved: number, stateBytes: number): void {
    const entry = entryOf(memory, saved, ENTRY_BYTES + stateBytes);
    this.#bytes += entry.bytes;
    this.#entries.set(caseNumber, entry);
  }

  #weigh(entry: Entry, bytes: number): void {
    this.#bytes += bytes - entry.bytes;
    entry.bytes = bytes;
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
    // A state grows by no more than the link tells of; what it really takes is known when it is saved.
    this.#weigh(entry, entry.bytes + bytes.length * (this.#keepsLinks ? 2 : 1));
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
        this.#weigh(entry, entry.bytes + sum(before));
      }
    }
    return entry.links.slice(0, entry.memory.next);
  }

  /** Whether there is so much to save that it should not wait for its time. */
  get crowded(): boolean {
    return this.#cache !== undefined && this.#bytes > this.#most;
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
      const part = dirty
        .slice(at, at + SAVE_MOST)
        .map(([name, entry]) => ({ name, entry, dirty: entry.dirty!, text: JSON.stringify(entry.dirty!.state) }));
      // The position moves with the last part: until then the cache knows more cases than it says, never fewer.
      const last = at + SAVE_MOST >= dirty.length;
      const kept = await cache.save(
        this.#partition,
        this.#owner,
        last ? position : this.#saved,
        part.map(({ name, text, dirty: { next, head, last: type } }) => ({
          case: name,
          next,
          head,
          last: type,
          state: text,
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
      for (const { entry, text, dirty: saved } of part) {
        entry.savedNext = saved.next;
        if (entry.dirty !== saved) continue;
        entry.dirty = undefined;
        this.#weigh(entry, ENTRY_BYTES + Buffer.byteLength(text) + sum(entry.links));
      }
    }
    if (dirty.length === 0 && position !== this.#saved)
      await cache.save(this.#partition, this.#owner, position, [], []);
    this.#saved = position;
    this.#forget();
  }

  #forget(): void {
    if (this.#bytes <= this.#most) return;
    for (const [name, { pending, ahead, dirty, bytes }] of this.#entries) {
      if (this.#bytes <= this.#most / 2) return;
      if (pending > 0 || ahead > 0 || dirty !== undefined) continue;
      this.#entries.delete(name);
      this.#bytes -= bytes;
    }
  }

  #entry(caseNumber: string): Entry {
    const entry = this.#entries.get(caseNumber);
    if (!entry) throw new Error(`case ${caseNumber} was not brought into memory`);
    return entry;
  }
}

const sum = (links: readonly Uint8Array[]): number => links.reduce((total, { length }) => total + length, 0);

const entryOf = (memory: CaseMemory, saved: number, bytes: number): Entry => ({
  memory,
  links: [],
  linksFrom: saved,
  savedNext: saved,
  pending: 0,
  ahead: 0,
  dirty: undefined,
  bytes,
});
