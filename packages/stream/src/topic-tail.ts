import { Malformed, type RawRecord } from '@guidang/contracts';
import type { LogReader } from './reader.ts';

/**
 * Reads on in the one partition of a topic that everybody follows for themselves: one reading at a time, however many ask. A record that is not what it should be is told of and
 * passed over, and stops nobody.
 */
export class TopicTail {
  readonly #reader: Pick<LogReader, 'read'>;
  readonly #topic: string;
  readonly #take: (record: RawRecord) => void;
  readonly #malformed: (record: RawRecord, error: Malformed) => void;
  #next = 0;
  #reading: Promise<void> | undefined;

  /** @param take what to do with a record. @throws Malformed where it is none of those that stand there */
  constructor(
    reader: Pick<LogReader, 'read'>,
    topic: string,
    take: (record: RawRecord) => void,
    malformed: (record: RawRecord, error: Malformed) => void,
  ) {
    this.#reader = reader;
    this.#topic = topic;
    this.#take = take;
    this.#malformed = malformed;
  }

  /** Reads what was written since the last time. @throws where the broker does not answer */
  async refresh(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const { entries, next, end } = await this.#reader.read(this.#topic, 0, this.#next);
      for (const entry of entries) if (entry.kind === 'record') this.#tryTo(entry.record);
      this.#next = next;
      if (next >= end) return;
    }
  }

  #tryTo(record: RawRecord): void {
    try {
      this.#take(record);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#malformed(record, error);
    }
  }
}
