import type { OutRecord, RawRecord } from '@guidang/contracts';
import type { LogReader, Publisher } from '@guidang/stream';

/** One partition in memory, with a reader and publishers over it: as much of a bus as registry needs. */
export class MemoryTopic {
  readonly records: RawRecord[] = [];
  /** What the next publish does: `lost` fails and nothing happened, `untold` fails and it happened. */
  failing: 'lost' | 'untold' | undefined;

  readonly reader = {
    extent: async () => ({ start: 0, end: this.records.length }),
    read: async (_topic: string, _partition: number, from: number) => ({
      entries: this.records.slice(from).map((record) => ({ kind: 'record' as const, offset: record.offset, record })),
      next: this.records.length,
      end: this.records.length,
    }),
  } as unknown as LogReader;

  readonly publisher = async (): Promise<Publisher> => ({
    partitionFor: async () => 0,
    publish: async (records) => {
      const failing = this.failing;
      this.failing = undefined;
      if (failing === 'lost') throw new Error('the broker does not answer');
      for (const record of records) this.#append(record);
      if (failing === 'untold') throw new Error('the answer got lost');
    },
    close: async () => {},
  });

  #append({ topic, key, value, headers }: OutRecord): void {
    this.records.push({
      ...{ topic, partition: 0, offset: this.records.length, timestamp: Date.parse('2026-03-01T00:00:00Z') },
      ...{ key: Buffer.from(key), value, headers },
    } as unknown as RawRecord);
  }
}
