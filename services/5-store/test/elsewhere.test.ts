import { tmpdir } from 'node:os';
import {
  CaseDecision,
  type HandedIn,
  type Inspection,
  LINKS,
  type PackageHandedIn,
  type PackageInspection,
  type RenewalDue,
} from '@guidang/contracts';
import {
  contentNameOf,
  DEFAULT_POLICY,
  type DigestName,
  fromBase64,
  objectOfBytes,
  sha256Hex,
  sm3Hex,
  verifyRecord,
} from '@guidang/evidence';
import type { FileFacts } from '@guidang/formats';
import type { LogEntry } from '@guidang/stream';
import { keyOf, MemoryStore, vaultOver } from '@guidang/vault';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { copyTo } from '../src/copies.ts';
import { storeRule, storeRules } from '../src/decide.ts';
import type { StorePorts } from '../src/gather.ts';
import { Ledger } from '../src/inspection/due.ts';
import { type LookPorts, look } from '../src/inspection/look.ts';
import { Round, type RoundPorts } from '../src/inspection/round.ts';
import { renewer } from '../src/renewal/renew.ts';
import { askingFirst } from '../src/renewal/watch/ask.ts';
import { DueRecords } from '../src/renewal/watch/due.ts';
import { contentsIn } from '../src/transfer/contents.ts';
import { handingIn } from '../src/transfer/hand-in.ts';
import { openBytes } from '../src/transfer/open-package.ts';
import { profileOf } from '../src/transfer/profile.ts';
import { receivePackage } from '../src/transfer/receive.ts';
import { foreignGatherer } from '../src/transfer/take-in.ts';
import { fuzhou, zip } from './foreign.ts';
import { WHO } from './packages.ts';
import { archive, day, decisionRecord, StoredCase, TRUST } from './renewals.ts';

const NONE = new AbortController().signal;
const HANDED = day('2026-11-25');
const NEXT_YEAR = day('2027-09-25');

/** Everything in one folder that bears a name, as some send it. */
const BYTES = zip(Object.fromEntries(Object.entries(fuzhou()).map(([name, one]) => [`王小明的办件/${name}`, one])));

/** Metadata that names the one file of the package more often than once. */
const twiceListed = (times = 2): string =>
  fuzhou()['基本信息元数据.xml']!.replace(/<file id.*<\/file>/s, (one) => one.repeat(times));

const inspector: LookPorts['inspector'] = {
  inspect: async ({ name = '' }) =>
    ({
      ...{ inspector: 'test', puid: 'fmt/276', family: 'pdf', mime: null, name },
      ...{ extensionAgrees: true, readable: 'yes', problems: [], encrypted: false },
    }) satisfies FileFacts,
};
const engine = (at: number) => ({ engine: 'ClamAV 1.4.3', signaturesAt: new Date(at).toISOString() });
const scannerAt = (at: number): LookPorts['scanner'] => ({
  scan: async () => ({ verdict: 'clean', ...engine(at) }),
  engine: async () => engine(at),
});

/** A package from Fuzhou that somebody handed in, settling what is left to people, and that lies in both places. */
async function received() {
  const now = { at: HANDED };
  const house = archive(now);
  const judging = { inspector, scanner: scanner(), now: () => now.at };
  function scanner() {
    return scannerAt(HANDED);
  }
  const of = await openBytes(BYTES);
  const stated = { items: 1, files: 1, bytes: of.bytes, digest: of.digest };
  const receipt = await receivePackage(of, profileOf('fuzhou-2019'), stated, null, judging);
  const settled = receipt.findings
    .filter(({ outcome }) => outcome === 'MANUAL_REVIEW')
    .map(({ item, object, code }) => ({ item, object, code, reason: '已向移交单位核实来源，交接文据在案。' }));
  const who = { account: 'archivist-a', sender: null, retention: 'D30', settled, at: HANDED } as const;
  const { record, objects } = handingIn(receipt, BYTES, who);
  const vault = vaultOver(new MemoryStore());
  for (const one of objects) await vault.put('prearchive', one);
  const store: StorePorts = {
    ...{ prearchive: { vault, bucket: 'prearchive' }, places: house.places, trust: WHO.trust, foreverYears: 100 },
    ...{ gate: pLimit(1), spoolFolder: tmpdir(), now: () => now.at },
  };
  const one = new StoredCase(record.case);
  const raw = decisionRecord(record as never, now.at);
  const facts = await foreignGatherer(store)({
    ...{ state: one.state, input: record as PackageHandedIn, scheme: undefined, case: one.name, record: raw },
    ...{ links: async () => [], signal: NONE },
  });
  expect(one.decide(raw, facts, now.at).type).toBe('PackageReceived');
  const ports: LookPorts = {
    ...{ places: house.places, spoolFolder: tmpdir(), copyFailed: house.ports.copyFailed },
    ...{ trust: { signers: WHO.trust.signers, tsa: TRUST }, timestamps: TRUST, inspector },
    ...{ scanner: scannerAt(NEXT_YEAR), now: () => now.at },
  };
  const rot = (place: 0 | 1, content: `sha256:${string}`, bytes: Buffer): void =>
    house.stores[place]!.rot('archive', keyOf(content), bytes);
  return { now, house, one, ports, receipt, report: objects[1]!, rot };
}
type World = Awaited<ReturnType<typeof received>>;

