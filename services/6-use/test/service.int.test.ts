import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  archiveTopic,
  CASE_DECISIONS,
  type CopyMade,
  type Parked,
  parkedTopic,
  partitionOf,
  type RawRecord,
  SCHEMES,
  type UseLink,
} from '@guidang/contracts';
import { applyTopics, type OwnBroker, type OwnDatabase, ownBroker, ownDatabase, readParts } from '@guidang/infra-local';
import { schemeRecords } from '@guidang/lab/matters';
import {
  ChainJudge,
  type LogReader,
  openLink,
  openPublisher,
  openReader,
  type Publisher,
  SchemeBook,
} from '@guidang/stream';
import { s3Vault, type Vault } from '@guidang/vault';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useRule } from '../src/decide.ts';
import { receivedPackage } from './elsewhere.ts';
import { codesOn, pagesOf, seen } from './seeing.ts';
import { pdf } from './specimens.ts';
import { requested, type StoredCase, storedCase } from './stored.ts';

const WAIT = { timeout: 60_000, interval: 100 };
const PLACES = readParts().places.map(({ root: _, ...place }) => place);
const KEY = `gd_archive_${'s'.repeat(43)}`;
const vaults = new Map<string, Vault>(
  PLACES.map(({ name, endpoint, region, service: credentials }) => [
    name,
    s3Vault({ name, endpoint, region, credentials }),
  ]),
);
let broker: OwnBroker;
let database: OwnDatabase;
let publisher: Publisher;
let reader: LogReader;
let child: ChildProcess;
let out = '';
let base = '';

function spawnService(more: Record<string, string> = {}): void {
  out = '';
  child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH!,
      KAFKA_BROKERS: broker.brokers.join(','),
      SESSION_TIMEOUT_MS: '3000',
      DATABASE_URL: database.url,
      VAULT_PLACES: JSON.stringify(PLACES),
      HTTP_PORT: '0',
      VERIFY_BASE_URL: 'https://archive.example.gov.cn/',
      IDENTITY_KEY: '0'.repeat(64),
      USE_KEYS: JSON.stringify([
        {
          id: 'archive',
          digest: createHash('sha256').update(KEY).digest('hex'),
          account: 'archivist-07',
          role: 'archivist',
        },
      ]),
      HEALTH_PORT: '0',
      LOG_LEVEL: 'debug',
      ...more,
    },
  });
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      out += text;
    });
}

async function start(): Promise<void> {
  spawnService();
  const health = await vi.waitUntil(() => /"health":(\d+)/.exec(out)?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).status === 200, WAIT);
  base = `http://127.0.0.1:${/"port":(\d+)/.exec(out)![1]}`;
}

async function end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (signal) child.kill(signal);
  return ended;
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
const links = async (): Promise<UseLink[]> => (await read(archiveTopic('use'))).map(jsonOf<UseLink>);

