/**
 * What an object costs to put, read and look at: our own requests beside the SDK's, in pairs of rounds on the same store,
 * so that whatever else the machine does meets both alike. `node bench/src/vault.ts [objects] [bytes] [side by side]`
 */
import { randomBytes } from 'node:crypto';
import { readParts } from '@guidang/infra-local';
import { type S3Options, s3Vault, type Vault } from '@guidang/vault';

const [objects = 300, bytes = 100_000, sideBySide = 16] = process.argv.slice(2).map(Number);
const ROUNDS = 5;
const CLIENTS: S3Options['client'][] = ['direct', 'sdk'];
const WORK = ['put', 'read', 'head'] as const;

const place = readParts().places[0]!;
const target = { name: place.name, endpoint: place.endpoint, region: place.region, credentials: place.service };
const vaults = Object.fromEntries(CLIENTS.map((client) => [client, s3Vault(target, { client })]));

interface Cost {
  readonly perSecond: number;
  /** milliseconds of this process's CPU per object */
  readonly cpu: number;
}

async function measure(count: number, work: (n: number) => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: count / ((performance.now() - start) / 1000), cpu: (user + system) / 1000 / count };
}

async function round(vault: Vault): Promise<Record<(typeof WORK)[number], Cost>> {
  const bodies = Array.from({ length: objects }, () => randomBytes(bytes));
  const names: Parameters<Vault['read']>[1][] = [];
  const put = await measure(objects, async (n) => {
    names[n] = (await vault.put('prearchive', bodies[n]!)).name;
  });
  const read = await measure(objects, (n) => vault.read('prearchive', names[n]!, bytes));
  const head = await measure(objects, (n) => vault.head('prearchive', names[n]!));
  return { put, read, head };
}

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const rounds: Record<string, Awaited<ReturnType<typeof round>>[]> = { direct: [], sdk: [] };
for (const client of CLIENTS) await round(vaults[client]!); // warm
for (let n = 0; n < ROUNDS; n += 1) for (const client of CLIENTS) rounds[client]!.push(await round(vaults[client]!));

console.log(`${objects} × ${bytes} bytes, ${sideBySide} side by side, median of ${ROUNDS} paired rounds`);
for (const work of WORK) {
  const of = (client: string, what: keyof Cost): number[] => rounds[client]!.map((one) => one[work][what]);
  const faster = middle(of('direct', 'perSecond').map((value, n) => value / of('sdk', 'perSecond')[n]!));
  const cheaper = middle(of('sdk', 'cpu').map((value, n) => value / of('direct', 'cpu')[n]!));
  const line = CLIENTS.map(
    (client) =>
      `${client} ${middle(of(client, 'perSecond')).toFixed(0)}/s ${middle(of(client, 'cpu')).toFixed(2)} ms CPU`,
  ).join('   ');
  console.log(
    `${work.padEnd(5)} ${line}   direct is ${faster.toFixed(2)}× as fast at 1/${cheaper.toFixed(2)} of the CPU`,
  );
}
for (const vault of Object.values(vaults)) vault.close();
