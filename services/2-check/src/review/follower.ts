import { setTimeout as sleep } from 'node:timers/promises';
import { archiveTopic, parseLink, type RawRecord } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { LogReader } from '@guidang/stream';
import { answerOf, changeOf } from './changes.ts';
import type { ReviewQueue } from './queue.ts';

const TOPIC = archiveTopic('check');

export interface FollowerPorts {
  readonly reader: LogReader;
  readonly queue: ReviewQueue;
  /** pause between two looks at the topic while nothing comes, in milliseconds */
  readonly pauseMs: number;
  readonly failed: (error: unknown) => void;
}

/** Follows our own topic, committed links only: what waits for people is what the chain says, whatever the database lost. */
export class ReviewFollower {
  readonly #ports: FollowerPorts;
  readonly #next = new Map<number, number>();
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #wellAt = 0;

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

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { reader, queue, pauseMs, failed } = this.#ports;
    while (!signal.aborted) {
      try {
        if (this.#next.size === 0)
          for (const [partition, next] of await queue.positions()) this.#next.set(partition, next);
        for (const partition of await reader.partitions(TOPIC)) await this.#toTheEnd(partition);
        this.#wellAt = performance.now();
      } catch (error) {
        failed(error);
      }
      // A raised signal ends the pause by throwing; the loop sees it as well.
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #toTheEnd(partition: number): Promise<void> {
    const { reader, queue } = this.#ports;
    const { start, end } = await reader.extent(TOPIC, partition);
    let next = this.#next.get(partition) ?? 0;
    // A topic that is shorter than we remember is another one: it is read from its beginning.
    if (next > end) next = start;
    for (next = Math.max(next, start); next < end && !this.#stopping.signal.aborted; ) {
      const read = await reader.read(TOPIC, partition, next);
      if (read.next === next) break;
      const records = read.entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
      await queue.keep(partition, read.next, records.map(readLink));
      next = read.next;
      this.#next.set(partition, next);
    }
  }
}

function readLink(record: RawRecord) {
  const link = parseLink('check', record);
  return { change: changeOf(link, sha256Hex(record.value!)), answer: answerOf(link) };
}
