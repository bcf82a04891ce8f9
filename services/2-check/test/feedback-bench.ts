/**
 * How soon the publisher hears of a file: check as it runs, on a broker and a database of its own, is sent the links of capture of lab cases at a steady rate, and the broker's
 * own times say when each was answered. `node services/2-check/test/feedback-bench.ts [files a second] [cases] [share of large files]`: 20, 40, 0.5 unless said.
 */
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CASE_FEEDBACK, partitionOf, schemeKey } from '@guidang/contracts';
import { applyTopics, ownBroker } from '@guidang/infra-local';
import { labCase } from '@guidang/lab/cases';
import { type LogReader, openPublisher, openReader } from '@guidang/stream';
import { capturedCase } from './lab-case.ts';
import { CLAMD, ownDatabase, PLACES, realVault } from './real.ts';

const [rate = 20, cases = 40, share = 0.5] = process.argv.slice(2).map(Number);
const PARTITIONS = 4;
const LARGEST = 5_000_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const [broker, database] = await Promise.all([ownBroker('check-bench'), ownDatabase()]);
const vault = realVault();
await applyTopics(broker.brokers);
const options = { brokers: broker.brokers, clientId: 'bench' };
const [bus, reader] = await Promise.all([openPublisher(options), openReader(options)]);

/** Value bytes of what was sent, by place. */
const values = new Map<string, string>();

/** A link of capture to be sent, and the files it brings. */
interface Sending {
  readonly case: string;
  readonly value: Uint8Array;
  readonly sizes: readonly number[];
}
interface Sized {
  readonly size: number;
}
const queues: Sending[][] = [];
for (let i = 0; i < cases; i++) {
  const plan = await labCase('feedback', i, { kind: 'granted', files: 20, large: { share, bytes: 4_300_000 } });
  const capture = await capturedCase(plan, vault);
  const value = Buffer.from(JSON.stringify(plan.scheme));
  await bus.publish([
    {
      topic: 'registry.schemes',
      partition: 0,
      key: schemeKey(plan.scheme.id, plan.scheme.version),
      value,
      headers: {},
    },
  ]);
  queues.push(
    capture.records.map((record) => {
      const { body } = JSON.parse(Buffer.from(record.value!).toString()) as {
        body: { material?: string | { files: Sized[]; countersignature: Sized | null }; form?: Sized | null };
      };
      const { material, form } = body;
      const files =
        typeof material === 'object'
          ? [...material.files, ...(material.countersignature ? [material.countersignature] : [])]
          : form
            ? [form]
            : [];
      return { case: plan.case, value: record.value!, sizes: files.map(({ size }) => size) };
    }),
  );
}

let out = '';
const child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
  env: {
    ...{ PATH: process.env.PATH!, KAFKA_BROKERS: broker.brokers.join(','), SESSION_TIMEOUT_MS: '10000' },
    ...{ DATABASE_URL: database.url, VAULT_PLACES: JSON.stringify(PLACES), CLAMD: `${CLAMD.host}:${CLAMD.port}` },
    ...{ HEALTH_PORT: '0', LOG_LEVEL: 'info' },
  },
});
for (const stream of [child.stdout, child.stderr])
  stream.on('data', (text) => {
    out += text;
  });
const health = await until(() => /"health":(\d+)/.exec(out)?.[1]);
await until(async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).status === 200);

// One link of every case after the other, as many cases are handled at once; the clock says when the next file may go.
const order: Sending[] = [];
for (let round = 0; queues.some((queue) => round < queue.length); round++)
  order.push(...queues.flatMap((queue) => queue[round] ?? []));
let files = 0;
const began = performance.now();
for (const { case: key, value, sizes } of order) {
  const due = began + (files / rate) * 1_000;
  if (due > performance.now()) await sleep(due - performance.now());
  await bus.publish([{ topic: 'archive.capture', partition: partitionOf(key, PARTITIONS), key, value, headers: {} }]);
  files += sizes.length;
}
const seconds = (performance.now() - began) / 1_000;
await until(
  async () => (await read(reader, 'archive.check')).filter(({ link }) => link.startsWith('Case')).length === cases,
  120_000,
);

const sent = new Map((await read(reader, 'archive.capture')).map(({ at, timestamp }) => [at, timestamp]));
const waits: { wait: number; largest: number; type: string }[] = [];
const sizesOf = new Map(order.map((one) => [Buffer.from(one.value).toString('latin1'), Math.max(0, ...one.sizes)]));
for (const { input, timestamp, link } of await read(reader, 'archive.check'))
  waits.push({ wait: timestamp - sent.get(input!)!, largest: sizesOf.get(values.get(input!)!) ?? 0, type: link });
const heard = (await read(reader, CASE_FEEDBACK)).length;
const ofFiles = waits.filter(({ type, largest }) => type === 'MaterialChecked' && largest <= LARGEST);
say(
  `${files} files of ${cases} cases at ${(files / seconds).toFixed(1)} files/s (wanted ${rate}); load of the machine ${loadavg()[0]!.toFixed(1)}; ${heard} messages of feedback`,
);
for (const [name, list] of [
  ['all files up to 5 MB', ofFiles],
  ['of 1 to 5 MB', ofFiles.filter(({ largest }) => largest > 1_000_000)],
  ['cases as they close', waits.filter(({ type }) => type.startsWith('Case'))],
] as const)
  say(
    `  ${name}: ${list.length}; answered after ms p50 ${at(list, 0.5)}, p95 ${at(list, 0.95)}, p99 ${at(list, 0.99)}, most ${at(list, 1)}`,
  );

child.kill('SIGTERM');
await bus.close();
await reader.close();
vault.close();
await broker.discard();
await database.drop();

function at(list: readonly { wait: number }[], part: number): number {
  const sorted = list.map(({ wait }) => wait).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Records of a topic with their places and the broker's times; of links also what they are and what they answer. */
async function read(from: LogReader, topic: string) {
  const found: { at: string; timestamp: number; link: string; input: string | undefined }[] = [];
  for (const partition of await from.partitions(topic)) {
    const { start, end } = await from.extent(topic, partition);
    for await (const entry of from.scan(topic, partition, start, end)) {
      if (entry.kind !== 'record') continue;
      const { record } = entry;
      const text = Buffer.from(record.value!);
      const place = `${partition}/${record.offset}`;
      if (topic === 'archive.capture') values.set(place, text.toString('latin1'));
      const { type, input } = JSON.parse(text.toString()) as {
        type: string;
        input?: { partition: number; offset: number };
      };
      found.push({
        at: place,
        timestamp: record.timestamp,
        link: type,
        input: input && `${input.partition}/${input.offset}`,
      });
    }
  }
  return found;
}

async function until<T>(ask: () => T | undefined | false | Promise<T | undefined | false>, ms = 60_000): Promise<T> {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(200)) {
    const answer = await Promise.resolve(ask()).catch(() => undefined);
    if (answer) return answer;
  }
  throw new Error(`not in ${ms} ms: ${out.slice(-2_000)}`);
}
