import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  archiveTopic,
  CASE_DECISIONS,
  type EvidenceRenewed,
  linkHeaders,
  type OutRecord,
  parkedTopic,
  partitionOf,
  type RawRecord,
  type RenewalDue,
  type StoreLink,
} from '@guidang/contracts';
import { DEFAULT_POLICY, objectOfBytes, verifyRecord } from '@guidang/evidence';
import { applyTopics, type OwnBroker, ownBroker } from '@guidang/infra-local';
import { timestampServer } from '@guidang/lab/tsa';
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
import { keyOf, POLICY } from '../../../packages/evidence/test/lab.ts';
import { storeRule } from '../src/decide.ts';
import { type Packaged, packagedCase, WHO } from './packages.ts';
import { ask, ownDatabase, PLACES, placeAs } from './real.ts';
import { HOUSES } from './renewals.ts';

const WAIT = { timeout: 60_000, interval: 100 };
const DAY = 86_400_000;
const vault = s3Vault(placeAs('service', 'a'));
const folder = mkdtempSync(join(tmpdir(), 'guidang-renewal-test-'));
const cases: Packaged[] = [];
let broker: OwnBroker;
let database: Awaited<ReturnType<typeof ownDatabase>>;
let publisher: Publisher;
let reader: LogReader;
let authority: Server;
const children: ChildProcess[] = [];

/** SHA-256 falls within the lead time: what was sealed yesterday has to go on under another digest. */
const policy = {
  ...DEFAULT_POLICY,
  id: 'test',
  algorithms: DEFAULT_POLICY.algorithms.map((one) =>
    one.name === 'sha256' ? { ...one, uses: one.uses.map((use) => ({ ...use, until: dayAfter(90) })) } : one,
  ),
};
function dayAfter(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}

async function start(): Promise<{ out: () => string; port: string }> {
  let out = '';
  const child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH!,
      KAFKA_BROKERS: broker.brokers.join(','),
      SESSION_TIMEOUT_MS: '3000',
      DATABASE_URL: database.url,
      VAULT_PLACES: JSON.stringify(PLACES),
      TSA_URL: `http://127.0.0.1:${(authority.address() as AddressInfo).port}/`,
      TSA_CA_FILE: join(folder, 'ca.pem'),
      EVIDENCE_POLICY_FILE: join(folder, 'policy.json'),
      RENEWAL_SWEEP_HOURS: '0.0006',
      HEALTH_PORT: '0',
    },
  });
  children.push(child);
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      out += text;
    });
  const port = await vi.waitUntil(() => /"health":(\d+)/.exec(out)?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, WAIT);
  return { out: () => out, port };
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
const links = async (type: StoreLink['type']): Promise<StoreLink[]> =>
  (await read(archiveTopic('store'))).map(jsonOf<StoreLink>).filter((link) => link.type === type);
const renewed = async (): Promise<EvidenceRenewed[]> => (await links('EvidenceRenewed')) as EvidenceRenewed[];

const packaged = ({ link, record }: Packaged): OutRecord => ({
  topic: archiveTopic('package'),
  partition: partitionOf(link.case, 4),
  key: link.case,
  value: record.value!,
  headers: linkHeaders(link),
});
const decided = (due: RenewalDue): OutRecord => ({
  topic: CASE_DECISIONS,
  partition: partitionOf(due.case, 4),
  key: due.case,
  value: Buffer.from(JSON.stringify(due)),
  headers: {},
});

