import { type ChildProcess, spawn } from 'node:child_process';
import {
  archiveTopic,
  type CasePackaged,
  linkHeaders,
  type OutRecord,
  type Parked,
  parkedTopic,
  partitionOf,
  type RawRecord,
} from '@guidang/contracts';
import { applyTopics, type OwnBroker, ownBroker } from '@guidang/infra-local';
import { checkPackage, sourceOver } from '@guidang/packaging';
import { ChainJudge, type LogReader, openLink, openPublisher, openReader, type Publisher } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SealedCase } from '../../../packages/packaging/test/sealed-case.ts';
import { packageRule } from '../src/decide.ts';
import { BOOK, BUCKET, nth, schemeRecord, WHO } from './cases.ts';
import { ownDatabase, PLACES, realVault } from './real.ts';

const WAIT = { timeout: 60_000, interval: 100 };
const vault = realVault();
let broker: OwnBroker;
let database: Awaited<ReturnType<typeof ownDatabase>>;
let publisher: Publisher;
let reader: LogReader;
let out = '';
const running = new Set<ChildProcess>();

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH!,
      KAFKA_BROKERS: broker.brokers.join(','),
      SESSION_TIMEOUT_MS: '3000',
      DATABASE_URL: database.url,
      VAULT_PLACES: JSON.stringify(PLACES),
      HEALTH_PORT: '0',
      LOG_LEVEL: 'debug',
    },
  });
  running.add(child);
  let mine = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      mine += text;
      out += text;
    });
  const port = await vi.waitUntil(() => /"health":(\d+)/.exec(mine)?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, WAIT);
  return child;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  running.delete(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return ended;
}

const outRecord = ({ case: number, sealed, link }: SealedCase): OutRecord => ({
  topic: archiveTopic('seal'),
  partition: partitionOf(number, 4),
  key: number,
  value: sealed,
  headers: linkHeaders(link),
});

async function publish(cases: readonly SealedCase[]): Promise<void> {
  for (const { store } of cases) for (const bytes of store.values()) await vault.put(BUCKET, bytes);
  await publisher.publish(cases.map(outRecord));
}

async function read(topic: string): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for (const partition of await reader.partitions(topic)) {
    const { start, end } = await reader.extent(topic, partition);
    for await (const entry of reader.scan(topic, partition, start, end))
      if (entry.kind === 'record') records.push(entry.record);
  }
  return records;
}
const jsonOf = <T>({ value }: RawRecord): T => JSON.parse(Buffer.from(value!).toString());
const packaged = async (): Promise<CasePackaged[]> => (await read(archiveTopic('package'))).map(jsonOf<CasePackaged>);
const until = (n: number): Promise<void> =>
  expect.poll(async () => (await packaged()).length, { timeout: 60_000 }).toBe(n);
const numbers = async (): Promise<number[]> =>
  (await packaged()).map(({ facts }) => facts.number).sort((a, b) => a - b);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

beforeAll(async () => {
  [broker, database] = await Promise.all([ownBroker('package'), ownDatabase()]);
  await applyTopics(broker.brokers);
  const options = { brokers: broker.brokers, clientId: 'test' };
  [publisher, reader] = await Promise.all([openPublisher(options), openReader(options)]);
  const { topic, partition, key, value } = schemeRecord(0);
  await publisher.publish([{ topic, partition, key: Buffer.from(key!).toString(), value: value!, headers: {} }]);
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await publisher?.close();
  await reader?.close();
  vault.close();
  await broker?.discard();
  await database?.drop();
});

describe('package as it runs', () => {
  const cases = upTo(24).map((n) => nth(n));

  it('gives every case one package and one number, though it is killed again and again', async () => {
    await publish(cases.slice(0, 14));
    for (let i = 0; i < 3; i++) {
      const child = await start();
      await vi.waitUntil(async () => (await packaged()).length >= 3 + 3 * i, WAIT);
      await end(child, 'SIGKILL');
    }
    const two = [await start(), await start()];
    await publish(cases.slice(14));
    await until(24);
    expect(await numbers()).toEqual(upTo(24));
    for (const child of two) expect(await end(child, 'SIGTERM')).toBe(0);
  });

  it('goes on with the next number when its tables are lost', async () => {
    await database.run('TRUNCATE allocation, allocation_read, cache_position, cached_case, cached_link');
    await publish([nth(25), nth(26)]);
    const child = await start();
    await until(26);
    expect(await numbers()).toEqual(upTo(26));
    await end(child, 'SIGTERM');
  });

  it('parks a case that is sealed a second time', async () => {
    const child = await start();
    await publisher.publish([outRecord(cases[0]!)]);
    await expect
      .poll(async () => (await read(parkedTopic('package'))).map((record) => jsonOf<Parked>(record).reason), WAIT)
      .toEqual(['CASE_ALREADY_PACKAGED']);
    expect(await packaged()).toHaveLength(26);
    await end(child, 'SIGTERM');
  });

  it('has written links that anyone can decide again, and packages that a stranger accepts', async () => {
    const inputs = new Map(
      (await read(archiveTopic('seal'))).map((record) => [`${record.partition} ${record.offset}`, record]),
    );
    const judge = new ChainJudge(packageRule, BOOK);
    for (const record of await read(archiveTopic('package'))) {
      const opened = openLink('package', record);
      const { partition, offset } = opened.link.input;
      expect(judge.judge(opened, inputs.get(`${partition} ${offset}`)!)).toEqual([]);
    }
    for (const { body } of (await packaged()).slice(0, 5)) {
      const bytes = await vault.read(BUCKET, body.package.content, body.package.size);
      expect((await checkPackage(sourceOver(bytes), WHO.trust)).filter(({ ok }) => !ok)).toEqual([]);
    }
  });

  it('says nothing of a case in its log', () => {
    for (const word of [cases[0]!.case, cases[0]!.form.applicant.name, '申请表', cases[0]!.link.body.manifest])
      expect(out).not.toContain(word);
  });
});
