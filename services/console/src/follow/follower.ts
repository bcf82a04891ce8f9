import { setTimeout as sleep } from 'node:timers/promises';
import { ARCHIVE_TOPICS, CASE_DECISIONS, CHECKPOINTS, NOTARY_PARKED, PARKED_TOPICS } from '@guidang/contracts';
import type { LogReader, SqlDoor } from '@guidang/stream';
import { type ReadRecords, readRecords } from './read.ts';
import { saveDecisions } from './save-decisions.ts';
import { saveLinks } from './save-links.ts';
import { saveCheckpoints, saveParked } from './save-others.ts';
import { myTurn } from './turn.ts';
import { upsert } from './upsert.ts';

/** Capture first: on the way from the beginning its links say what the later ones are about. */
export const FOLLOWED: readonly string[] = [
  ...ARCHIVE_TOPICS,
  ...PARKED_TOPICS,
  NOTARY_PARKED,
  CHECKPOINTS,
  CASE_DECISIONS,
];

export interface FollowerPorts {
  readonly reader: LogReader;
  readonly door: SqlDoor;
  /** Pause between two looks while nothing comes. */
  readonly pauseMs: number;
  /** Told of what was read, after it is kept. */
  readonly seen: (read: ReadRecords) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Reads every topic of the chain into the read model, committed records only. Rows and the position they are true for are kept in one transaction, so that
 * what is cut off is read again and nothing counts twice. With an empty database everything is read from the beginning.
 */
export class Follower {
  readonly #ports: FollowerPorts;
  readonly #next = new Map<string, number>();
  /** Where case.decisions ended when we began. */
  readonly #decided = new Map<string, number>();
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #wellAt = 0;
  #decisionsRead = false;

  constructor(ports: FollowerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Whether everything was read to its end not long ago. */
  wellSince(ms: number): boolean {
    return this.#wellAt > 0 && performance.now() - this.#wellAt < ms;
  }

  /** Whether case.decisions was read to where it ended when we began: until then a package may look undecided that is not. */
  decisionsRead(): boolean {
    return this.#decisionsRead;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let moved = false;
      try {
        if (this.#next.size === 0) await this.#positions();
        moved = await this.#look();
        this.#decisionsRead ||= [...this.#decided].every(([place, end]) => (this.#next.get(place) ?? 0) >= end);
        this.#wellAt = performance.now();
      } catch (error) {
        // Whatever was not kept is read again from the positions of the database.
        this.#next.clear();
        this.#ports.failed(error);
      }
      if (!moved) await sleep(this.#ports.pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #positions(): Promise<void> {
    const rows = await this.#ports.door.query<{ topic: string; partition: number; next: bigint }>(
      'SELECT * FROM followed',
    );
    for (const topic of FOLLOWED)
      for (const partition of await this.#ports.reader.partitions(topic)) {
        const kept = rows.find((row) => row.topic === topic && row.partition === partition);
        const { start, end } = await this.#ports.reader.extent(topic, partition);
        const next = Number(kept?.next ?? start);
        if (next > end) await this.#forget();
        this.#next.set(`${topic}\n${partition}`, Math.max(start, next > end ? start : next));
        if (topic === CASE_DECISIONS) this.#decided.set(`${topic}\n${partition}`, end);
      }
  }

  /** A topic that is shorter than we remember is another one: all that was folded is another history. */
  async #forget(): Promise<void> {
    const tables =
      'case_view, link_view, file_view, open_finding, refusal, use_view, inspection_view, decided_view, parked_view, log_tip, unreadable, followed';
    await this.#ports.door.together(async (tx) => {
      await myTurn(tx);
      for (const table of tables.split(', ')) await tx.query(`DELETE FROM ${table} RETURNING 1`);
    });
    this.#next.clear();
    this.#decisionsRead = false;
    throw new Error('a topic is shorter than it was: reading everything anew');
  }

  async #look(): Promise<boolean> {
    const ends = await this.#ports.reader.ends(FOLLOWED);
    let moved = false;
    for (const topic of FOLLOWED)
      for (const [partition, end] of (ends.get(topic) ?? []).entries()) {
        const at = this.#next.get(`${topic}\n${partition}`);
        if (at === undefined || at >= end || this.#stopping.signal.aborted) continue;
        moved = (await this.#readOn(topic, partition, at)) || moved;
      }
    return moved;
  }

  async #readOn(topic: string, partition: number, from: number): Promise<boolean> {
    const { reader, door, seen } = this.#ports;
    const { entries, next } = await reader.read(topic, partition, from);
    if (next === from) return false;
    const records = entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
    const read = readRecords(topic, records);
    await door.together(async (tx) => {
      await myTurn(tx);
      await saveLinks(tx, read.links);
      await saveDecisions(tx, read.decisions);
      await saveParked(tx, read.parked);
      await saveCheckpoints(tx, read.checkpoints);
      const key = ['topic', 'partition', 'offset'];
      await upsert(tx, { name: 'unreadable', key, columns: ['why', 'at'] }, read.unreadable);
      await tx.query(
        `INSERT INTO followed (topic, "partition", next) VALUES ($1, $2, $3)
         ON CONFLICT (topic, "partition") DO UPDATE SET next = greatest(followed.next, $3) RETURNING 1`,
        ...[topic, partition, next],
      );
    });
    this.#next.set(`${topic}\n${partition}`, next);
    seen(read);
    return true;
  }
}
