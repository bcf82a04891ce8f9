import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  archiveTopic,
  CASE_DECISIONS,
  CASE_FEEDBACK,
  type Feedback,
  linkHeaders,
  type OutRecord,
  type PackageReceived,
  type Parked,
  parkedTopic,
  partitionOf,
  type RawRecord,
  receivedNumber,
  type StoreLink,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
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
import { s3Vault } from '@guidang/vault';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pdf } from '../../../packages/formats/test/pdfs.ts';
import { zip } from '../../../packages/formats/test/zips.ts';
import { storeRule } from '../src/decide.ts';
import { type Packaged, packagedCase, WHO } from './packages.ts';
import { ownDatabase, PLACES, placeAs } from './real.ts';

const WAIT = { timeout: 60_000, interval: 100 };
const vault = s3Vault(placeAs('service', 'a'));
const folder = mkdtempSync(join(tmpdir(), 'guidang-store-test-'));
let broker: OwnBroker;
let database: Awaited<ReturnType<typeof ownDatabase>>;
let publisher: Publisher;
let reader: LogReader;
let child: ChildProcess;
let out = '';

function spawnService(more: Record<string, string> = {}): void {
  out = '';
  child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH!,
      KAFKA_BROKERS: broker.brokers.join(','),
      SESSION_TIMEOUT_MS: '3000',
      DATABASE_URL: database.url,
      VAULT_PLACES: JSON.stringify(PLACES),
      TSA_CA_FILE: join(folder, 'ca.pem'),
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
  const port = await vi.waitUntil(() => /"health":(\d+)/.exec(out)?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, WAIT);
}

async function end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (signal) child.kill(signal);
  return ended;
}

const outRecord = ({ link, record }: Packaged): OutRecord => ({
  topic: archiveTopic('package'),
  partition: partitionOf(link.case, 4),
  key: link.case,
  value: record.value!,
  headers: linkHeaders(link),
});

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
const links = async (): Promise<StoreLink[]> => (await read(archiveTopic('store'))).map(jsonOf<StoreLink>);
const until = (n: number): Promise<void> =>
  expect.poll(async () => (await links()).length, { timeout: 60_000 }).toBe(n);

