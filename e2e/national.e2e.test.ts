import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnchorsFile, auditDump, contentAudit, dump, openPlaces, placeStore, type Report } from '@guidang/auditor';
import {
  ARCHIVE_TOPICS,
  CASE_DECISIONS,
  type CaseLink,
  type CaseSealed,
  type CaseStored,
  type EvidenceRenewed,
  partitionOf,
  type RenewalDue,
  SCHEMES,
} from '@guidang/contracts';
import {
  anyFreePort,
  applyTopics,
  type OwnBroker,
  type OwnDatabase,
  ownBroker,
  ownDatabase,
  readParts,
  serviceEnv,
} from '@guidang/infra-local';
import { furnishSm2Folder, furnishTrustFolder } from '@guidang/lab/ca';
import { type CasePlan, labCase } from '@guidang/lab/cases';
import { schemeRecords } from '@guidang/lab/matters';
import { checkPackage } from '@guidang/packaging';
import { openPublisherClient } from '@guidang/sdk';
import { type LogReader, openPublisher, openReader } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { publishCases } from './src/publish.ts';
import { everyRecord } from './src/raw.ts';

/**
 * A deployment that is told to seal in the national suite, and nothing else: SM2 keys and certificates, SM3, an authority of its own that stamps with SM2. The steps from
 * capture to store as they run, on topics and tables of their own; stores and scanner are the shared ones.
 */
const ROOT = new URL('..', import.meta.url).pathname;
const STEPS = {
  capture: '1-capture',
  check: '2-check',
  seal: '3-seal',
  package: '4-package',
  store: '5-store',
} as const;
const PATIENCE = { timeout: 240_000, interval: 500 };

const folder = mkdtempSync(join(tmpdir(), 'guidang-national-'));
const parts = readParts();
const places = openPlaces(parts);
const CASES = 3;
const STORED = { CaseCaptured: CASES, CaseChecked: CASES, CaseSealed: CASES, CasePackaged: CASES, CaseStored: CASES };
const running: ChildProcess[] = [];
const databases: OwnDatabase[] = [];
let broker: OwnBroker;
let reader: LogReader;
let anchors: AnchorsFile;

function run(main: string, env: NodeJS.ProcessEnv): () => string {
  let out = '';
  const child = spawn(process.execPath, [`${ROOT}${main}`], { env: { PATH: process.env.PATH, ...env } });
  running.push(child);
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      out += text;
    });
  return () => out;
}

/** What makes a deployment national is told to seal and store, to nobody else. */
function nationalEnv(tsaPort: number): Record<string, string> {
  return {
    TSA_AUTHORITIES: JSON.stringify([{ name: 'sm2', suite: 'national', url: `http://127.0.0.1:${tsaPort}/` }]),
    TSA_CA_FILE: join(folder, 'sm2-ca.pem'),
    SEAL_SUITE: 'national',
    SEAL_KEY_FILE: join(folder, 'sm2-seal.key'),
    SEAL_CERT_FILE: join(folder, 'sm2-seal.pem'),
  };
}

async function start(step: keyof typeof STEPS, national: Record<string, string>): Promise<void> {
  const database = await ownDatabase(`services/${STEPS[step]}`);
  databases.push(database);
  const { TSA_URL: _, HTTP_PORT: __, ...env } = serviceEnv(step);
  const out = run(`services/${STEPS[step]}/src/main.ts`, {
    ...env,
    KAFKA_BROKERS: broker.brokers.join(','),
    DATABASE_URL: database.url,
    HEALTH_PORT: '0',
    ...(step === 'seal' || step === 'store' ? national : {}),
  });
  const port = await vi
    .waitUntil(() => /"health":(\d+)/.exec(out())?.[1], PATIENCE)
    .catch(() => {
      throw new Error(`${step} did not start: ${out().slice(-2_000)}`);
    });
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, PATIENCE);
}

async function links(): Promise<CaseLink[]> {
  const all: CaseLink[] = [];
  for await (const { value } of everyRecord(reader, ARCHIVE_TOPICS))
    all.push(JSON.parse(Buffer.from(value!).toString('utf8')));
  return all;
}
const ofType = async <T extends CaseLink>(type: T['type']): Promise<T[]> =>
  (await links()).filter((link): link is T => link.type === type);

/** How many links there are of each of the types that end a step. */
async function stages(): Promise<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const { type } of await links())
    if (type in STORED || /Refused/.test(type)) count[type] = (count[type] ?? 0) + 1;
  return count;
}

/** Everything there is, taken as a dump and audited together with what the stores hold. */
async function audited(trusted: AnchorsFile): Promise<Report> {
  const dir = mkdtempSync(join(folder, 'dump-'));
  await dump(reader, { dir, takenAt: new Date().toISOString(), cluster: 'national' });
  const ca = trusted.tsa.certificates.map((pem) => new X509Certificate(pem));
  const check = (file: string) => checkPackage(file, { signers: ca, tsa: { anchors: ca, policies: [] } });
  return auditDump(dir, { anchors: JSON.stringify(trusted), contents: contentAudit(places.map(placeStore), check) });
}

