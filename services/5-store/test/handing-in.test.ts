import { tmpdir } from 'node:os';
import {
  CaseDecision,
  type Finding,
  LINKS,
  type PackageHandedIn,
  receivedNumber,
  type SettledFinding,
  type StoreLink,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { countOutcomes, stageRules } from '@guidang/properties';
import { keyOf, MemoryStore, vaultOver } from '@guidang/vault';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { storeRule } from '../src/decide.ts';
import type { StorePorts } from '../src/gather.ts';
import type { ReceivingFacts } from '../src/rule/receiving.ts';
import { type HandingIn, handingIn } from '../src/transfer/hand-in.ts';
import type { Receipt } from '../src/transfer/receive.ts';
import { foreignGatherer } from '../src/transfer/take-in.ts';
import { WHO } from './packages.ts';
import { day, decisionRecord, StoredCase } from './renewals.ts';

const AT = day('2026-11-25');
const BYTES = Buffer.from('a package from elsewhere');
const finding = (changes: Partial<Finding> = {}): Finding => ({
  ...{ item: 'YJ-LOCAL-SEAL', outcome: 'MANUAL_REVIEW', level: 'BLOCK', object: 'package', code: 'SEAL_NONE' },
  evidence: { seal: 'none' },
  ...changes,
});
const PASSED = finding({
  item: 'YJ-LOCAL-ITEMS',
  outcome: 'PASS',
  code: 'ITEMS_AGREE',
  evidence: { stated: 1, found: 1 },
});
const FAILED = finding({
  ...{ item: 'YJ-LOCAL-LINK', outcome: 'FAIL', code: 'CONTENT_MISSING' },
  evidence: { count: 2, places: ['申报文件/王小明身份证.jpg', 'b'] },
});
const WARNED = finding({ item: 'YJ-LOCAL-LONG-TERM', outcome: 'WARN', level: 'WARN', code: 'FORMAT_AT_RISK' });

const receipt = (...findings: Finding[]): Receipt => ({
  ...{ profile: 'fuzhou-2019', rules: stageRules('transfer').digest, at: new Date(AT).toISOString() },
  package: { sha256: sha256Hex(BYTES), bytes: BYTES.length, files: 2 },
  ...{ referenceCodes: ['350100-0059-0100190012-2018-D30-000021'], verdict: 'PENDING_REVIEW' },
  ...{ counts: countOutcomes(findings), findings },
  contents: { layout: { id: 'fuzhou-2019' }, items: 1, files: 1, described: [], listed: [] },
});
const settles = ({ item, object, code }: Finding): SettledFinding => ({
  ...{ item, object, code, reason: '已向移交单位核实来源，交接文据在案。' },
});
const by = (changes: Partial<HandingIn> = {}): HandingIn => ({
  ...{ account: 'archivist-a', sender: '12441500196720244T', retention: 'D30', settled: [], at: AT },
  ...changes,
});

function world() {
  const stores = [new MemoryStore(), new MemoryStore()];
  const prearchive = new MemoryStore();
  const vault = vaultOver(prearchive);
  const ports: StorePorts = {
    ...{ prearchive: { vault, bucket: 'prearchive' }, trust: WHO.trust, foreverYears: 100, gate: pLimit(1) },
    places: stores.map((store, i) => ({ name: 'ab'[i]!, vault: vaultOver(store), bucket: 'archive' })),
    ...{ spoolFolder: tmpdir(), now: () => AT },
  };
  return { vault, ports, prearchive };
}

/** Handed in, considered, gathered for, decided, and decided again from the bytes. */
async function handed(from: Receipt, how: HandingIn = by(), put: (object: Buffer) => Buffer = (one) => one) {
  const { vault, ports } = world();
  const { record, objects } = handingIn(from, BYTES, how);
  for (const one of objects) await vault.put('prearchive', put(one));
  expect(CaseDecision.safeParse(record).error).toBeUndefined();
  const store = new StoredCase(record.case);
  return { store, record, ports, ...(await again(store, record, ports)) };
}
async function again(store: StoredCase, record: PackageHandedIn, ports: StorePorts) {
  const raw = decisionRecord(record as never, AT);
  const { value: input } = storeRule.parse(raw);
  const considered = storeRule.consider({ state: store.state, input, scheme: undefined });
  if (considered.do !== 'gather') return { considered, link: undefined, facts: undefined };
  const facts = await foreignGatherer(ports)({
    ...{ state: store.state, input: input as PackageHandedIn, scheme: undefined, case: store.name, record: raw },
    ...{ links: async () => [], signal: new AbortController().signal },
  });
  return { considered, facts, link: store.decide(raw, facts, AT) };
}
const bodyOf = (link: StoreLink | undefined) => LINKS.store.parse(link).body;

describe('a package from elsewhere that is handed in', () => {
  it('with everything settled lies locked in both places, its report beside it, and is received once', async () => {
    const open = finding();
    const { store, link, facts, record, ports } = await handed(
      receipt(PASSED, open, WARNED),
      by({ settled: [settles(open)] }),
    );
    expect(link!.type).toBe('PackageReceived');
    expect(bodyOf(link)).toMatchObject({
      ...{ by: 'archivist-a', retainUntil: '2056-12-31T15:59:59Z' },
      handed: { profile: 'fuzhou-2019', sender: '12441500196720244T', counts: { PASS: 1, MANUAL_REVIEW: 1, WARN: 1 } },
    });
    const { copies, reports, lockUntil } = facts as ReceivingFacts;
    expect(lockUntil).toBe('2056-12-31T15:59:59Z');
    expect(copies.map(({ place, sha256 }) => [place, sha256])).toEqual(
      ['a', 'b'].map((place) => [place, sha256Hex(BYTES)]),
    );
    expect(reports).toHaveLength(2);
    expect(store.name).toBe(receivedNumber(sha256Hex(BYTES)));
    expect((await again(store, record, ports)).considered).toMatchObject({ do: 'skip', reason: 'ALREADY_RECEIVED' });
  });

  it('for ever is locked as far ahead as store is told', async () => {
    const { link, facts } = await handed(receipt(PASSED), by({ retention: 'Y' }));
    expect(link).toMatchObject({ type: 'PackageReceived', body: { retainUntil: null } });
    expect((facts as ReceivingFacts).lockUntil).toBe('2126-12-31T15:59:59Z');
  });

  it.each<[string, Receipt, Partial<HandingIn>, string]>([
    ['an item that blocks has failed', receipt(PASSED, FAILED), {}, 'FAILED'],
    ['what refuses was settled by whoever hands it in', receipt(FAILED), { settled: [settles(FAILED)] }, 'FAILED'],
    ['something is left to people', receipt(finding()), {}, 'LEFT_TO_PEOPLE'],
    [
      'one of two is settled',
      receipt(finding(), finding({ code: 'SEAL_NOT_TRUSTED' })),
      { settled: [settles(finding())] },
      'LEFT_TO_PEOPLE',
    ],
    [
      'there are more findings than a record holds',
      receipt(...Array.from({ length: 601 }, () => WARNED)),
      {},
      'LEFT_TO_PEOPLE',
    ],
  ])('is turned away with all that was found where %s, and nothing is put anywhere', async (_, from, how, why) => {
    const { link, facts } = await handed(from, by(how));
    expect(link).toMatchObject({ type: 'PackageTurnedAway', body: { why } });
    expect(facts).toEqual({ copies: [], reports: [], lockUntil: null, fault: null });
    const calling = from.findings.filter(({ outcome }) => outcome !== 'PASS').slice(0, 600);
    expect(bodyOf(link)).toHaveProperty(
      'handed.findings',
      calling.map((one) => expect.objectContaining({ item: one.item, code: one.code, outcome: one.outcome })),
    );
  });

  it('that was turned away may be handed in again, once what was left to people is settled', async () => {
    const { store, ports, link, record: first } = await handed(receipt(finding()));
    expect(link!.type).toBe('PackageTurnedAway');
    expect((await again(store, first, ports)).considered).toMatchObject({ do: 'skip', reason: 'DUPLICATE' });
    const { record, objects } = handingIn(
      receipt(finding()),
      BYTES,
      by({ settled: [settles(finding())], at: AT + 1000 }),
    );
    for (const one of objects) await ports.prearchive.vault.put('prearchive', one);
    const { link: received } = await again(store, record, ports);
    expect(received!.type).toBe('PackageReceived');
    expect(received!.id).not.toBe(link!.id);
  });

  it('that was turned away since other bytes lay there is received once it comes again and they are put anew', async () => {
    const { vault, ports, prearchive } = world();
    const { record, objects } = handingIn(receipt(PASSED), BYTES, by());
    for (const one of objects) await vault.put('prearchive', one);
    prearchive.rot('prearchive', keyOf(record.data.package.content), Buffer.from('rotten'));
    const store = new StoredCase(record.case);
    const { link: away } = await again(store, record, ports);
    expect(away).toMatchObject({ type: 'PackageTurnedAway', body: { why: 'OTHER_BYTES' } });
    for (const one of objects) await vault.put('prearchive', one, { replace: true });
    expect((await again(store, record, ports)).considered).toMatchObject({ do: 'skip', reason: 'DUPLICATE' });
    const { record: anew } = handingIn(receipt(PASSED), BYTES, by({ again: true, at: AT + 1000 }));
    const { link } = await again(store, anew, ports);
    expect(link!.type).toBe('PackageReceived');
    // Whoever reads links knows them by their ids.
    expect(link!.id).not.toBe(away!.id);
  });

  it('is the same handing-in whenever it is judged, and answered once', async () => {
    const judgedAt = (at: number): Receipt => ({
      ...receipt(FAILED, { ...WARNED, evidence: { signaturesAt: new Date(at).toISOString() } }),
      at: new Date(at).toISOString(),
    });
    const { store, ports, record: first, link } = await handed(judgedAt(AT));
    expect(link!.type).toBe('PackageTurnedAway');
    const { record } = handingIn(judgedAt(AT + 60_000), BYTES, by({ at: AT + 60_000 }));
    expect(record.data.report).not.toEqual(first.data.report);
    expect(record.id).toBe(first.id);
    expect((await again(store, record, ports)).considered).toMatchObject({ do: 'skip', reason: 'DUPLICATE' });
    const ids = [
      first,
      handingIn(judgedAt(AT), BYTES, by({ account: 'archivist-b' })).record,
      handingIn(judgedAt(AT), BYTES, by({ retention: 'Y' })).record,
      handingIn(judgedAt(AT), BYTES, by({ settled: [settles(FAILED)] })).record,
      handingIn(receipt(FAILED, finding()), BYTES, by()).record,
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names no file in a record that is kept for ever, and has the graver findings first', () => {
    const { record, objects } = handingIn(receipt(WARNED, finding(), FAILED), BYTES, by());
    expect(JSON.stringify(record)).not.toMatch(/王小明|申报文件/);
    expect(objects[1]!.toString()).toContain('王小明');
    expect(record.data.findings.map(({ outcome }) => outcome)).toEqual(['FAIL', 'MANUAL_REVIEW', 'WARN']);
    expect(record.data.findings[0]!.evidence).toEqual({ count: 2, places: 2 });
    expect(() => handingIn(receipt(PASSED), Buffer.from('another'), by())).toThrow('another package');
  });

  it('under a number that is not made of it is put aside', () => {
    const { record } = handingIn(receipt(PASSED), BYTES, by());
    const other = { ...record, case: receivedNumber('0'.repeat(64)) };
    const { value: input } = storeRule.parse(decisionRecord(other as never, AT));
    expect(storeRule.consider({ state: { holding: null }, input, scheme: undefined })).toMatchObject({
      ...{ do: 'park', reason: 'OTHER_NUMBER' },
    });
  });

  it.each<[string, Partial<ReceivingFacts>, string]>([
    ['nothing was stored', { copies: [], reports: [] }, 'copies in 0 places'],
    ['the report lies in one place', { reports: [] }, 'copies in 0 places'],
    ['the lock is too short', { lockUntil: '2056-12-31T15:59:58Z' }, 'needed is 2056'],
  ])('is not decided on where %s', async (_, changes, message) => {
    const { record, facts } = await handed(receipt(PASSED));
    const store = new StoredCase(record.case);
    const raw = decisionRecord(record as never, AT);
    expect(() => store.decide(raw, { ...(facts as ReceivingFacts), ...changes }, AT)).toThrow(message);
  });
});