/** Has the first record made over it, as the sweep asks for it. */
async function proven({ house, one, now }: World, suite: 'international' | 'national' = 'international') {
  const due = askingFirst({ case: one.name, package: sha256Hex(BYTES) }, suite, DEFAULT_POLICY, now.at);
  return renewed(one, house, due, now.at);
}
async function renewed(one: StoredCase, house: World['house'], due: RenewalDue, at: number) {
  expect(CaseDecision.safeParse(due).error).toBeUndefined();
  const raw = decisionRecord(due, at);
  const { value: input } = storeRule.parse(raw);
  const considered = storeRule.consider({ state: one.state, input, scheme: undefined });
  if (considered.do !== 'gather') return { considered, link: undefined };
  const facts = await renewer(house.ports)({
    ...{ state: one.state, input: input as RenewalDue, scheme: undefined, case: one.name, record: raw },
    ...{ links: async () => [], signal: NONE },
  });
  return { considered, link: one.decide(raw, facts, at) };
}

/** A round over its links, in one partition. */
const roundOf = ({ one, now }: World, more: Partial<RoundPorts>): Round =>
  new Round({
    reader: {
      partitions: async () => [0],
      extent: async () => ({ start: 0, end: one.links.length }),
      scan: async function* (_topic, _partition, from, until) {
        for (let offset = from; offset < until; offset++)
          yield {
            ...{ kind: 'record', offset },
            record: { value: Buffer.from(JSON.stringify(one.links[offset])) },
          } as unknown as LogEntry;
      },
    },
    publisher: { partitionFor: async () => 0, publish: async () => {} },
    look: () => expect.fail('nobody was to look'),
    policy: { days: 300, mostDays: 365, anHour: 60, bytesASecond: 1e9 },
    failed: (_name, error) => expect.fail(String(error)),
    told: () => {},
    wait: async () => {},
    now: () => now.at,
    ...more,
  });

async function inspected({ one, ports, now }: World, more: Partial<LookPorts> = {}) {
  const found = await look({ holding: one.state.holding!, index: null }, { ...ports, ...more }, NONE);
  return { found, link: said(one, found, now.at) };
}
function said(one: StoredCase, data: Inspection, at: number) {
  const inspection: PackageInspection = {
    ...{ id: `inspection-${at}-${one.links.length}`, type: 'package.inspected', version: 1, case: one.name },
    ...{ time: new Date(at).toISOString(), by: { account: 'store', role: 'service' }, data },
  };
  const raw = decisionRecord(CaseDecision.parse(inspection) as never, at);
  const { value: input } = storeRule.parse(raw);
  expect(storeRule.consider({ state: one.state, input, scheme: undefined })).toEqual({ do: 'gather' });
  return LINKS.store.parse(one.decide(raw, {}, at));
}
const told = ({ findings }: Inspection) => findings.map(({ item, code }) => `${item} ${code}`);