beforeAll(async () => {
  const international = furnishTrustFolder(folder, new Date());
  const { ca } = furnishSm2Folder(folder, new Date());
  anchors = AnchorsFile.parse({
    ...international,
    tsa: { certificates: [ca], policies: [] },
    signers: { certificates: [ca] },
  });
  broker = await ownBroker('national');
  await applyTopics(broker.brokers);
  const kafka = { brokers: broker.brokers, clientId: 'e2e-national' };
  reader = await openReader(kafka);
  const publisher = await openPublisher(kafka);
  await publisher.publish(
    schemeRecords().map(({ key, value }) => ({ topic: SCHEMES, partition: 0, key, value, headers: {} })),
  );
  await publisher.close();
  const tsaPort = await anyFreePort();
  run('packages/lab/src/tsa/main.ts', { TSA_DIR: folder, TSA_PORT: String(tsaPort), TSA_SUITE: 'gm' });
  const national = nationalEnv(tsaPort);
  await Promise.all((Object.keys(STEPS) as (keyof typeof STEPS)[]).map((step) => start(step, national)));
}, 240_000);

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await reader?.close();
  for (const { vault } of places) vault.close();
  await broker?.discard();
  await Promise.all(databases.map((database) => database.drop()));
  rmSync(folder, { recursive: true });
});

describe('a deployment in the national suite', () => {
  it('seals, packages and stores cases under SM2 and SM3 alone', async () => {
    const plans: CasePlan[] = [];
    for (let n = 0; n < CASES; n++)
      plans.push(await labCase(`national-${Date.now()}`, n, { kind: 'granted', files: 4 }));
    const [place] = parts.places;
    const { name, endpoint, region, service: credentials } = place!;
    const client = await openPublisherClient({
      ...{ door: 'kafka', brokers: broker.brokers, clientId: 'e2e-national' },
      place: { name, endpoint, region, credentials },
    });
    await publishCases(plans, () => client);
    await client.close();
    await expect.poll(stages, PATIENCE).toEqual(STORED);
    for (const { facts, body } of await ofType<CaseSealed>('CaseSealed')) {
      expect(body.suite).toBe('national');
      expect(facts).toMatchObject({ signature: null, timestamp: null, evidenceRecord: null });
      expect(facts.national!.timestamp.by).toMatchObject({ signature: 'sm2-sm3', key: 'sm2' });
    }
  });

  it('renews evidence under SM3 and SM2, and under another digest where SM3 falls', async () => {
    const [first, second] = await ofType<CaseStored>('CaseStored');
    const asked = [
      [first!, 'timestamp', 'sm3'],
      [second!, 'hash-tree', 'sha512'],
    ] as const;
    const publisher = await openPublisher({ brokers: broker.brokers, clientId: 'e2e-national' });
    await publisher.publish(
      asked.map(([stored, kind, digest], n) => {
        const due: RenewalDue = {
          ...{ id: `national-${n}-renewal`, type: 'renewal.due', version: 1, case: stored.case },
          ...{ time: new Date().toISOString(), by: { account: 'archivist-01', role: 'archivist' } },
          data: {
            ...{ suite: 'national', record: stored.body.evidence.records[0]!.record, kind, digest },
            ...{ policy: 'a decision of the archive', due: null, reasons: [] },
          },
        };
        const partition = partitionOf(stored.case, 4);
        return {
          topic: CASE_DECISIONS,
          partition,
          key: stored.case,
          value: Buffer.from(JSON.stringify(due)),
          headers: {},
        };
      }),
    );
    await publisher.close();
    await expect.poll(async () => (await ofType<EvidenceRenewed>('EvidenceRenewed')).length, PATIENCE).toBe(2);
    for (const { body } of await ofType<EvidenceRenewed>('EvidenceRenewed'))
      expect(body.evidence).toMatchObject({ suite: 'national', by: { signature: 'sm2-sm3' } });
  });

  it('is found whole by an auditor who trusts the SM2 root, packages and all', async () => {
    const report = await audited(anchors);
    expect(report.faults).toEqual([]);
    expect(report.cases).toEqual({ stored: CASES });
    expect(report.looked.objects).toBeGreaterThanOrEqual(2 * CASES);
  });

  it('is not believed by one who trusts another root', async () => {
    const { tsa, signers } = furnishTrustFolder(join(folder, 'another'), new Date());
    const codes = (await audited(AnchorsFile.parse({ ...anchors, tsa, signers }))).faults.flatMap(
      ({ code, because }) => [code, ...because.map((one) => one.code)],
    );
    expect(new Set(codes)).toEqual(
      new Set(['TIMESTAMP_TOKEN', 'SEAL_SIGNATURE', 'EVIDENCE_RECORD', 'PACKAGE_INVALID']),
    );
  });
});
