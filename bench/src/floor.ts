import { randomUUID } from 'node:crypto';
import { applyTopics, type Parts } from '@guidang/infra-local';
import type { CasePlan } from '@guidang/lab/cases';
import { openPublisher } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';

/** What the archive does per case, in bytes and records: the floor does no less and nothing else. */
export interface Ground {
  /** Records appended per case, and their mean size in bytes. */
  readonly records: number;
  readonly recordBytes: number;
}

export interface Floor {
  readonly files: number;
  /** Each byte digested (SHA-256, SM3) and put once, and the records appended. */
  readonly onceSeconds: number;
  /** Each byte digested and put into every place it must end up in: pre-archive, and a package in each of two places; and the records appended. */
  readonly placesSeconds: number;
}

const SIDE_BY_SIDE = 16;
const TOPIC = 'bench.floor';

/**
 * The same bytes through bare puts, digests and appends, by one process: what the machine can do at best. No contract, no decision, no inspection, no
 * virus scan, no document, no signature, no reading back.
 */
export async function floor(
  parts: Parts,
  plans: readonly CasePlan[],
  { records, recordBytes }: Ground,
): Promise<Floor> {
  await applyTopics([...parts.kafka.brokers], [{ name: TOPIC, partitions: 4, config: {} }]);
  const files: Buffer[] = [];
  for (const plan of plans) for (const file of plan.files) files.push(Buffer.from(await file.bytes()));
  const packages = plans.map((_, i) =>
    Buffer.alloc(Math.round(plans[i]!.files.reduce((sum, { size }) => sum + size, 0)), i),
  );
  const once = await timed(
    parts,
    [{ place: 0, bucket: 'prearchive', objects: files }],
    records * plans.length,
    recordBytes,
  );
  const places = await timed(
    parts,
    [
      { place: 0, bucket: 'prearchive', objects: files },
      { place: 0, bucket: 'prearchive', objects: packages },
      { place: 0, bucket: 'archive', objects: packages },
      { place: 1, bucket: 'archive', objects: packages },
    ],
    records * plans.length,
    recordBytes,
  );
  return { files: files.length, onceSeconds: once, placesSeconds: places };
}

interface Puts {
  readonly place: number;
  readonly bucket: string;
  readonly objects: readonly Buffer[];
}

async function timed(parts: Parts, puts: readonly Puts[], records: number, recordBytes: number): Promise<number> {
  const vaults = parts.places.map(({ name, endpoint, region, service }) =>
    s3Vault({ name, endpoint, region, credentials: service }),
  );
  const bus = await openPublisher({ brokers: parts.kafka.brokers, clientId: 'bench-floor' });
  const run = randomUUID();
  const began = performance.now();
  const appended = append(bus, records, recordBytes);
  for (const { place, bucket, objects } of puts) {
    let next = 0;
    const work = async (): Promise<void> => {
      for (let at = next++; at < objects.length; at = next++) {
        await vaults[place]!.put(bucket, objects[at]!, {
          key: `bench/${run}/${bucket}/${place}/${objects.length}/${at}`,
        });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  }
  await appended;
  const seconds = (performance.now() - began) / 1000;
  await bus.close();
  for (const vault of vaults) vault.close();
  return seconds;
}

async function append(bus: Awaited<ReturnType<typeof openPublisher>>, records: number, bytes: number): Promise<void> {
  const value = Buffer.alloc(bytes, 'x');
  for (let at = 0; at < records; at += 100) {
    const batch = Array.from({ length: Math.min(100, records - at) }, (_, i) => ({
      topic: TOPIC,
      partition: i % 4,
      key: 'k',
      value,
      headers: {},
    }));
    await bus.publish(batch);
  }
}