const door = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${base}${path}`, { ...init, headers: { authorization: `Bearer ${KEY}`, ...init.headers } });
const ask = (body: object): Promise<Response> =>
  door('/requests', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const stateOf = async (id: string) => (await door(`/requests/${id}`)).json() as Promise<Record<string, string>>;
const answered = (id: string) =>
  vi.waitUntil(async () => {
    const state = await stateOf(id);
    return state.state === 'waiting' ? undefined : state;
  }, WAIT);

const foundBy = async (words: string): Promise<string[]> => {
  const answer = await (await door(`/search?q=${encodeURIComponent(words)}`)).json();
  return (answer as { found: { case: string }[] }).found.map((one) => one.case);
};

/** A case whose package lies in both places, with the version ids it was given there. */
async function stored(n: number): Promise<StoredCase> {
  const one = await storedCase({
    case: `USE-SERVICE-${String(n).padStart(4, '0')}`,
    number: n,
    opinion: `${Date.now()} ${n}`,
    specimens: [{ name: 'permit.pdf', format: 'pdf', puid: 'fmt/477', bytes: await pdf({ pages: 2 }) }],
  });
  for (const copy of one.link.body.copies)
    copy.versionId = (await vaults.get(copy.place)!.put('archive', one.bytes)).versionId!;
  return one;
}
const storedRecord = ({ link, record }: StoredCase) => ({
  topic: archiveTopic('store'),
  partition: partitionOf(link.case, 4),
  key: link.case,
  value: Buffer.from(JSON.stringify(link)),
  headers: record.headers,
});
const pathIn = ({ link }: StoredCase): string => link.body.index.files.find(({ path }) => path.endsWith('1.pdf'))!.path;

beforeAll(async () => {
  [broker, database] = await Promise.all([ownBroker('use'), ownDatabase('services/6-use')]);
  await applyTopics(broker.brokers);
  const options = { brokers: broker.brokers, clientId: 'test' };
  [publisher, reader] = await Promise.all([openPublisher(options), openReader(options)]);
  await publisher.publish(
    schemeRecords().map(({ key, value }) => ({ topic: SCHEMES, partition: 0, key, value, headers: {} })),
  );
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await publisher?.close();
  await reader?.close();
  for (const vault of vaults.values()) vault.close();
  await broker?.discard();
  await database?.drop();
});

describe('use as it runs', () => {
  const cases: StoredCase[] = [];
  let made: CopyMade;

  it('indexes every stored case once, though it is killed on the way', async () => {
    for (let n = 1; n <= 12; n += 1) cases.push(await stored(n));
    await publisher.publish(cases.map(storedRecord));
    await start();
    await vi.waitUntil(async () => (await links()).length > 0, WAIT);
    await end('SIGKILL');
    await start();
    await expect.poll(async () => (await links()).length, WAIT).toBe(12);
    expect(new Set((await links()).map((link) => link.case)).size).toBe(12);
    const search = (await (await door(`/search?q=${encodeURIComponent('受理通知书')}`)).json()) as { total: number };
    expect(search.total).toBe(12);
  });

  it('answers a request with a copy that carries its purpose and leads to its verification', async () => {
    const one = cases[0]!;
    expect(
      (await ask({ id: 'service-request-1', case: one.link.case, path: pathIn(one), purpose: '办理银行贷款' })).status,
    ).toBe(202);
    const state = await answered('service-request-1');
    expect(state).toMatchObject({ state: 'made' });
    const copy = Buffer.from(await (await door(state.copy!)).arrayBuffer());
    expect(await pagesOf(copy)).toBe(2);
    const id = state.copy!.slice('/copies/'.length);
    expect(await codesOn(await seen(copy))).toEqual([`https://archive.example.gov.cn/verify/${id}`]);
    const verified = await fetch(`${base}/verify/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: copy,
    });
    expect(await verified.json()).toMatchObject({ genuine: true, copy: { purpose: '办理银行贷款' } });
    copy[copy.length - 10]! ^= 1;
    const forged = await fetch(`${base}/verify/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: copy,
    });
    expect(await forged.json()).toMatchObject({ genuine: false });
    made = (await links()).find((link) => link.type === 'CopyMade') as CopyMade;
    expect(made.body.copyId).toBe(id);
  });

  it('finds a package from elsewhere, opens it, and gives a copy of a file by its number', async () => {
    const one = await receivedPackage(Buffer.from(await pdf({ pages: 1 })), { places: vaults });
    const { topic, value, headers } = one.record;
    const partition = partitionOf(one.number, 4);
    await publisher.publish([{ topic, partition, key: one.number, value: value!, headers }]);
    await vi.waitUntil(async () => (await links()).some(({ type }) => type === 'ReceivedIndexed'), WAIT);
    expect(await foundBy('王小明')).toEqual([one.number]);
    expect(await (await door(`/cases/${one.number}`)).json()).toMatchObject({
      ...{ kind: 'received', files: [{ path: 'package/1', title: '申请表.pdf' }] },
      described: [{ zh: '办件名称', value: '王小明的医师执业注册' }],
    });
    const asked = { id: 'service-elsewhere-1', case: one.number, path: 'package/1', purpose: '查证移交材料' };
    expect((await ask(asked)).status).toBe(202);
    const state = await answered(asked.id);
    expect(state).toMatchObject({ state: 'made' });
    const copy = Buffer.from(await (await door(state.copy!)).arrayBuffer());
    expect(await pagesOf(copy)).toBe(1);
  });

  it('answers what it cannot grant, and puts aside what it cannot work on', async () => {
    const one = cases[1]!;
    await ask({ id: 'service-request-2', case: 'NEVER-SEEN-0001', path: 'data/x', purpose: '查档' });
    await ask({ id: 'service-request-3', case: one.link.case, path: 'data/x', purpose: '查档' });
    expect(await answered('service-request-2')).toMatchObject({ state: 'refused', reason: 'CASE_NOT_STORED' });
    expect(await answered('service-request-3')).toMatchObject({ state: 'refused', reason: 'NO_SUCH_FILE' });
    const personal = requested(one.link.case, pathIn(one), { purpose: '为11010519491231002X办理' });
    await publisher.publish([
      {
        topic: CASE_DECISIONS,
        partition: partitionOf(personal.case, 4),
        key: personal.case,
        value: Buffer.from(JSON.stringify(personal)),
        headers: {},
      },
    ]);
    await expect
      .poll(async () => (await read(parkedTopic('use'))).map((record) => jsonOf<Parked>(record).reason), WAIT)
      .toEqual(['MALFORMED']);
  });

  it('makes every copy once, though it is killed while it makes them', async () => {
    const before = (await links()).length;
    const asking = cases.map(async (one, i) =>
      ask({ id: `service-many-${i}`, case: one.link.case, path: pathIn(one), purpose: `第 ${i} 次` }),
    );
    await Promise.all(asking);
    await vi.waitUntil(async () => (await links()).length > before, WAIT);
    await end('SIGKILL');
    await start();
    for (let i = 0; i < cases.length; i += 1)
      expect(await answered(`service-many-${i}`)).toMatchObject({ state: 'made' });
    const copies = (await links()).filter(
      (link) => link.type === 'CopyMade' && link.body.request.startsWith('service-many'),
    );
    expect(new Set(copies.map((link) => (link as CopyMade).body.copyId)).size).toBe(cases.length);
    expect(copies).toHaveLength(cases.length);
  });

  it('has written links that anyone can decide again', async () => {
    const inputs = new Map<string, RawRecord>();
    for (const topic of [archiveTopic('store'), CASE_DECISIONS])
      for (const record of await read(topic)) inputs.set(`${topic} ${record.partition} ${record.offset}`, record);
    const book = new SchemeBook();
    for (const record of await read(SCHEMES)) book.add(record);
    const judge = new ChainJudge(useRule, book);
    const records = await read(archiveTopic('use'));
    expect(records.length).toBeGreaterThan(25);
    for (const record of records) {
      const opened = openLink('use', record);
      const { topic, partition, offset } = opened.link.input;
      expect(judge.judge(opened, inputs.get(`${topic} ${partition} ${offset}`)!)).toEqual([]);
    }
  });

  it('finds its index and its copies again where the database was lost, from its own topic and the packages', async () => {
    await end('SIGTERM');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      'TRUNCATE indexed_case, indexed_file, described_value, personal_entry, person, use_request, use_copy, followed, cache_position, cached_case, cached_link',
    );
    await client.end();
    await start();
    const search = (await (await door(`/search?q=${encodeURIComponent('欧阳')}`)).json()) as { total: number };
    expect(search.total).toBe(12);
    expect(await foundBy('王小明')).toHaveLength(1);
    const verified = await (await fetch(`${base}/verify/${made.body.copyId}`)).json();
    expect(verified).toMatchObject({ genuine: true, copy: { sha256: made.body.copy.content.slice(7) } });
    expect(await stateOf('service-request-2')).toMatchObject({ state: 'refused', reason: 'CASE_NOT_STORED' });
    // The same request again changes nothing: it is known by its answer.
    const before = (await links()).length;
    const again = {
      id: 'service-request-1',
      case: cases[0]!.link.case,
      path: pathIn(cases[0]!),
      purpose: '办理银行贷款',
    };
    expect((await ask(again)).status).toBe(200);
    expect((await links()).length).toBe(before);
  });

  it('says nothing of a case in its log, and leaves when it is asked to', async () => {
    for (const word of [
      'USE-SERVICE-0001',
      '王小明',
      '申请表',
      '欧阳',
      '受理通知书',
      '银行贷款',
      'service-request',
      KEY.slice(-20),
    ])
      expect(out).not.toContain(word);
    expect(await end('SIGTERM')).toBe(0);
  });

  it('does not start with a wrong configuration, and names every fault of it', async () => {
    spawnService({ IDENTITY_KEY: 'short', VERIFY_BASE_URL: 'ftp://x', USE_KEYS: '[{"id": "X"}]', COPY_WORKERS: '0' });
    expect(await end()).toBe(2);
    for (const name of ['IDENTITY_KEY', 'VERIFY_BASE_URL', 'USE_KEYS', 'COPY_WORKERS'])
      expect(out).toContain(`${name}: `);
  });
});
