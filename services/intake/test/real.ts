import type { AddressInfo } from 'node:net';
import { CASE_EVENTS, type RawRecord } from '@guidang/contracts';
import { applyTopics, type OwnBroker, type OwnDatabase, ownBroker, ownDatabase, readParts } from '@guidang/infra-local';
import { type OpenKafkaDoor, openPublisherClient } from '@guidang/sdk';
import { type LogReader, openPublisher, openReader, type Publisher } from '@guidang/stream';
import { s3Vault, type Vault } from '@guidang/vault';
import { buildDoor } from '../src/app.ts';
import { Follower } from '../src/follower.ts';
import type { Door, Limits, Ports } from '../src/http/door.ts';
import { KeyRing, type SeedKey } from '../src/keys.ts';
import { openStore, type Store } from '../src/store.ts';
import { silent, type Telemetry } from '../src/telemetry.ts';
import { LIMITS } from './limits.ts';

const [PLACE] = readParts().places.map(({ root: _, service: credentials, ...place }) => ({ ...place, credentials }));

/** Bus, database and store for one test file, and doors over them. */
export interface World {
  readonly broker: OwnBroker;
  readonly database: OwnDatabase;
  readonly vault: Vault;
  readonly store: Store;
  readonly reader: LogReader;
  /** Writes to any topic, as a step would. */
  readonly bus: Publisher;
  readonly follower: Follower;
  /** A door with limits of its own. */
  door(limits?: Partial<Limits>, telemetry?: Telemetry, other?: Partial<Ports>): Promise<OpenDoor>;
  /** Records of a case on the bus, in order. */
  recordsOf(caseNumber: string): Promise<RawRecord[]>;
  close(): Promise<void>;
}

export interface OpenDoor {
  readonly app: Door;
  readonly url: string;
  readonly port: number;
  readonly publisher: OpenKafkaDoor;
  close(): Promise<void>;
}

export async function openWorld(name: string, seeds: readonly SeedKey[]): Promise<World> {
  const [broker, database] = await Promise.all([ownBroker(name), ownDatabase('services/intake')]);
  await applyTopics(broker.brokers);
  const kafka = { brokers: broker.brokers, clientId: 'test' };
  const [reader, bus] = await Promise.all([openReader(kafka), openPublisher(kafka)]);
  const vault = s3Vault(PLACE!);
  const store = openStore(database.url);
  await store.seedKeys(seeds);
  const keys = new KeyRing(() => store.keys());
  await keys.refresh();
  const follower = new Follower({ reader, store, pauseMs: 100, failed: () => {} });
  follower.start();
  const doors: OpenDoor[] = [];
  return {
    broker,
    database,
    vault,
    store,
    reader,
    bus,
    follower,
    async door(limits = {}, telemetry = silent, other = {}) {
      const publisher = await openPublisherClient({ door: 'kafka', ...kafka, place: PLACE! });
      const ports: Ports = { store, keys, vault, publisher, follower, telemetry, now: Date.now, ...other };
      const app = await buildDoor(ports, { ...LIMITS, ...limits });
      await app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = app.server.address() as AddressInfo;
      const close = async (): Promise<void> => {
        app.server.closeAllConnections();
        await app.close();
        await publisher.close();
      };
      const open = { app, port, url: `http://127.0.0.1:${port}`, publisher, close };
      doors.push(open);
      return open;
    },
    async recordsOf(caseNumber) {
      const found: RawRecord[] = [];
      for (const partition of await reader.partitions(CASE_EVENTS)) {
        const { start, end } = await reader.extent(CASE_EVENTS, partition);
        for await (const entry of reader.scan(CASE_EVENTS, partition, start, end))
          if (entry.kind === 'record' && String(entry.record.key) === caseNumber) found.push(entry.record);
      }
      return found;
    },
    async close() {
      for (const door of doors) await door.close();
      await follower.stop();
      await reader.close();
      await bus.close();
      vault.close();
      await store.close();
      await database.drop();
      await broker.discard();
    },
  };
}
