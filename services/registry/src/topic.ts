import { setTimeout as sleep } from 'node:timers/promises';
import { Malformed, type RawRecord, SCHEMES, type Scheme, schemeKey } from '@guidang/contracts';
import { type LogReader, publishedScheme } from '@guidang/stream';
import type { SchemeRow, Store } from './store.ts';

/** What the topic holds under one id and version. */
export interface OnTopic {
  readonly digest: string;
  readonly scheme: Scheme;
}

/** Told of what should not be on the topic. */
export interface Complaints {
  /** A record that is no scheme; it is passed over. */
  malformed(offset: number, error: Malformed): void;
  /** Another scheme under an id and version that has one: the first one counts. */
  conflict(key: string, first: string, other: string): void;
}

/** Follows registry.schemes from its beginning into memory and into the table. */
export class SchemeTopic {
  readonly #reader: LogReader;
  readonly #store: Store;
  readonly #complaints: Complaints;
  readonly #known = new Map<string, OnTopic>();
  readonly #versions = new Map<string, number[]>();
  #next = 0;
  #wellAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(reader: LogReader, store: Store, complaints: Complaints) {
    this.#reader = reader;
    this.#store = store;
    this.#complaints = complaints;
  }

  get size(): number {
    return this.#known.size;
  }

  find(id: string, version: number): OnTopic | undefined {
    return this.#known.get(schemeKey(id, version));
  }

  /** Versions of a scheme that are published, the oldest first. */
  versions(id: string): readonly number[] {
    return this.#versions.get(id) ?? [];
  }

  /** Reads what was published up to now. @throws where broker or database do not answer */
  catchUp(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Looks at the topic again and again, until the signal. */
  async follow(pauseMs: number, signal: AbortSignal, failed: (error: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      await this.catchUp().catch(failed);
    }
  }

  /** Whether everything was read not long ago. */
  wellSince(ms: number): boolean {
    return performance.now() - this.#wellAt < ms;
  }

  async #readOn(): Promise<void> {
    const { start, end } = await this.#reader.extent(SCHEMES, 0);
    for (let next = Math.max(start, this.#next); next < end; ) {
      const read = await this.#reader.read(SCHEMES, 0, next);
      const records = read.entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
      await this.#store.add(records.flatMap((record) => this.#take(record)));
      next = read.next;
      this.#next = next;
    }
    this.#wellAt = performance.now();
  }

  #take(record: RawRecord): SchemeRow[] {
    if (record.value === null) return [];
    try {
      const { digest, scheme } = publishedScheme(record);
      const key = schemeKey(scheme.id, scheme.version);
      const first = this.#known.get(key);
      if (first !== undefined) {
        if (first.digest !== digest) this.#complaints.conflict(key, first.digest, digest);
        return [];
      }
      this.#known.set(key, { digest, scheme });
      this.#versions.set(
        scheme.id,
        [...this.versions(scheme.id), scheme.version].toSorted((a, b) => a - b),
      );
      return [rowOf(scheme, digest, record)];
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#complaints.malformed(record.offset, error);
      return [];
    }
  }
}

const rowOf = (scheme: Scheme, digest: string, { value, timestamp }: RawRecord): SchemeRow => ({
  schemeId: scheme.id,
  version: scheme.version,
  digest,
  department: scheme.department.uscc,
  matter: scheme.matter.code,
  value: Buffer.from(value!).toString('utf8'),
  publishedAt: new Date(timestamp),
});
