import { setTimeout as sleep } from 'node:timers/promises';
import { archiveTopic, CaseCaptured, type RawRecord } from '@guidang/contracts';
import type { LogReader } from '@guidang/stream';
import type { Store } from '../store.ts';
import { type Closing, forgetClosings, keepClosings, positionOf } from './past-cases.ts';

const CAPTURE = archiveTopic('capture');

/** Follows archive.capture into the table of past cases, so that a draft can be tried on them. What it holds can be lost: it is read again. */
export class CaptureFollower {
  readonly #reader: LogReader;
  readonly #store: Store;
  /** Told of a record that is no link of capture; it is passed over, here it judges nobody. */
  readonly #passedOver: (partition: number, offset: number) => void;

  constructor(reader: LogReader, store: Store, passedOver: (partition: number, offset: number) => void) {
    this.#reader = reader;
    this.#store = store;
    this.#passedOver = passedOver;
  }

  /** Reads what is there now. @throws where broker or database do not answer */
  async catchUp(): Promise<void> {
    for (const partition of await this.#reader.partitions(CAPTURE)) await this.#readOn(partition);
  }

  async follow(pauseMs: number, signal: AbortSignal, failed: (error: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      await this.catchUp().catch(failed);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #readOn(partition: number): Promise<void> {
    const { start, end } = await this.#reader.extent(CAPTURE, partition);
    let next = await this.#store.within('city', (tx) => positionOf(tx, CAPTURE, partition));
    if (next > end) {
      await this.#store.within('city', (tx) => forgetClosings(tx, CAPTURE, partition));
      next = 0;
    }
    next = Math.max(next, start);
    while (next < end) {
      const read = await this.#reader.read(CAPTURE, partition, next);
      const closings = read.entries.flatMap((entry) =>
        entry.kind === 'record' ? this.#closingIn(entry.record, partition) : [],
      );
      await this.#store.within('city', (tx) => keepClosings(tx, CAPTURE, partition, read.next, closings));
      next = read.next;
    }
  }

  #closingIn(record: RawRecord, partition: number): Closing[] {
    if (record.headers.ce_type !== 'CaseCaptured' || record.value === null) return [];
    try {
      const link = CaseCaptured.parse(JSON.parse(Buffer.from(record.value).toString('utf8')));
      return [{ partition, offset: record.offset, link }];
    } catch {
      this.#passedOver(partition, record.offset);
      return [];
    }
  }
}