describe('a package from elsewhere in the yearly rounds', () => {
  it('is due like any other, and sound where nothing is found that was not known when it was received', async () => {
    const world = await received();
    const ledger = new Ledger();
    for (const link of world.one.links) ledger.see(link, { partition: 0, offset: 0 });
    expect(ledger.before(HANDED).map((one) => one.case)).toEqual([world.one.name]);
    await proven(world);
    world.now.at = NEXT_YEAR;
    const { found, link } = await inspected(world);
    expect([found.copies, found.reports].map((all) => all!.map(({ state }) => state))).toEqual([
      ['intact', 'intact'],
      ['intact', 'intact'],
    ]);
    expect(found.counts.PASS).toBeGreaterThan(12);
    expect(told(found).filter((one) => one.includes('SEAL'))).toEqual([]);
    expect(link).toMatchObject({
      type: 'PackageInspected',
      body: { outcome: 'sound', damaged: [], referenceCode: world.one.name },
    });
    for (const one of world.one.links) ledger.see(one, { partition: 0, offset: 0 });
    expect(ledger.before(NEXT_YEAR - 1)).toEqual([]);
  });

  it.each([
    ['its report', (world: World) => world.one.state.holding!.elsewhere!.report.content, 1],
    ['nothing', () => undefined, 0],
  ])(
    'is counted by the round as damaged where a copy of %s has changed, and its report is read at the pace as well',
    async (_, which, damaged) => {
      const world = await received();
      const content = which(world);
      if (content) world.rot(1, content, Buffer.from('something else'));
      const { one, ports, now } = world;
      const waits: number[] = [];
      now.at = NEXT_YEAR + 90 * 86_400_000;
      const held = one.state.holding!;
      const round = roundOf(world, {
        look: (kept, signal) => look(kept, ports, signal),
        policy: { days: 300, mostDays: 365, anHour: 1e9, bytesASecond: 1 },
        wait: async (ms) => void waits.push(ms),
      });
      expect(await round.run(NONE)).toMatchObject({ done: 1, damaged });
      expect(waits).toEqual([(held.package.size + held.elsewhere!.report.size) * 1000]);
    },
  );

  it('is left where the round ends, between two of its files', async () => {
    const ended = new AbortController();
    const stopping: LookPorts['inspector'] = {
      inspect: async (file) => {
        ended.abort(new Error('ended'));
        return inspector.inspect(file);
      },
    };
    const twice = zip({ ...fuzhou(), '基本信息元数据.xml': twiceListed() });
    const of = await openBytes(twice);
    const ports = { inspector: stopping, scanner: null, now: () => HANDED, signal: ended.signal };
    await expect(receivePackage(of, profileOf('fuzhou-2019'), null, null, ports)).rejects.toThrow('ended');
  });

  it('that names one file more often than a report can list has it listed once', async () => {
    const of = await openBytes(zip({ ...fuzhou(), '基本信息元数据.xml': twiceListed(1_200) }));
    const ports = { inspector, scanner: null, now: () => HANDED };
    const receipt = await receivePackage(of, profileOf('fuzhou-2019'), null, null, ports);
    expect(receipt.contents.listed).toMatchObject([{ path: 'package/1', entry: '申报文件/申请表.pdf' }]);
    expect(contentsIn(Buffer.from(JSON.stringify(receipt)))).toEqual(receipt.contents);
  });

  it('is looked at by the round as its links say, at its pace and counted with the rest', async () => {
    const world = await received();
    const { one, ports, now } = world;
    const said: PackageInspection[] = [];
    const round = roundOf(world, {
      publisher: {
        partitionFor: async () => 0,
        publish: async (records) => void said.push(...records.map(({ value }) => JSON.parse(String(value)))),
      },
      look: (kept, signal) => look(kept, ports, signal),
    });
    expect(await round.run(NONE)).toMatchObject({ stored: 1, due: 0, done: 0 });
    now.at = NEXT_YEAR + 90 * 86_400_000;
    expect(await round.run(NONE)).toMatchObject({ stored: 1, done: 1, failed: 0, damaged: 0 });
    expect(said).toMatchObject([{ case: one.name, data: { reports: [{ state: 'intact' }, { state: 'intact' }] } }]);
    expect(CaseDecision.safeParse(said[0]).error).toBeUndefined();
    // Nobody answered yet: it is not said twice.
    expect(await round.run(NONE)).toMatchObject({ done: 0 });
  });

  it('calls for somebody where something is found that was not known', async () => {
    const world = await received();
    world.now.at = NEXT_YEAR;
    const { found, link } = await inspected(world, { scanner: scannerAt(HANDED) });
    expect(told(found)).toContain('CQ-LOCAL-SCANNER SIGNATURES_EXPIRED');
    expect(link.body).toMatchObject({ outcome: 'attention' });
  });

  it.each([
    ['the package', (world: World) => world.one.state.holding!.package.content],
    ['its report', (world: World) => world.one.state.holding!.elsewhere!.report.content],
  ])('is damaged where one copy of %s has changed, and the other is judged', async (_, which) => {
    const world = await received();
    world.rot(1, which(world), Buffer.from('something else'));
    const { found, link } = await inspected(world);
    expect(told(found).filter((one) => one.includes('CONSISTENCY'))).toEqual([]);
    expect(link.body).toMatchObject({ outcome: 'damaged', damaged: ['b'] });
  });

  it('whose report is gone is still read by a layout of ours, and no file is said to be what it was', async () => {
    const world = await received();
    for (const place of [0, 1] as const)
      world.rot(place, world.one.state.holding!.elsewhere!.report.content, Buffer.from('{}'));
    const { found } = await inspected(world);
    expect(found.counts.FAIL).toBe(0);
    expect(told(found)).toContain('CQ-LOCAL-FIXITY DIGEST_NOT_STATED');
  });

  it('calls for somebody where nobody can open it any more: its report says no layout, and it is none of ours', async () => {
    const world = await received();
    const { one, house } = world;
    const held = one.state.holding!;
    const old = Buffer.from('{}');
    const report = { content: contentNameOf(old), sm3: sm3Hex(old), size: old.length };
    const reports = await Promise.all(
      house.places.map((place) => copyTo(place, { stream: () => old }, report, new Date(held.lockUntil))),
    );
    const elsewhere = { ...held.elsewhere!, profile: 'somebody-2030', report, reports };
    const found = await look({ holding: { ...held, elsewhere }, index: null }, world.ports, NONE);
    expect(found.reports!.map(({ state }) => state)).toEqual(['intact', 'intact']);
    expect(told(found)).toContain('CQ-LOCAL-LAYOUT NOT_LOOKED_AT');
    expect(said(one, found, HANDED).body).toMatchObject({ outcome: 'attention' });
  });

  it('is not new where the same could not be looked at when it was received', async () => {
    const { one } = await received();
    const data = one.links[0]!.body as unknown as { handed: HandedIn };
    const unlooked = data.handed.findings.filter(({ outcome }) => outcome === 'NOT_RUN').map(({ item }) => item);
    expect(unlooked).toContain('YJ-LOCAL-SERIES');
    expect(data.handed.findings.at(-1)!.outcome).toBe('NOT_RUN');
    expect(one.state.holding!.elsewhere!.known).toContain('LOCAL-SERIES package NOT_LOOKED_AT');
  });

  it('names no file in what stands in a record for ever', async () => {
    const world = await received();
    const broken: LookPorts['inspector'] = {
      inspect: async (file) => ({ ...(await inspector.inspect(file)), readable: 'no' }),
    };
    const { found } = await inspected(world, { inspector: broken });
    expect(told(found)).toContain('CQ-LOCAL-READABLE UNREADABLE');
    expect(JSON.stringify(found)).not.toMatch(/王小明|申请表/);
    expect(contentsIn(world.report)).toMatchObject({
      listed: [{ path: 'package/1', entry: '王小明的办件/申报文件/申请表.pdf', puid: 'fmt/276' }],
    });
  });

  it('is not looked at by a record that leaves out its report', async () => {
    const { one, ports } = await received();
    const { reports: _, ...found } = await look({ holding: one.state.holding!, index: null }, ports, NONE);
    const { value: input } = storeRule.parse(
      decisionRecord(
        {
          ...{ id: 'inspection-1', type: 'package.inspected', version: 1, case: one.name, data: found },
          ...{ time: new Date(HANDED).toISOString(), by: { account: 'store', role: 'service' } },
        } as never,
        HANDED,
      ),
    );
    expect(storeRule.consider({ state: one.state, input, scheme: undefined })).toMatchObject({
      ...{ do: 'park', reason: 'OTHER_COPIES' },
    });
  });
});