beforeAll(async () => {
  const house = HOUSES.international;
  const now = Date.now();
  const certificate = house.certificate('timestamp', 'Renewing TSA', 'p256', now - 30 * DAY, now + 3_000 * DAY);
  let serial = 0n;
  authority = timestampServer(
    { certificate, key: keyOf('p256', 'Renewing TSA'), policy: POLICY },
    () => ++serial,
    () => new Date(),
  );
  authority.listen(0, '127.0.0.1');
  const trusted = [...WHO.trust.signers, house.root];
  writeFileSync(join(folder, 'ca.pem'), trusted.map((one) => one.toString()).join('\n'));
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
  [broker, database] = await Promise.all([ownBroker('store-renewal'), ownDatabase()]);
  await applyTopics(broker.brokers);
  const options = { brokers: broker.brokers, clientId: 'test' };
  [publisher, reader] = await Promise.all([openPublisher(options), openReader(options)]);
  for (let n = 1; n <= 6; n++) {
    const one = await packagedCase({ case: `RENEWED-${n}`, number: n, opinion: `${Date.now()} ${n}` });
    await vault.put('prearchive', one.bytes);
    cases.push(one);
  }
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await publisher?.close();
  await reader?.close();
  vault.close();
  authority?.close();
  await broker?.discard();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

describe('evidence records under a policy by which SHA-256 falls', () => {
  it('are renewed once each under SHA-512, though two services watch and one is killed', async () => {
    await publisher.publish(cases.map(packaged));
    await start();
    await start();
    await vi.waitUntil(async () => (await renewed()).length > 0, WAIT);
    children[0]!.kill('SIGKILL');
    await expect.poll(async () => (await renewed()).length, { timeout: 60_000 }).toBe(6);
    const found = await renewed();
    expect(new Set(found.map((link) => link.case)).size).toBe(6);
    for (const { body } of found) expect(body).toMatchObject({ kind: 'hash-tree', evidence: { digest: 'sha512' } });
    const [first] = await read(CASE_DECISIONS);
    expect(jsonOf<RenewalDue>(first!)).toMatchObject({
      by: { role: 'service' },
      data: { kind: 'hash-tree', digest: 'sha512', policy: `test ${policy.decided}` },
    });
  });

  it('hold over their manifests years later, and lie where nobody can take them away', async () => {
    for (const { case: name, body, facts } of await renewed()) {
      const { sealed } = cases.find((one) => one.link.case === name)!;
      const manifest = sealed.store.get(sealed.link.facts.manifest.content)!;
      const bytes = Buffer.from(facts.record, 'base64');
      const trust = {
        timestamps: { anchors: [...WHO.trust.signers, HOUSES.international.root], policies: [] },
        ...{ at: Date.now() + 2_900 * DAY, exactly: true },
      };
      expect(verifyRecord(bytes, [objectOfBytes('manifest', manifest)], trust)).toMatchObject({ ok: true });
      expect(body.copies.map(({ place }) => place)).toEqual(['a', 'b']);
      for (const { place, bucket, key, versionId, lock } of body.copies) {
        const path = `/${bucket}/${key}`;
        expect(
          (await ask('root', place, { method: 'DELETE', path, query: { versionId } })).status,
        ).toBeGreaterThanOrEqual(400);
        expect(lock).toEqual({ mode: 'COMPLIANCE', until: '2056-12-31T15:59:59.000Z' });
      }
    }
  });

  it('are renewed for an archivist too, once however often it is asked for', async () => {
    const [one] = await renewed();
    const due: RenewalDue = {
      id: 'archivist-0001',
      type: 'renewal.due',
      version: 1,
      case: one!.case,
      time: new Date().toISOString(),
      by: { account: 'archivist-01', role: 'archivist' },
      data: {
        ...{ suite: 'international', record: one!.body.evidence.record, kind: 'timestamp', digest: 'sha512' },
        ...{ policy: 'letter of the authority', due: null, reasons: ['its key may be lost'] },
      },
    };
    const other = { ...due, id: 'archivist-0002', case: 'NOBODY-0001' };
    await publisher.publish([decided(due), decided(due), decided(other)]);
    await vi.waitUntil(async () => (await read(parkedTopic('store'))).length > 0, WAIT);
    await expect.poll(async () => (await renewed()).length, { timeout: 60_000 }).toBe(7);
    const last = (await renewed()).find(({ body }) => body.request === due.id)!;
    expect(last).toMatchObject({ seq: 2, body: { renews: one!.body.evidence.record, kind: 'timestamp' } });
    const reasons = (await read(parkedTopic('store'))).map((record) => jsonOf<{ reason: string }>(record).reason);
    expect(reasons).toEqual(['CASE_NOT_STORED']);
  });

  it('has written links that anyone can decide again, and says nothing of a case in its log', async () => {
    const inputs = new Map<string, RawRecord>();
    for (const topic of storeRule.reads)
      for (const record of await read(topic)) inputs.set(`${topic} ${record.partition} ${record.offset}`, record);
    const judge = new ChainJudge(storeRule, new SchemeBook());
    for (const record of await read(archiveTopic('store'))) {
      const opened = openLink('store', record);
      const { topic, partition, offset } = opened.link.input;
      expect(judge.judge(opened, inputs.get(`${topic} ${partition} ${offset}`)!)).toEqual([]);
    }
    const service = await start();
    const metrics = async () => (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
    await expect.poll(metrics, WAIT).toMatch(/guidang_renewal_due_records\{suite="international".*\} 0/);
    expect(service.out()).not.toContain('RENEWED-1');
  });
});
