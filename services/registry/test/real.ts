import { type RawRecord, SCHEMES } from '@guidang/contracts';
import { applyTopics, type OwnBroker, type OwnDatabase, ownBroker, ownDatabase } from '@guidang/infra-local';
import { type LogReader, openPublisher, openReader, type Publisher } from '@guidang/stream';

/** Bus and database for one test file. */
export interface World {
  readonly kafka: { readonly brokers: string[]; readonly clientId: string };
  readonly database: OwnDatabase;
  readonly reader: LogReader;
  readonly bus: Publisher;
  say(key: string, value: string): Promise<void>;
  records(): Promise<RawRecord[]>;
  close(): Promise<void>;
}

export async function openWorld(name: string): Promise<World> {
  const [broker, database]: [OwnBroker, OwnDatabase] = await Promise.all([
    ownBroker(name),
    ownDatabase('services/registry'),
  ]);
  await applyTopics(broker.brokers);
  const kafka = { brokers: broker.brokers, clientId: 'test' };
  const [reader, bus] = await Promise.all([openReader(kafka), openPublisher(kafka)]);
  return {
    kafka,
    database,
    reader,
    bus,
    say: (key, value) => bus.publish([{ topic: SCHEMES, partition: 0, key, value: Buffer.from(value), headers: {} }]),
    async records() {
      const { start, end } = await reader.extent(SCHEMES, 0);
      const found: RawRecord[] = [];
      for await (const entry of reader.scan(SCHEMES, 0, start, end))
        if (entry.kind === 'record') found.push(entry.record);
      return found;
    },
    async close() {
      await reader.close();
      await bus.close();
      await database.drop();
      await broker.discard();
    },
  };
}