describe('the evidence of a package from elsewhere', () => {
  it.each(['international', 'national'] as const)(
    'begins with a first record in the %s suite, asked for by the sweep until it is there',
    async (suite) => {
      const world = await received();
      const records = new DueRecords(DEFAULT_POLICY);
      for (const link of world.one.links) records.see(link, HANDED);
      expect(records.unproven(suite)).toMatchObject([{ case: world.one.name, package: sha256Hex(BYTES) }]);
      const { link } = await proven(world, suite);
      expect(link).toMatchObject({
        type: 'EvidenceRenewed',
        body: { kind: 'first', suite, renews: sha256Hex(BYTES), referenceCode: world.one.name },
      });
      records.see(link!, HANDED);
      expect(records.unproven(suite)).toEqual([]);
      expect((await proven(world, suite)).considered).toMatchObject({ do: 'skip', reason: 'RENEWAL_SUPERSEDED' });
    },
  );

  it('is renewed by timestamp and by hash tree, and holds over the package after both', async () => {
    const world = await received();
    await proven(world);
    const steps: [string, 'timestamp' | 'hash-tree', DigestName][] = [
      ['2028-01-01', 'timestamp', 'sha256'],
      ['2029-01-01', 'hash-tree', 'sha512'],
      ['2030-01-01', 'hash-tree', 'sm3'],
    ];
    for (const [when, kind, digest] of steps) {
      world.now.at = day(when);
      const link = await world.one.renew(world.house, { kind, digest: digest as 'sha256' });
      expect(link).toMatchObject({ type: 'EvidenceRenewed', body: { kind, evidence: { digest } } });
    }
    const last = world.one.links.at(-1)!;
    const record = fromBase64((last.facts as { record: string }).record)!;
    const trust = { timestamps: TRUST, exactly: true, at: day('2031-01-01') };
    expect(verifyRecord(record, [objectOfBytes('package', BYTES)], trust)).toMatchObject({ ok: true });
    expect(verifyRecord(record, [objectOfBytes('other', Buffer.from('other'))], trust)).toMatchObject({ ok: false });
  });

  it('is not made over a package of which no copy is what it was', async () => {
    const world = await received();
    for (const place of [0, 1] as const)
      world.rot(place, world.one.state.holding!.package.content, Buffer.from('something else'));
    await expect(proven(world)).rejects.toThrow('copy');
  });

  it('calls for somebody once it has run out', async () => {
    const world = await received();
    await proven(world);
    world.now.at = day('2040-01-01');
    const { found, link } = await inspected(world, { scanner: scannerAt(world.now.at) });
    expect(told(found)).toContain('CQ-LOCAL-SEAL SEAL_BROKEN');
    expect(link.body).toMatchObject({ outcome: 'damaged' });
  });

  it.each<[string, Partial<RenewalDue['data']>, string]>([
    ['of another package', { record: '0'.repeat(64) }, 'OTHER_PACKAGE'],
    ['to be renewed that is none', { kind: 'timestamp' }, 'SUITE_NOT_SEALED'],
  ])('%s is put aside', async (_, data, reason) => {
    const { one, house } = await received();
    const due = askingFirst({ case: one.name, package: sha256Hex(BYTES) }, 'international', DEFAULT_POLICY, HANDED);
    const { considered } = await renewed(one, house, { ...due, data: { ...due.data, ...data } }, HANDED);
    expect(considered).toMatchObject({ do: 'park', reason });
  });

  it('was not asked for by rules before it, under which nothing was stored under its number', async () => {
    const { one } = await received();
    const due = askingFirst({ case: one.name, package: sha256Hex(BYTES) }, 'international', DEFAULT_POLICY, HANDED);
    const { value: input } = storeRule.parse(decisionRecord(due, HANDED));
    const considered = storeRules.map((rule) => rule.consider({ state: one.state, input, scheme: undefined }));
    expect(considered).toMatchObject([
      { do: 'gather' },
      ...[1, 2].map(() => ({ do: 'park', reason: 'CASE_NOT_STORED' })),
    ]);
  });
});
