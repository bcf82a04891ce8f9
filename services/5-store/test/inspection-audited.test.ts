import {
  type Finding,
  type Inspection,
  linkBytes,
  linkHeaders,
  type PackageInspection,
  type StoreLink,
} from '@guidang/contracts';
import { contentNameOf, sm3Hex } from '@guidang/evidence';
import { INSPECTOR, openInspector } from '@guidang/formats';
import { checkPackage, SEAL_PLACES, sourceOver } from '@guidang/packaging';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contentAudit } from '../../../packages/auditor/src/content/audit-contents.ts';
import { LEFT } from '../../../packages/auditor/src/content/inspections.ts';
import { placeStore } from '../../../packages/auditor/src/content/places.ts';
import type { Raised } from '../../../packages/auditor/src/findings/finding.ts';
import { contentsOf } from '../../../packages/auditor/src/lane/contents.ts';
import { emptyRoom } from '../../../packages/auditor/src/lane/room.ts';
import type { ContentTask, InspectionTask, LaneSink } from '../../../packages/auditor/src/lane/sink.ts';
import { pdf } from '../../../packages/formats/test/pdfs.ts';
import { readZip } from '../../../packages/packaging/src/zip/read.ts';
import { LIMITS, zipOf } from '../../../packages/packaging/test/zips.ts';
import { type LookPorts, look } from '../src/inspection/look.ts';
import { type Packaged, packagedCase, WHO } from './packages.ts';
import { archive, day, decisionRecord, type StoredCase, shortLived, stored, TRUST } from './renewals.ts';

const NONE = new AbortController().signal;
const AT = day('2027-01-15');
const packaged = await shortLived('INSPECT-AUDIT-1');
const engine = { engine: 'ClamAV 1.4.3', signaturesAt: new Date(AT).toISOString() };

/** Readers to whom every file is what its name says, but for what is changed. */
const readers = (changes: Partial<Awaited<ReturnType<LookPorts['inspector']['inspect']>>> = {}) => ({
  inspect: async ({ name = '' }: { readonly name?: string | undefined }) => {
    const family = /\.jpe?g$/.test(name) ? 'jpeg' : name.endsWith('.ofd') ? 'ofd' : 'pdf';
    return {
      ...{ inspector: INSPECTOR, puid: null, family, mime: null, name: family },
      ...{ extensionAgrees: true, readable: 'yes' as const, problems: [], encrypted: false, ...changes },
    };
  },
});

interface World {
  readonly ports: Partial<LookPorts>;
  /** readers of whoever audits */
  readonly again: LookPorts['inspector'];
  /** what becomes of what the auditor is to look at */
  readonly tasks: (all: readonly InspectionTask[]) => InspectionTask[];
  readonly anchors: boolean;
  /** what lies in both places on the day of the look; the audit finds what was stored */
  readonly rotten: boolean;
  readonly at: number;
  readonly of: Packaged;
}

/** The same package with an evidence record of more bytes than any has, as if it had been stored so. */
async function swollen({ link: of, record, bytes: whole, ...rest }: Packaged): Promise<Packaged> {
  const { members } = await readZip(sourceOver(whole), LIMITS);
  const bytesOf = ({ path, from, size }: (typeof members)[number]): Buffer =>
    path.endsWith(`/${SEAL_PLACES.international.record}`) ? Buffer.alloc(4_000_001) : whole.subarray(from, from + size);
  const bytes = await zipOf(members.map((one) => ({ path: one.path, bytes: bytesOf(one) })));
  const built = { content: contentNameOf(bytes), sm3: sm3Hex(bytes), size: bytes.length };
  const facts = { ...of.facts, package: built };
  const link = { ...of, facts, body: { ...of.body, package: built } };
  return { ...rest, link, bytes, record: { ...record, value: linkBytes(link), headers: linkHeaders(link) } };
}

