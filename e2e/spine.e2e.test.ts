import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { RULES } from '@guidang/auditor';
import {
  CASE_DECISIONS,
  CASE_EVENTS,
  CASE_KEYED_TOPICS,
  type CaseDecision,
  type CasePackaged,
  type CaseStored,
  type CopyMade,
  type Finding,
  findPersonal,
  type MaterialChecked,
  partitionOf,
} from '@guidang/contracts';
import {
  killService,
  repairServices,
  type ServiceName,
  s3,
  serviceLog,
  serviceStatus,
  startService,
  startServices,
  stopService,
} from '@guidang/infra-local';
import { CASE_KINDS, type CasePlan, hostileRecords, labCase, labSubmission } from '@guidang/lab/cases';
import { openPublisher, replay } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, openCollector } from './src/collector.ts';
import { ROOT } from './src/demo/audit.ts';
import { kafkaOf, openSystem, type System } from './src/open.ts';
import { publishCases } from './src/publish.ts';
import { everyRecord } from './src/raw.ts';
import { unusedSeed } from './src/seed.ts';
import { allSettled, standingOf, unlogged } from './src/settled.ts';

/**
 * The whole of it, on the real parts: cases of every kind through both doors, hostile records between them, services killed while they work. What is
 * asserted is what outsiders see: topics, stores, feedback, HTTP.
 */
let seed: string;
/** A trace as a publishing system would begin it. */
const TRACE = '0af7651916cd43dd8448eb211c80319c';

let system: System;
let collector: Collector;
const plans: CasePlan[] = [];

beforeAll(async () => {
  await startServices();
  system = await openSystem('e2e');
  collector = await openCollector();
  seed = await unusedSeed(system.reader, 'e2e');
  for (const [i, kind] of CASE_KINDS.filter((one) => one !== 'submission').entries())
    plans.push(await labCase(seed, i, { kind, files: 10 }));
  plans.push(...(await labSubmission(seed, 50, { files: 10 })));
  for (let i = 0; i < 14; i++) plans.push(await labCase(seed, 200 + i, { files: 12 }));
});
afterAll(async () => {
  await system?.close();
  collector?.close();
});

const linkOf = <T>(plan: CasePlan, type: string): T =>
  system.watch.of(plan.case).links.findLast(({ link }) => link.type === type)!.link as T;
const ofKind = (kind: CasePlan['kind']): CasePlan => plans.find((plan) => plan.kind === kind)!;