beforeAll(async () => {
  writeFileSync(join(folder, 'ca.pem'), WHO.trust.signers.map((one) => one.toString()).join('\n'));
  [broker, database] = await Promise.all([ownBroker('store'), ownDatabase()]);
  await applyTopics(broker.brokers);
  const options = { brokers: broker.brokers, clientId: 'test' };
  [publisher, reader] = await Promise.all([openPublisher(options), openReader(options)]);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await publisher?.close();
  await reader?.close();
  vault.close();
  await broker?.discard();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

describe('store as it runs', () => {
  const cases: Packaged[] = [];

  it('stores every package once in two places, though it is killed on the way', async () => {
    for (let n = 1; n <= 12; n++) {
      const one = await packagedCase({
        case: `STORE-${String(n).padStart(4, '0')}`,
        number: n,
        opinion: `${Date.now()} ${n}`,
      });
      await vault.put('prearchive', one.bytes);
      cases.push(one);
    }
    await publisher.publish(cases.map(outRecord));
    await start();
    await vi.waitUntil(async () => (await links()).length > 0, WAIT);
    await end('SIGKILL');
    await start();
    await until(12);
    const found = await links();
    expect(new Set(found.map(({ case: number }) => number)).size).toBe(12);
    for (const { type, body } of found) {
      if (type !== 'CaseStored') throw new Error(type);
      expect(body.copies.map(({ place }) => place)).toEqual(['a', 'b']);
    }
  });

  it('tells the publisher under which 档号 a case is archived', async () => {
    const told = (await read(CASE_FEEDBACK)).map(jsonOf<Feedback>);
    const codes = cases.map(({ link }) => [link.case, link.body.referenceCode]).sort();
    expect(
      told
        .filter(({ type }) => type === 'case.archived')
        .map((one) => [one.case, one.referenceCode])
        .sort(),
    ).toEqual(codes);
  });

  it('refuses a package that is not what was announced, and parks what is stored already', async () => {
    const one = await packagedCase({ case: 'STORE-0013', number: 13 });
    await vault.put('prearchive', one.bytes);
    const { link } = one;
    const lied = { ...link, body: { ...link.body, referenceCode: 'J031-ZY·XK·2026·D30-9999' } };
    await publisher.publish([{ ...outRecord(one), value: Buffer.from(JSON.stringify(lied)) }, outRecord(cases[0]!)]);
    await until(13);
    const refused = (await links()).find(({ type }) => type === 'PackageRefused')!;
    expect(refused.body).toMatchObject({ failed: [{ check: 'AS_ANNOUNCED' }] });
    await expect
      .poll(async () => (await read(parkedTopic('store'))).map((record) => jsonOf<Parked>(record).reason), WAIT)
      .toEqual(['CASE_ALREADY_STORED']);
  });

  it('turns away a package from elsewhere until what is left to people is settled, and takes it in then', async () => {
    const content = pdf();
    const description = `<?xml version="1.0" encoding="UTF-8"?><base_info>${Object.entries({
      ...{ electronic_record_code: '350100-0059-0100190012-2018-D30-000021', task_code: '0100190012' },
      ...{ task_name: '医师执业注册', fonds_identifier: '0059', retention_period: 'D30', project_id: 'P-0001' },
      ...{ project_name: `办件 ${Date.now()}`, archive_time: '2018-03-05 10:00:00', total_number: '1' },
    })
      .map(([name, text]) => `<${name} title="x">${text}</${name}>`)
      .join(
        '',
      )}<fileset><folder title="申报文件"><file id="0001"><computer_file_name>申请表.pdf</computer_file_name><computer_file_size>${content.length}</computer_file_size><format_information>pdf</format_information></file></folder></fileset></base_info>`;
    const bytes = zip([
      { name: '基本信息元数据.xml', content: description },
      { name: '申报文件/申请表.pdf', content },
    ]);
    const [path, settled] = [join(folder, 'foreign.zip'), join(folder, 'settled.json')];
    writeFileSync(path, bytes);
    const reason = '已向移交单位核实来源，交接文据在案。';
    const left = [
      { item: 'YJ-LOCAL-SEAL', object: 'package', code: 'SEAL_NONE', reason },
      { item: 'YJ-LOCAL-FIXITY', object: 'file:package/1', code: 'DIGEST_NOT_STATED', reason },
    ];
    writeFileSync(settled, JSON.stringify(left));
    const handIn = async (...more: string[]): Promise<void> => {
      const program = new URL('../src/transfer/main.ts', import.meta.url).pathname;
      const said = ['--digest', sha256Hex(bytes), '--bytes', String(bytes.length), '--items', '1', '--files', '1'];
      const how = ['--hand-in', 'archivist-a', '--retention', 'D30', ...more];
      const env = {
        ...{ PATH: process.env.PATH!, KAFKA_BROKERS: broker.brokers.join(',') },
        VAULT_PLACES: JSON.stringify(PLACES),
      };
      const args = [program, path, '--profile', 'fuzhou-2019', '--out', join(folder, 'report'), ...said, ...how];
      const { stderr } = await promisify(execFile)(process.execPath, args, { env }).catch((error) => error);
      expect(stderr).toBe('');
    };
    await handIn();
    await until(14);
    await handIn('--settled', settled);
    await until(15);
    const foreign = (await links()).filter(({ case: number }) => number === receivedNumber(sha256Hex(bytes)));
    expect(foreign.map(({ type }) => type)).toEqual(['PackageTurnedAway', 'PackageReceived']);
    expect(foreign[0]!.body).toMatchObject({ why: 'LEFT_TO_PEOPLE' });
    const { copies } = foreign[1]!.body as PackageReceived['body'];
    expect(copies.map(({ place, sha256 }) => [place, sha256])).toEqual(
      ['a', 'b'].map((one) => [one, sha256Hex(bytes)]),
    );
  });

  it('has written links that anyone can decide again', async () => {
    const inputs = new Map(
      [...(await read(archiveTopic('package'))), ...(await read(CASE_DECISIONS))].map((record) => [
        `${record.topic} ${record.partition} ${record.offset}`,
        record,
      ]),
    );
    const judge = new ChainJudge(storeRule, new SchemeBook());
    for (const record of await read(archiveTopic('store'))) {
      const opened = openLink('store', record);
      const { topic, partition, offset } = opened.link.input;
      expect(judge.judge(opened, inputs.get(`${topic} ${partition} ${offset}`)!)).toEqual([]);
    }
  });

  it('says nothing of a case in its log, and leaves when it is asked to', async () => {
    for (const word of ['STORE-0001', cases[0]!.sealed.form.applicant.name, '申请表']) expect(out).not.toContain(word);
    expect(await end('SIGTERM')).toBe(0);
  });

  it('does not start with one place, or without certificates, and says both', async () => {
    spawnService({ VAULT_PLACES: JSON.stringify(PLACES.slice(0, 1)), TSA_CA_FILE: '/nowhere.pem' });
    expect(await end()).toBe(2);
    expect(out).toContain('VAULT_PLACES: 至少两个存储地');
    expect(out).toContain('TSA_CA_FILE: ');
  });
});