/** A round over one stored package, as store goes it, with what it says changed; and what an auditor finds of it later, who has nothing but links and stores. */
async function audited(forge: (found: Inspection) => Inspection = (found) => found, world: Partial<World> = {}) {
  const {
    ports = {},
    again = readers(),
    anchors = true,
    tasks: changed = (all) => [...all],
    rotten = false,
    at = AT,
    of = packaged,
  } = world;
  const house = archive({ at });
  const one: StoredCase = await stored(house, of);
  const [first] = one.links as [Extract<StoreLink, { type: 'CaseStored' }>];
  const trust = { signers: WHO.trust.signers, tsa: TRUST };
  const kept = { holding: one.state.holding!, index: first.body.index };
  const rot = rotten ? ['a', 'b'].map((_, i) => house.stores[i]!) : [];
  const key = kept.holding.copies[0]!.key;
  for (const store of rot) store.rot('archive', key, Buffer.from('no package any more'));
  const found = await look(
    kept,
    {
      ...{ places: house.places, spoolFolder: house.ports.spoolFolder, copyFailed: house.ports.copyFailed },
      ...{ trust, timestamps: TRUST, inspector: readers(), now: () => at },
      scanner: { scan: async () => ({ verdict: 'clean', ...engine }), engine: async () => engine },
      ...ports,
    },
    NONE,
  );
  for (const store of rot) store.rot('archive', key, of.bytes);
  const said: PackageInspection = {
    ...{ id: 'inspection-1', type: 'package.inspected', version: 1, case: one.name, time: new Date(at).toISOString() },
    by: { account: 'store', role: 'service' },
    data: forge(found),
  };
  one.decide(decisionRecord(said, at), {} as never, at + 1000);

  const tasks: ContentTask[] = [];
  const sink = { content: (task: ContentTask) => tasks.push(task) } as Partial<LaneSink> as LaneSink;
  const room = emptyRoom(one.name);
  room.steps.store.memory = one.memory;
  for (const [offset, link] of one.links.entries()) {
    const record = { topic: 'archive.store', partition: 3, offset, timestamp: 0 };
    contentsOf(room, { link, record } as never, sink);
  }
  const faults: Raised[] = [];
  const places = house.places.map(({ name, vault, bucket }) => ({ name, vault, buckets: { archive: bucket } }));
  const check = (file: string) => checkPackage(file, trust);
  const audit = contentAudit(
    places.map(placeStore),
    undefined,
    anchors ? { check, timestamps: TRUST, readers: again } : undefined,
  );
  const looks = tasks.filter((task) => task.kind === 'inspection');
  const count = await audit(
    [...tasks.filter((task) => task.kind !== 'inspection'), ...changed(looks)],
    (fault) => faults.push(fault),
    () => {},
  );
  return { found, faults, count };
}

const NONE_LEFT = Object.fromEntries(Object.keys(LEFT).map((one) => [one, 0]));
const told = ({ findings }: Inspection) => findings.map(({ item, code }) => `${item} ${code}`);
const stopped = (code: string) => ({ readable: 'not-looked' as const, problems: [{ code, detail: '' }] });
const made = (changes: Partial<Finding>): Finding => ({
  ...{ item: 'CQ-LOCAL-SEAL', outcome: 'FAIL', level: 'BLOCK', object: 'package', code: 'SEAL_BROKEN' },
  evidence: { seal: 'broken' },
  ...changes,
});
const counted = (found: Inspection, outcome: Finding['outcome'], by: number): Inspection['counts'] => ({
  ...found.counts,
  [outcome]: found.counts[outcome]! + by,
});