describe('cases from Kafka and over HTTP to a write-once archive', () => {
  it('come to rest where they should, whatever happens to the services meanwhile', { timeout: 420_000 }, async () => {
    const hostile = hostileRecords(seed);
    const bus = await openPublisher(kafkaOf(system.parts, 'e2e-hostile'));
    const publishing = publishCases(plans, (plan, at) =>
      at % 2 === 0 ? system.kafka : system.http(plan.events[0]!.source),
    );
    await bus.publish(
      hostile.map(({ key, value, headers, astray }) => ({
        topic: CASE_EVENTS,
        partition: (partitionOf(key ?? '', 4) + astray) % 4,
        key: key ?? '',
        value: value ?? Buffer.alloc(0),
        headers,
      })),
    );
    // Each service once, while there is work: kill -9, and up again.
    for (const name of ['capture', 'check', 'seal', 'package', 'store', 'use', 'notary'] as const) {
      await system.watch.look();
      await new Promise((resolve) => setTimeout(resolve, 700));
      await killService(name);
      // One of them tells of its work in traces, from here on.
      await startService(name, name === 'capture' ? { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint } : {});
    }
    await publishing;
    await bus.close();
    await system.watch.until(() => allSettled(system.watch, plans), 300_000);
    for (const plan of plans)
      expect(`${plan.kind} ${standingOf(system.watch, plan)}`).toBe(`${plan.kind} ${plan.expect.ends}`);
  });

  it('were found wanting for the reasons they should be, and for no others', () => {
    for (const plan of plans) {
      const refusing: Finding[] = [];
      for (const { link } of system.watch.of(plan.case).links) {
        if (link.type === 'CaseRefused') refusing.push(...link.body.findings);
      }
      for (const { item, outcome, code, object } of plan.expect.findings.filter((one) => one.outcome === 'FAIL'))
        expect(refusing, `${plan.kind} ${plan.case}`).toContainEqual(
          expect.objectContaining({ item, outcome, code, object }),
        );
      const expected = plan.expect.findings.map(({ item }) => item);
      const fails = refusing
        .filter(({ outcome, level }) => outcome === 'FAIL' && level === 'BLOCK')
        .map(({ item }) => item);
      expect(
        fails.filter((item) => !expected.includes(item)),
        `${plan.kind} ${plan.case}`,
      ).toEqual([]);
    }
  });

  it('told their publishers what is missing while the case was open, and why it was refused', () => {
    const incomplete = system.watch.of(ofKind('incomplete').case).feedback;
    expect(incomplete.some(({ type, missing }) => type === 'dossier.missing' && missing!.length > 0)).toBe(true);
    const refused = incomplete.find(({ type }) => type === 'case.refused');
    expect(refused?.findings?.map(({ code }) => code)).toContain('REQUIRED_MISSING');
    const amended = system.watch.of(ofKind('amended').case).feedback.map(({ type }) => type);
    expect(amended.indexOf('case.archived')).toBeGreaterThan(amended.indexOf('case.refused'));
    const archived = system.watch.of(ofKind('granted').case).feedback.find(({ type }) => type === 'case.archived');
    expect(archived?.referenceCode).toMatch(/^[A-Z]\d{3}-ZY·/);
  });

  it('parked hostile records with their bytes, and answered with field and rule', async () => {
    for (const { name, key, value, field, rule } of hostileRecords(seed)) {
      const view = system.watch.of(Buffer.from(key ?? '').toString());
      const parked = view.parked.find(({ step }) => step === 'capture');
      expect(parked, name).toBeDefined();
      expect(parked!.faults, name).toContainEqual(expect.objectContaining({ field, rule }));
      if (value !== null && value.length <= 512 * 1024)
        expect(Buffer.from(parked!.value!, 'base64').equals(value), name).toBe(true);
      expect(
        view.feedback.some(
          ({ type, faults }) => type === 'record.parked' && faults!.some((fault) => fault.rule === rule),
        ),
        name,
      ).toBe(true);
    }
  });

  it('gave every stored case one reference code, without gap or duplicate in its series', async () => {
    const stored = plans.filter((plan) => system.watch.has(plan.case, 'CaseStored'));
    const codes = stored.map((plan) => linkOf<CaseStored>(plan, 'CaseStored').body.referenceCode);
    expect(new Set(codes).size).toBe(stored.length);
    // Series are older than this run: whoever was given a number in one of them, ever.
    const series = new Map<string, number[]>();
    for await (const { value } of everyRecord(system.reader, ['archive.package'])) {
      const { facts } = JSON.parse(Buffer.from(value!).toString()) as CasePackaged;
      series.set(facts.series, [...(series.get(facts.series) ?? []), facts.number]);
    }
    expect(series.size).toBeGreaterThan(0);
    for (const [name, numbers] of series)
      expect(
        numbers.sort((a, b) => a - b),
        name,
      ).toEqual(numbers.map((_, i) => i + 1));
  });

  it('handed the trace of the publisher on to the end', async () => {
    const plan = await labCase(seed, 300, { kind: 'granted', files: 8 });
    plans.push(plan);
    for (const file of plan.files) await system.kafka.upload(await file.bytes());
    await system.kafka.publish(plan.events, { traceparent: `00-${TRACE}-b7ad6b7169203331-01` });
    await system.watch.until(() => allSettled(system.watch, [plan]), 60_000);
    const stored = system.watch.of(plan.case).links.find(({ link }) => link.type === 'CaseStored')!;
    expect(stored.record.headers.traceparent).toContain(TRACE);
  });
});

