import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  archiveTopic,
  type CaseSealed,
  type OutRecord,
  type Parked,
  parkedTopic,
  partitionOf,
  type RawRecord,
  SealManifest,
  schemeKey,
} from '@guidang/contracts';
import { fromBase64 } from '@guidang/evidence';
import { applyTopics, type OwnBroker, ownBroker } from '@guidang/infra-local';
import {
  ChainJudge,
  type LogReader,
  openLink,
  openPublisher,
  openReader,
  type Publisher,
  SchemeBook,
} from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sealRule } from '../src/decide.ts';
import { judgedByJose } from './jose.ts';
import { pagesOf, running as runningText } from './pdf-text.ts';
import { ownDatabase, PLACES, realVault, SEAL_ENV } from './real.ts';
import { type SampleCase, sampleCase, sampleScheme } from './sample-case.ts';

const WAIT = { timeout: 30_000, interval: 100 };
const BUCKET = 'prearchive';
const folder = mkdtempSync(join(tmpdir(), 'guidang-seal-test-'));
const vault = realVault();
const run = Date.now().toString(36).toUpperCase();
const nth = (n: number): SampleCase =>
  sampleCase({ number: `SEAL-${run}-${String(n).padStart(4, '0')}`, refusals: n % 2 });
let broker: OwnBroker;
let database: Awaited<ReturnType<typeof ownDatabase>>;
let publisher: Publisher;
let reader: LogReader;
let out = '';
const alive = new Set<ChildProcess>();

function spawnService(more: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH!,
      KAFKA_BROKERS: broker.brokers.join(','),
      SESSION_TIMEOUT_MS: '3000',
      DATABASE_URL: database.url,
      VAULT_PLACES: JSON.stringify(PLACES),
      ...SEAL_ENV,
      HEALTH_PORT: '0',
      LOG_LEVEL: 'debug',
      ...more,
    },
  });
  alive.add(child);
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      out += text;
    });
  return child;
}

async function start(more: Record<string, string> = {}): Promise<ChildProcess> {
  const from = out.length;
  const child = spawnService(more);
  const port = await vi.waitUntil(() => /"health":(\d+)/.exec(out.slice(from))?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, WAIT);
  return child;
}

