import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import {
  CASE_FEEDBACK,
  type CheckLink,
  type Feedback,
  type Parked,
  partitionOf,
  type RawRecord,
  schemeKey,
} from '@guidang/contracts';
import { applyTopics, type OwnBroker, ownBroker, readParts } from '@guidang/infra-local';
import { type CasePlan, labCase } from '@guidang/lab/cases';
import {
  ChainJudge,
  type LogEntry,
  type LogReader,
  openLink,
  openPublisher,
  openReader,
  type Publisher,
  SchemeBook,
} from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkRule } from '../src/decide.ts';
import { queueOver } from '../src/review/queue.ts';
import { openStore } from '../src/store.ts';
import type { Captured } from './capture.ts';
import { capturedCase } from './lab-case.ts';
import { CLAMD, ownDatabase, PLACES, realVault } from './real.ts';

const WAIT = { timeout: 30_000, interval: 100 };
const PARTITIONS = 4;
const REAL = `${CLAMD.host}:${CLAMD.port}`;
const NOWHERE = '127.0.0.1:1';
const vault = realVault();

let broker: OwnBroker;
let database: Awaited<ReturnType<typeof ownDatabase>>;
let kafka: Publisher;
let reader: LogReader;
let child: ChildProcess;
let out = '';
let everything = '';
let plan: CasePlan;
let capture: Captured;
let partition: number;

const { tsa, trust } = readParts();

async function start(clamd: string): Promise<void> {
  out = '';
  child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH!,
      KAFKA_BROKERS: broker.brokers.join(','),
      SESSION_TIMEOUT_MS: '3000',
      DATABASE_URL: database.url,
      VAULT_PLACES: JSON.stringify(PLACES),
      CLAMD: clamd,
      SIGNER_CA_FILE: trust.caFile,
      SIGNER_CRL_FOLDER: dirname(trust.caFile),
      HTTP_PORT: '0',
      REGISTRY_URL: 'http://127.0.0.1:1',
      REGISTRY_ISSUER: 'https://registry.example',
      TSA_URL: tsa.url,
      TSA_CA_FILE: trust.caFile,
      HEALTH_PORT: '0',
      LOG_LEVEL: 'debug',
    },
  });
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      out += text;
      everything += text;
    });
  const port = await vi.waitUntil(() => /"health":(\d+)/.exec(out)?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, WAIT);
}

async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return ended;
}

const say = (records: readonly RawRecord[]): Promise<void> =>
  kafka.publish(
    records.map(({ value }) => ({ topic: 'archive.capture', partition, key: plan.case, value: value!, headers: {} })),
  );

async function read(topic: string): Promise<RawRecord[]> {
  const { start: from, end: until } = await reader.extent(topic, partition);
  const entries: LogEntry[] = [];
  for await (const entry of reader.scan(topic, partition, from, until)) entries.push(entry);
  return entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
}
const jsonOf = <T>(record: RawRecord): T => JSON.parse(Buffer.from(record.value!).toString());
const links = async (): Promise<CheckLink[]> => (await read('archive.check')).map(jsonOf<CheckLink>);
const ofClosings = async () => (await links()).filter(({ type }) => type !== 'MaterialChecked').map(({ type }) => type);

/** Every link decided again from the records that lie in the topics. */
async function judged(): Promise<unknown[]> {
  const book = new SchemeBook();
  const { start: from, end: until } = await reader.extent('registry.schemes', 0);
  for await (const entry of reader.scan('registry.schemes', 0, from, until))
    if (entry.kind === 'record') book.add(entry.record);
  const judge = new ChainJudge(checkRule, book);
  const inputs = new Map((await read('archive.capture')).map((record) => [record.offset, record]));
  return (await read('archive.check')).flatMap((record) => {
    const opened = openLink('check', record);
    return judge.judge(opened, inputs.get(opened.link.input.offset)!);
  });
}