describe('what is stored', () => {
  it('lies in two places under a lock as long as its retention, and no credential of a service can delete it', async () => {
    const { body } = linkOf<CaseStored>(ofKind('granted'), 'CaseStored');
    expect(new Set(body.copies.map(({ place }) => place)).size).toBe(2);
    for (const copy of body.copies) {
      const vault = system.vaults.get(copy.place)!;
      const at = { key: copy.key, versionId: copy.versionId };
      const retention = await vault.retention(copy.bucket, at);
      expect(retention?.mode).toBe('COMPLIANCE');
      if (body.retainUntil !== null)
        expect(retention!.until.getTime()).toBeGreaterThanOrEqual(Date.parse(body.retainUntil));
      const place = system.parts.places.find(({ name }) => name === copy.place)!;
      for (const query of [{}, { versionId: copy.versionId }]) {
        const request = {
          method: 'DELETE',
          endpoint: place.endpoint,
          region: place.region,
          path: `/${copy.bucket}/${copy.key}`,
          query,
        } as const;
        for (const [account, pair] of Object.entries(place.accounts))
          expect((await s3(request, pair)).status, `${account} ${JSON.stringify(query)}`).toBe(403);
      }
      expect((await vault.read(copy.bucket, at, 100_000_000)).length).toBe(copy.size);
    }
  });

  it('can be asked for: a watermarked copy is made, and whoever has it can have it verified', async () => {
    const plan = ofKind('granted');
    const { index } = linkOf<CaseStored>(plan, 'CaseStored').body;
    const file = index.files.find(({ group, puid }) => group === 'application' && puid?.startsWith('fmt/'))!;
    const request: CaseDecision = {
      id: `e2e-${seed}-${Date.now()}`,
      type: 'use.requested',
      version: 1,
      case: plan.case,
      time: new Date().toISOString(),
      by: { account: 'archivist-01', role: 'archivist' },
      data: { path: file.path, purpose: '端到端测试 / end-to-end test' },
    };
    const bus = await openPublisher(kafkaOf(system.parts, 'e2e-request'));
    await bus.publish([
      {
        topic: CASE_DECISIONS,
        partition: partitionOf(plan.case, 4),
        key: plan.case,
        value: Buffer.from(JSON.stringify(request)),
        headers: {},
      },
    ]);
    await bus.close();
    await system.watch.until(() => (system.watch.has(plan.case, 'CopyMade') ? undefined : 'no copy yet'), 60_000);
    const { body } = linkOf<CopyMade>(plan, 'CopyMade');
    const url = `${system.parts.use!.url}/verify/${body.copyId}`;
    // The door says what the chain says, and follows the chain with a little delay.
    const genuine = async () => ((await (await fetch(url)).json()) as { genuine: boolean }).genuine;
    await expect.poll(genuine, { timeout: 20_000 }).toBe(true);
    const copy = await system.vaults.get('a')!.read('use', body.copy.content, 50_000_000);
    const post = (bytes: Buffer) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/pdf' }, body: new Uint8Array(bytes) }).then(
        (r) => r.json(),
      );
    expect(await post(copy)).toMatchObject({ genuine: true });
    const changed = Buffer.from(copy);
    changed[changed.length - 20]! ^= 1;
    expect(await post(changed)).toMatchObject({ genuine: false });
    expect((await fetch(`${system.parts.use!.url}/verify/${'0'.repeat(32)}`)).status).toBe(404);
  });

  it('is in the log, which a witness cosigned', async () => {
    await system.watch.until(() => {
      const last = system.watch.checkpoints.at(-1);
      return last?.type === 'cosigned' ? undefined : 'the last head is not cosigned';
    }, 30_000);
    const served = await fetch(`http://127.0.0.1:${system.parts.http.notary}/checkpoint`);
    expect(await served.text()).toContain('witness.guidang.example/w1');
  });
});

describe('people', () => {
  it('are in no record of any topic, by name, number, phone or address', { timeout: 120_000 }, async () => {
    const personal = plans.flatMap(({ personal }) => personal);
    const ours = new Set(plans.map((plan) => plan.case));
    let records = 0;
    for await (const record of everyRecord(system.reader)) {
      // What a hostile publisher sent in the open lies in case.events and, put aside, in the parked topic: that cannot be unsent.
      const byCase = CASE_KEYED_TOPICS.includes(record.topic);
      if (byCase && !ours.has(Buffer.from(record.key ?? '').toString())) continue;
      const text = Buffer.from(record.value ?? '').toString('utf8');
      for (const name of personal) expect(text.includes(name), `${record.topic}@${record.offset}`).toBe(false);
      expect(findPersonal(JSON.parse(text)), `${record.topic}@${record.offset}`).toEqual([]);
      records += 1;
    }
    expect(records).toBeGreaterThan(500);
  });

  it('are in no log, metric or span of a service', async () => {
    const personal = plans.flatMap(({ personal }) => personal);
    const services: ServiceName[] = [
      'registry',
      'intake',
      'capture',
      'check',
      'seal',
      'package',
      'store',
      'use',
      'notary',
    ];
    for (const name of services) {
      const log = readFileSync(serviceLog(name), 'utf8');
      const metrics = await (await fetch(`http://127.0.0.1:${system.parts.http[`health.${name}`]}/metrics`)).text();
      expect(metrics).toContain('process_cpu_user_seconds_total');
      for (const text of personal) {
        expect(log.includes(text), `log of ${name}`).toBe(false);
        expect(metrics.includes(text), `metrics of ${name}`).toBe(false);
      }
    }
    // What it has not sent yet it sends when it stops; the runtime that makes the spans is the same in every step.
    await stopService('capture');
    await startService('capture');
    const spans = collector.received.join('\n');
    expect(spans).toContain('guidang-capture');
    expect(spans).toContain(TRACE);
    for (const text of personal) expect(spans.includes(text), 'spans of capture').toBe(false);
  });
});

