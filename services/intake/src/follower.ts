import {
  CASE_EVENTS,
  CASE_FEEDBACK,
  Feedback,
  Malformed,
  parseCaseEvent,
  parseJsonRecord,
  parseWith,
  partitionOf,
  type RawRecord,
} from '@guidang/contracts';
import { Turns } from '@guidang/sdk/turns';
import { type LogReader, misplaced } from '@guidang/stream';
import { openedBy } from './opened.ts';
import type { FeedbackRow, KnownCase, Read, Store } from './store.ts';

const TOPICS = [CASE_EVENTS, CASE_FEEDBACK] as const;
type Topic = (typeof TOPICS)[number];

export interface FollowerOptions {
  readonly reader: LogReader;
  readonly store: Store;
  /** Pause between two looks at the topics while nothing comes. */
  readonly pauseMs: number;
  /** A look failed: the broker or the database is away. It is tried again. */
  readonly failed: (error: unknown) => void;
}

/**
 * Follows case.events, to know who opened which case whatever door it came through, and case.feedback, to tell a system what the archive said. Several
 * instances may follow side by side: rows are named by where they came from, so writing one twice is harmless.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #next = new Map<string, number>();
  readonly #turns = new Turns();
  /** Looks that have not begun yet: they see whatever there is by then, so whoever asks meanwhile needs no other. */
  readonly #ahead = new Map<string, Promise<void>>();
  #running: Promise<void> | undefined;
  #stopped = false;
  #wellAt = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Whether everything was read to its end not long ago. */
  wellSince(ms: number): boolean {
    return this.#wellAt > 0 && performance.now() - this.#wellAt < ms;
  }

  /** Reads what was said of a case up to now. @throws where the broker or the database does not answer */
  async catchUp(caseNumber: string): Promise<void> {
    const partitions = await this.#options.reader.partitions(CASE_EVENTS);
    await this.#toTheEnd(CASE_EVENTS, partitionOf(caseNumber, partitions.length));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await this.#turns.idle();
  }

  async #run(): Promise<void> {
    const { reader, pauseMs, failed } = this.#options;
    while (!this.#stopped) {
      try {
        for (const topic of TOPICS)
          for (const partition of await reader.partitions(topic)) await this.#toTheEnd(topic, partition);
        this.#wellAt = performance.now();
      } catch (error) {
        failed(error);
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** One at a time for each partition, and one that waits for all who ask. */
  #toTheEnd(topic: Topic, partition: number): Promise<void> {
    const key = `${topic}-${partition}`;
    const ahead = this.#ahead.get(key);
    if (ahead) return ahead;
    let begun = false;
    const look = this.#turns.run(key, () => {
      begun = true;
      this.#ahead.delete(key);
      return this.#look(topic, partition);
    });
    if (!begun) {
      this.#ahead.set(key, look);
      // Where the one before it failed, it never begins.
      look.catch(() => this.#ahead.delete(key));
    }
    return look;
  }

  async #look(topic: Topic, partition: number): Promise<void> {
    try {
      await this.#readOn(topic, partition);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // Where we wanted to go on there is nothing any more: it was kept long enough, or it is another topic.
      this.#next.delete(`${topic}-${partition}`);
      await this.#readOn(topic, partition);
    }
  }

  async #readOn(topic: Topic, partition: number): Promise<void> {
    const { reader, store } = this.#options;
    const partitions = (await reader.partitions(topic)).length;
    let from = this.#next.get(`${topic}-${partition}`) ?? (await this.#beginning(topic, partition));
    for (let end = Number.POSITIVE_INFINITY; from < end && !this.#stopped; ) {
      const { entries, next, end: last } = await reader.read(topic, partition, from);
      const records = entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
      if (next > from) await store.keep(topic, partition, next, read(topic, records, partitions));
      from = next;
      end = last;
      this.#next.set(`${topic}-${partition}`, next);
    }
  }

  /** Where we left off, as far as the topic still goes there. */
  async #beginning(topic: Topic, partition: number): Promise<number> {
    const { reader, store } = this.#options;
    const { start, end } = await reader.extent(topic, partition);
    const noted = (await store.positions(topic)).get(partition) ?? 0;
    if (noted <= end) return Math.max(noted, start);
    await store.startOver(topic, partition);
    return start;
  }
}

const read = (topic: Topic, records: readonly RawRecord[], partitions: number): Read =>
  topic === CASE_EVENTS
    ? { cases: records.flatMap((record) => openedIn(record, partitions)), feedback: [] }
    : { cases: [], feedback: records.flatMap(feedbackIn) };

const ACCEPTED = Buffer.from('"case.accepted"');

/** Who opened a case with this record; nobody where it is something else, or a record that the archive puts aside as well. */
function openedIn(record: RawRecord, partitions: number): KnownCase[] {
  if (record.value === null || Buffer.from(record.value).indexOf(ACCEPTED) < 0) return [];
  try {
    const event = parseCaseEvent(record);
    return misplaced(event.case, record, partitions) ? [] : openedBy(event);
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
}

function feedbackIn(record: RawRecord): FeedbackRow[] {
  const { partition, offset, timestamp: at } = record;
  try {
    return [{ partition, offset, at, feedback: parseWith(Feedback, parseJsonRecord(record)) as Feedback }];
  } catch (error) {
    // Nobody but the steps writes there; what is not feedback is nothing to tell a publisher.
    if (error instanceof Malformed) return [];
    throw error;
  }
}
