import { type Parts, readParts } from '@guidang/infra-local';
import { openPublisherClient, type PublisherClient } from '@guidang/sdk';
import { type LogReader, openReader } from '@guidang/stream';
import { s3Vault, type Vault } from '@guidang/vault';
import { Watch } from './watch.ts';

/** The running system as a bystander and a publisher see it. */
export interface System {
  readonly parts: Parts;
  readonly reader: LogReader;
  readonly watch: Watch;
  /** By name: `a` is the working place. The credential reads, and does nothing else. */
  readonly vaults: ReadonlyMap<string, Vault>;
  /** The door for systems that write to the bus themselves. */
  readonly kafka: PublisherClient;
  /** The door for those that do not, as the system that publishes for this source. */
  http(source: string): Promise<PublisherClient>;
  close(): Promise<void>;
}

export const kafkaOf = (parts: Parts, clientId: string) => ({ brokers: parts.kafka.brokers, clientId });

type Place = Parts['places'][number];
const placeFor = (account: keyof Place['accounts'], { name, endpoint, region, accounts }: Place) => ({
  name,
  endpoint,
  region,
  credentials: accounts[account],
});

export async function openSystem(clientId: string): Promise<System> {
  const parts = readParts();
  const reader = await openReader(kafkaOf(parts, clientId));
  const kafka = await openPublisherClient({
    door: 'kafka',
    brokers: parts.kafka.brokers,
    place: placeFor('publisher', parts.places[0]!),
    clientId,
  });
  const doors = new Map<string, Promise<PublisherClient>>();
  const vaults = new Map(parts.places.map((place) => [place.name, s3Vault(placeFor('reader', place))]));
  return {
    parts,
    reader,
    kafka,
    vaults,
    watch: await Watch.open(reader),
    http(source) {
      const system = parts.intake?.systems.find((one) => one.source === source);
      if (!system || !parts.intake) throw new Error(`no system publishes as ${source}`);
      const { url } = parts.intake;
      let door = doors.get(source);
      if (!door) {
        door = openPublisherClient({ door: 'http', url, key: system.key });
        doors.set(source, door);
      }
      return door;
    },
    async close() {
      await kafka.close();
      for (const door of doors.values()) await (await door).close();
      for (const vault of vaults.values()) vault.close();
      await reader.close();
    },
  };
}
