import { Malformed, type PublishedScheme, type RawRecord, SCHEMES, type SchemeRef } from '@guidang/contracts';
import type { LogReader } from './reader.ts';
import { SchemeBook } from './schemes.ts';

/** Follows `registry.schemes`. A scheme that is not known is looked for at the end of the topic before it is called unknown. */
export class SchemeFollower {
  readonly #reader: LogReader;
  readonly book = new SchemeBook();
  #next = 0;
  #reading: Promise<void> | undefined;
  readonly #complain: (error: Error) => void;

  /** @param complain told of every record that is no scheme: it is passed over, and stops nobody */
  constructor(reader: LogReader, complain: (error: Error) => void = () => {}) {
    this.#reader = reader;
    this.#complain = complain;
  }

  find = async ({ id, version }: SchemeRef): Promise<PublishedScheme | undefined> => {
    const known = this.book.find(id, version);
    if (known) return known;
    await this.refresh();
    return this.book.find(id, version);
  };

  /** Reads what was published since the last time. @throws where the broker does not answer */
  async refresh(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    const { start, end } = await this.#reader.extent(SCHEMES, 0);
    for await (const entry of this.#reader.scan(SCHEMES, 0, Math.max(start, this.#next), end)) {
      if (entry.kind === 'record' && entry.record.value !== null) this.#take(entry.record);
      this.#next = entry.offset + 1;
    }
  }

  #take(record: RawRecord): void {
    try {
      this.book.add(record);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const fields = error.faults.map(({ field, rule }) => `${field}: ${rule}`).join(', ');
      this.#complain(new Error(`${SCHEMES} ${record.offset} 不是归档方案 / is no scheme: ${fields}`));
    }
  }
}