async function end(child: ChildProcess, signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  alive.delete(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (signal) child.kill(signal);
  return ended;
}

const outRecord = ({ number, record }: SampleCase): OutRecord => ({
  topic: archiveTopic('check'),
  partition: partitionOf(number, 4),
  key: number,
  value: record.value!,
  headers: {},
});

async function publish(cases: readonly SampleCase[]): Promise<void> {
  for (const { chainObject } of cases) await vault.put(BUCKET, chainObject);
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
const sealed = async (): Promise<CaseSealed[]> => (await read(archiveTopic('seal'))).map(jsonOf<CaseSealed>);
const until = (n: number): Promise<void> =>
  expect.poll(async () => (await sealed()).length, { timeout: 60_000 }).toBe(n);

beforeAll(async () => {
  [broker, database] = await Promise.all([ownBroker('seal'), ownDatabase()]);
  await applyTopics(broker.brokers);
  const options = { brokers: broker.brokers, clientId: 'test' };
  [publisher, reader] = await Promise.all([openPublisher(options), openReader(options)]);
  const { scheme } = sampleScheme();
  const value = Buffer.from(JSON.stringify(scheme));
  const key = schemeKey(scheme.id, scheme.version);
  await publisher.publish([{ topic: 'registry.schemes', partition: 0, key, value, headers: {} }]);
});
afterAll(async () => {
  for (const child of alive) child.kill('SIGKILL');
  await publisher?.close();
  await reader?.close();
  vault.close();
  await broker?.discard();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

describe('seal as it runs', () => {
  const cases = Array.from({ length: 60 }, (_, i) => nth(i));

  it('seals every case once, though it is killed on the way', async () => {
    await publish(cases.slice(0, 40));
    for (let i = 0; i < 2; i++) {
      const child = await start();
      await vi.waitUntil(async () => (await sealed()).length >= 4 + 4 * i, WAIT);
      await end(child, 'SIGKILL');
    }
    const two = [await start(), await start()];
    await publish(cases.slice(40));
    await until(60);
    expect(new Set((await sealed()).map((link) => link.case)).size).toBe(60);
    for (const child of two) expect(await end(child, 'SIGTERM')).toBe(0);
  });

  it('lets cases share timestamps', async () => {
    const roots = new Set((await sealed()).map(({ facts }) => facts.timestamp!.root));
    expect(roots.size).toBeLessThan(60);
  });

  it('seals nothing while the authority is away, and everything when it is back', async () => {
    const away = await start({ TSA_URL: 'http://127.0.0.1:9/' });
    await publish([nth(60), nth(61)]);
    await vi.waitUntil(() => out.includes('NoAuthority'), WAIT);
    expect(await sealed()).toHaveLength(60);
    await end(away, 'SIGTERM');
    const back = await start();
    await until(62);
    await end(back, 'SIGTERM');
  });

  it('parks a case that passes the check a second time', async () => {
    const child = await start();
    await publisher.publish([outRecord(cases[0]!)]);
    await expect
      .poll(async () => (await read(parkedTopic('seal'))).map((record) => jsonOf<Parked>(record).reason), WAIT)
      .toEqual(['CASE_ALREADY_SEALED']);
    expect(await sealed()).toHaveLength(62);
    await end(child, 'SIGTERM');
  });

  it('has written links that anyone can decide again', async () => {
    const inputs = new Map(
      (await read(archiveTopic('check'))).map((record) => [`${record.partition} ${record.offset}`, record]),
    );
    const book = new SchemeBook();
    for (const record of await read('registry.schemes')) book.add(record);
    const judge = new ChainJudge(sealRule, book);
    const records = await read(archiveTopic('seal'));
    for (const record of records) {
      const opened = openLink('seal', record);
      const { partition, offset } = opened.link.input;
      expect(judge.judge(opened, inputs.get(`${partition} ${offset}`)!)).toEqual([]);
    }
  });

  it('has sealed what a stranger can open with openssl, jose and a PDF reader', async () => {
    for (const { facts, case: number } of (await sealed()).slice(0, 8)) {
      const token = join(folder, 'token.tst');
      writeFileSync(token, fromBase64(facts.timestamp!.token)!);
      const verified = execFileSync(
        'openssl',
        ['ts', '-verify', '-digest', facts.timestamp!.root, '-in', token, '-token_in', '-CAfile', SEAL_ENV.TSA_CA_FILE],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      expect(verified.toString()).toContain('Verification: OK');
      const manifest = await vault.read(BUCKET, facts.manifest.content, 1e7);
      expect(await judgedByJose(facts.signature!, manifest)).toMatchObject({ alg: 'ES256' });
      const { case: named, document, links } = SealManifest.parse(JSON.parse(manifest.toString()));
      expect(named).toBe(number);
      expect(links).toHaveLength(facts.chain.links);
      const text = runningText(await pagesOf(await vault.read(BUCKET, document, 1e7)));
      expect(text).toContain(`办件编号：${number}`);
    }
  });

  it('says nothing of a case in its log', () => {
    const { number, dossier } = cases[0]!;
    for (const word of [number, dossier.steps[1]!.opinion, dossier.head.applicant.reference, '医师'])
      expect(out).not.toContain(word);
  });

  it('names every fault of its configuration at once, and does not start', async () => {
    const from = out.length;
    const child = spawnService({ TSA_URL: 'ftp://x', SEAL_KEY_FILE: '/nowhere', TSA_CA_FILE: SEAL_ENV.SEAL_KEY_FILE });
    expect(await end(child)).toBe(2);
    for (const name of ['TSA_URL', 'SEAL_KEY_FILE', 'TSA_CA_FILE']) expect(out.slice(from)).toContain(name);
    expect(out.slice(from)).not.toContain('PRIVATE KEY');
  });
});