describe('every decision', () => {
  it('can be taken again by the step that took it', { timeout: 120_000 }, async () => {
    for (const versions of Object.values(RULES)) {
      const report = await replay(versions, system.reader);
      expect(report.findings, versions[0].step).toEqual([]);
      expect(report.links, versions[0].step).toBeGreaterThan(0);
    }
  });

  it('names item, object and outcome, file by file, and keeps what it rests on', () => {
    const { body, facts } = linkOf<MaterialChecked>(ofKind('granted'), 'MaterialChecked');
    for (const [i] of facts.files.entries()) {
      const items = body.findings
        .filter(({ object }) => object === `file:${body.material}/${i + 1}`)
        .map(({ item }) => item);
      expect(items).toEqual(expect.arrayContaining(['GD-1-1', 'GD-1-10', 'GD-3-3', 'GD-3-4', 'GD-4-2']));
    }
    expect(facts.files[0]).toMatchObject({
      bytes: { sha256: expect.any(String) },
      inspection: { puid: expect.any(String) },
      scan: { verdict: 'clean' },
    });
  });
});

describe('a service that was killed', () => {
  it('is brought back with the parts, and one that was stopped is left as it is', { timeout: 120_000 }, async () => {
    await killService('use');
    await stopService('console');
    await repairServices();
    expect(await serviceStatus('use')).toMatchObject({ state: 'running' });
    expect(await serviceStatus('console')).toMatchObject({ state: 'stopped' });
    await startService('console');
  });
});

describe('a service that is asked to stop', () => {
  it('leaves in order and goes on where it was', { timeout: 120_000 }, async () => {
    for (const name of ['check', 'store'] as const) {
      expect(await stopService(name)).toBe(true);
      await startService(name);
    }
    const plan = await labCase(seed, 400, { kind: 'granted', files: 8 });
    plans.push(plan);
    for (const file of plan.files) await system.kafka.upload(await file.bytes());
    await system.kafka.publish(plan.events);
    await system.watch.until(() => allSettled(system.watch, [plan]), 60_000);
  });
});

/** Last: everything that was written meanwhile, and before, by whomever. */
describe('an auditor who trusts the anchors alone', () => {
  it('finds everything whole, the objects in both places with it', { timeout: 300_000 }, async () => {
    await system.watch.until(() => unlogged(system.watch, plans), 60_000);
    const room = mkdtempSync(`${tmpdir()}/guidang-e2e-`);
    const [anchors, places] = [`${room}/anchors.json`, `${room}/places.json`];
    writeFileSync(anchors, readFileSync(system.parts.trust.anchorsFile));
    writeFileSync(places, JSON.stringify({ places: system.parts.places }));
    const guidang = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [`${ROOT}/packages/auditor/src/main.ts`, ...args],
        { cwd: ROOT, encoding: 'utf8' },
      );
      expect(status, `${args[0]}: ${stdout.slice(-4000)}\n${stderr.slice(-4000)}`).toBe(0);
    };
    try {
      guidang('dump', '--out', `${room}/dump`, '--brokers', system.parts.kafka.brokers.join(), '--log', places);
      guidang('audit', `${room}/dump`, '--anchors', anchors, '--content', places, '--json', `${room}/report.json`);
      const report = JSON.parse(readFileSync(`${room}/report.json`, 'utf8'));
      expect(report).toMatchObject({ verdict: 'whole', faults: [], log: { unlogged: 0 } });
      expect(Object.values(report.layers)).toEqual(Array(6).fill('whole'));
      expect(report.looked.objects).toBeGreaterThan(2 * plans.length);
    } finally {
      rmSync(room, { recursive: true });
    }
  });
});