beforeAll(async () => {
  [broker, database, plan] = await Promise.all([
    ownBroker('check'),
    ownDatabase(),
    labCase('check-service', 3, { kind: 'amended', files: 14 }),
  ]);
  await applyTopics(broker.brokers);
  const options = { brokers: broker.brokers, clientId: 'test' };
  [kafka, reader] = await Promise.all([openPublisher(options), openReader(options)]);
  capture = await capturedCase(plan, vault);
  partition = partitionOf(plan.case, PARTITIONS);
  const { id, version } = plan.scheme;
  const value = Buffer.from(JSON.stringify(plan.scheme));
  await kafka.publish([{ topic: 'registry.schemes', partition: 0, key: schemeKey(id, version), value, headers: {} }]);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await kafka?.close();
  await reader?.close();
  vault.close();
  await broker?.discard();
  await database?.drop();
});

describe('check as it runs', () => {
  it('waits while there is no scanner, and writes nothing', async () => {
    await start(NOWHERE);
    await say(capture.records.slice(0, 5));
    await vi.waitUntil(() => out.includes('ScannerUnavailable'), WAIT);
    expect(await links()).toEqual([]);
    expect(await end('SIGTERM')).toBe(0);
  });

  it('goes on when it is there again, and where it was killed in between', async () => {
    await start(REAL);
    await vi.waitUntil(async () => (await links()).length > 0, WAIT);
    await say(capture.records.slice(5));
    await end('SIGKILL');
    await start(REAL);
    await vi.waitUntil(async () => (await ofClosings()).length === 2, WAIT);
    expect(await ofClosings()).toEqual(['CaseRefused', 'CaseChecked']);
    const looked = (await links()).flatMap((link) => (link.type === 'MaterialChecked' ? [link.body.material] : []));
    expect(new Set(looked).size).toBe(looked.length);
    expect(await judged()).toEqual([]);
  });

  it('tells the publisher what was found, and what comes after a case was passed is put aside', async () => {
    const late = capture.reopened();
    await say([late]);
    const parked = await vi.waitUntil(async () => {
      const found = (await read('archive.check.parked')).map(jsonOf<Parked>);
      return found.length > 0 && found;
    }, WAIT);
    expect(parked.map(({ reason }) => reason)).toEqual(['CASE_ALREADY_CHECKED']);
    const told = (await read(CASE_FEEDBACK)).map(jsonOf<Feedback>);
    const warned = told.filter(({ type }) => type === 'material.warned');
    // The lab scans at fewer dots than a scan has to have, and is told so; how old the signatures are is this machine's affair.
    const codes = new Set(warned.flatMap(({ findings = [] }) => findings.map(({ code }) => code)));
    codes.delete('CLEAN_BY_OLD_SIGNATURES');
    expect(codes).toEqual(new Set(['COARSE']));
    const rest = told.filter((one) => !warned.includes(one));
    expect(rest.map(({ type }) => type)).toEqual(['case.refused', 'case.checked', 'record.parked']);
    expect(rest[0]!.findings).toContainEqual(expect.objectContaining({ item: 'GD-2-9', code: 'REQUIRED_MISSING' }));
  });

  it('has a door for reviews, shut to whoever shows no token; its queue has followed the links to their end', async () => {
    const port = /"port":(\d+)/.exec(out)?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/v1/openapi.json`)).status).toBe(200);
    const nobody = await fetch(`http://127.0.0.1:${port}/v1/reviews`);
    expect(nobody.status).toBe(401);
    expect(await nobody.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
    const store = openStore(database.url);
    await vi.waitUntil(async () => {
      const followed = await queueOver(store.door).positions();
      return followed.get(partition) === (await reader.extent('archive.check', partition)).end;
    }, WAIT);
    // The case was refused once, and has passed since.
    expect(await queueOver(store.door).find(plan.case)).toBeUndefined();
    await store.close();
  });

  it('says nothing of a case in its log', () => {
    expect(everything).toContain('a record was parked');
    const [file] = plan.files;
    for (const word of [plan.case, file!.content, file!.name, '材料', ...plan.personal])
      expect(everything).not.toContain(word);
  });
});