describe('a look at a stored package, judged again by an auditor', () => {
  it('follows from the bytes where all was in order, and what nobody can find out again is said', async () => {
    const { found, faults, count } = await audited();
    expect(told(found)).toEqual([]);
    expect(faults).toEqual([]);
    expect(count.inspections).toEqual({
      judged: 1,
      left: { ...NONE_LEFT, COPIES: 1, SCANNER: 1 },
    });
  });

  it.each<[string, Partial<World>, string]>([
    [
      'a file that no reader opens any more',
      { ports: { inspector: readers({ readable: 'no' }) }, again: readers({ readable: 'no' }) },
      'CQ-LOCAL-READABLE UNREADABLE',
    ],
    ['evidence that had run out', { at: day('2027-08-01') }, 'CQ-LOCAL-SEAL SEAL_BROKEN'],
    ['no copy that is what was stored', { rotten: true }, 'CQ-LOCAL-CONSISTENCY PACKAGE_CHANGED'],
    [
      'a virus that was known on that day',
      {
        ports: {
          scanner: {
            scan: async () => ({ verdict: 'infected', signature: 'Eicar-Test-Signature', ...engine }),
            engine: async () => engine,
          },
        },
      },
      'CQ-LOCAL-VIRUS INFECTED',
    ],
  ])('follows where it found %s', async (_, world, finding) => {
    const { found, faults } = await audited(undefined, world);
    expect(told(found)).toContain(finding);
    expect(faults).toEqual([]);
  });

  it.each<[string, (found: Inspection) => Inspection, Partial<World>, Partial<Raised>]>([
    [
      'made up',
      (found) => ({ ...found, findings: [made({})], counts: counted(found, 'FAIL', 1) }),
      {},
      {
        field: 'body.inspection.findings[0]',
        expected: 'nothing',
        found: 'CQ-LOCAL-SEAL package FAIL SEAL_BROKEN',
      },
    ],
    [
      'hidden',
      (found) => ({ ...found, findings: found.findings.slice(1), counts: counted(found, 'FAIL', -1) }),
      { ports: { inspector: readers({ readable: 'no' }) }, again: readers({ readable: 'no' }) },
      { field: 'body.inspection.findings[0]', expected: expect.stringContaining('CQ-LOCAL-READABLE') },
    ],
    [
      'changed in its evidence',
      (found) => ({
        ...found,
        findings: found.findings.map((one, i) => (i === 0 ? { ...one, evidence: { inspector: 'another' } } : one)),
      }),
      { ports: { inspector: readers({ readable: 'no' }) }, again: readers({ readable: 'no' }) },
      { field: 'body.inspection.findings[0]', found: expect.stringContaining('{"inspector":"another"}') },
    ],
    [
      'of no item there is',
      (found) => ({ ...found, findings: [made({ item: 'CQ-LOCAL-DANCE' })], counts: counted(found, 'FAIL', 1) }),
      {},
      { field: 'body.inspection.findings[0]', expected: 'nothing' },
    ],
    [
      'counted and not listed',
      (found) => ({ ...found, counts: counted(found, 'WARN', 1) }),
      {},
      { field: 'body.inspection.counts.WARN', expected: '0', found: '1' },
    ],
    [
      'left out of what passed',
      (found) => ({ ...found, counts: { ...found.counts, PASS: 1 } }),
      {},
      { field: 'body.inspection.counts.PASS', found: '1' },
    ],
    [
      'added to what passed',
      (found) => ({ ...found, counts: { ...found.counts, PASS: 9999 } }),
      {},
      { field: 'body.inspection.counts.PASS', found: expect.stringContaining('9999 of') },
    ],
    [
      'one more than can have passed, the scanner and all',
      (found) => ({ ...found, counts: counted(found, 'PASS', 1) }),
      {},
      { field: 'body.inspection.counts.PASS' },
    ],
    [
      'of what nobody looked at and is not told',
      (found) => ({ ...found, findings: found.findings.filter(({ outcome }) => outcome !== 'NOT_RUN') }),
      { rotten: true },
      { field: expect.stringContaining('body.inspection.findings'), expected: expect.stringContaining('NOT_RUN') },
    ],
    [
      'judged by rules that nobody knows',
      (found) => ({ ...found, rules: `sha256:${'0'.repeat(64)}` }),
      {},
      { code: 'RULES_UNKNOWN', field: 'body.inspection.rules' },
    ],
  ])('does not follow where a finding was %s, and the link is named', async (_, forge, world, fault) => {
    const { faults } = await audited(forge, world);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      ...{ code: 'INSPECTION_DIFFERS', topic: 'archive.store', partition: 3, offset: 1, case: 'INSPECT-AUDIT-1' },
      ...fault,
    });
  });

  it('does not follow where what was lost is said to have been found', async () => {
    const { faults } = await audited(
      (found) => ({ ...found, findings: [], counts: { ...found.counts, FAIL: 0, MANUAL_REVIEW: 0, WARN: 0 } }),
      { rotten: true },
    );
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code: 'INSPECTION_DIFFERS', field: 'body.inspection.findings[0]' });
  });

  it('follows under the real readers, to which store gives bytes and the auditor a stream', {
    timeout: 90_000,
  }, async () => {
    const inspector = openInspector({ workers: 1, limits: { timeMs: 60_000 } });
    onTestFinished(() => inspector.close());
    const script = pdf({ pages: 2, catalog: '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>' });
    const of = await packagedCase({
      case: 'INSPECT-AUDIT-1',
      files: [
        { name: '申请表.pdf', bytes: script },
        { name: '照片.jpg', bytes: Buffer.from('no picture') },
      ],
    });
    const { found, faults, count } = await audited(undefined, { of, ports: { inspector }, again: inspector });
    expect(told(found)).toEqual(expect.arrayContaining(['CQ-LOCAL-CONTENT ACTIVE_CONTENT']));
    expect(found.inspector).toBe(INSPECTOR);
    expect(faults).toEqual([]);
    expect(count.inspections.left.READERS).toBe(0);
  });

  it('follows where the record in the package is larger than any is: a broken seal, which ends neither look nor audit', async () => {
    const { found, faults, count } = await audited(undefined, { of: await swollen(packaged) });
    expect(told(found)).toContain('CQ-LOCAL-SEAL SEAL_BROKEN');
    expect(faults).toEqual([]);
    expect(count.inspections.judged).toBe(1);
  });

  it('follows by a version that did not list what nobody looked at', async () => {
    const { faults } = await audited(
      (found) => ({ ...found, findings: found.findings.filter(({ outcome }) => outcome !== 'NOT_RUN') }),
      { rotten: true, tasks: (all) => all.map((task) => ({ ...task, rules: 'store@2' })) },
    );
    expect(faults).toEqual([]);
  });

  it.each<[string, Partial<World>]>([
    ['on that day', { ports: { inspector: readers(stopped('TIME')) } }],
    ['here', { again: readers(stopped('READER_CRASHED')) }],
  ])('accuses nobody where a reader met its limit %s, and says so', async (_, world) => {
    const { faults, count } = await audited(undefined, world);
    expect(faults).toEqual([]);
    expect(count.inspections).toMatchObject({ judged: 1, left: { LIMIT: 1, READERS: 0 } });
  });

  it('accuses where a reader says of a file what hangs on the file', async () => {
    const { faults } = await audited(undefined, { again: readers({ ...stopped('PDF_TOO_LARGE') }) });
    expect(faults).toMatchObject([{ code: 'INSPECTION_DIFFERS' }]);
  });

  it('of one package that two cases name is judged by what each was announced with', async () => {
    const { faults, count } = await audited(undefined, {
      tasks: ([task]) => [{ ...task!, case: 'ANOTHER-1', announced: { items: 9, files: [] } }, task!],
    });
    expect(faults).toMatchObject([{ code: 'INSPECTION_DIFFERS', case: 'ANOTHER-1' }]);
    expect(count.inspections.judged).toBe(2);
  });

  it.each<[string, Partial<World>, keyof typeof LEFT]>([
    ['its storing could not be read', { tasks: (all) => all.map((one) => ({ ...one, announced: null })) }, 'STORING'],
    ['there are no anchors to open it by', { anchors: false }, 'ANCHORS'],
  ])('is counted as not judged where %s', async (_, world, left) => {
    const { faults, count } = await audited(undefined, world);
    expect(faults).toEqual([]);
    expect(count.inspections).toEqual({ judged: 0, left: { ...NONE_LEFT, COPIES: 1, [left]: 1 } });
  });

  it('takes what readers of another version found as it stands, and says so', async () => {
    const { faults, count } = await audited(undefined, {
      ports: { inspector: readers({ inspector: 'formats/0', readable: 'no' }) },
    });
    expect(faults).toEqual([]);
    expect(count.inspections.left.READERS).toBe(1);
  });
});
