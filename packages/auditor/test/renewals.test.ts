import { generateKeyPairSync } from 'node:crypto';
import { CASE_DECISIONS, type EvidenceRenewed, type RawRecord } from '@guidang/contracts';
import { base64, fromBase64, parseRecord, recordBytes, renewalDigest, sha256, withRenewal } from '@guidang/evidence';
import { issue, TSA_POLICY } from '@guidang/lab/ca';
import { storeRule } from '@guidang/store/decide';
import { type OpenedLink, openLink } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import { openAnchors } from '../src/anchors.ts';
import type { Raised } from '../src/findings/finding.ts';
import { RenewalJudge } from '../src/lane/renewal-judge.ts';
import { type CaseRoom, emptyRoom } from '../src/lane/room.ts';
import type { LaneSink } from '../src/lane/sink.ts';
import { expiredEvidence } from '../src/lane/stored-evidence.ts';
import { Tokens } from '../src/lane/tokens.ts';
import { auditFolder, inFolder } from './audited.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners, tokenOver } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const signers = makeSigners(new Date(BEGINS));
const history = makeHistory({
  ...{ seed: 5, cases: 14, partitions: 2, signers, trouble: 0.3, unloggedTail: false, unfinished: false },
  courses: ['stored'],
});

interface Judged {
  readonly opened: OpenedLink;
  readonly input: RawRecord;
  /** As store left the case with this link. */
  readonly room: CaseRoom;
}

/** Every renewal of the history as a lane meets it. */
function renewals(): Judged[] {
  const inputs = new Map<string, RawRecord>();
  const judged: Judged[] = [];
  const rooms = new Map<string, CaseRoom>();
  for (let partition = 0; partition < 2; partition++) {
    for (const record of history.log.records(CASE_DECISIONS, partition, 0))
      inputs.set(`${partition} ${record.offset}`, record);
    for (const record of history.log.records('archive.store', partition, 0)) {
      const opened = openLink('store', record);
      const { link, hash } = opened;
      const room = rooms.get(link.case) ?? emptyRoom(link.case);
      rooms.set(link.case, room);
      const state = storeRule.evolve(
        (room.steps.store.memory?.state as never) ?? storeRule.initial(''),
        link as never,
        hash,
      );
      const memory = { next: link.seq + 1, head: hash, last: link.type as 'CaseStored', state };
      room.steps.store = { ...room.steps.store, memory, lastOffset: record.offset };
      const input = inputs.get(`${partition} ${link.input.offset}`);
      if (link.type === 'EvidenceRenewed')
        judged.push({ opened, input: input!, room: JSON.parse(JSON.stringify(room)) as CaseRoom });
    }
  }
  return judged;
}
const all = renewals();
const anchors = openAnchors(JSON.stringify(signers.anchors));
if (!anchors.ok) throw new Error(anchors.detail);
const { tsa } = anchors.value;

/** What is found of a renewal whose facts were changed. */
function found({ opened, input, room }: Judged, change: (facts: EvidenceRenewed['facts']) => object = () => ({})) {
  const findings: Raised[] = [];
  const sink = { found: (finding: Raised) => findings.push(finding) } as unknown as LaneSink;
  const link = opened.link as unknown as EvidenceRenewed;
  const changed = { ...opened, link: { ...link, facts: { ...link.facts, ...change(link.facts) } } };
  new RenewalJudge(tsa, new Tokens(tsa), sink).judge(changed as unknown as OpenedLink, input, room);
  return findings.map(({ code, field }) => `${code} ${field}`);
}

/** The record of a link with its last timestamp made anew. */
const restamped = (facts: EvidenceRenewed['facts'], by = signers, at = BEGINS + 3_600_000): object => {
  const record = parseRecord(fromBase64(facts.record)!);
  if (!record.ok) throw new Error(record.detail);
  const { value } = record;
  const before = { ...value, chains: [...value.chains.slice(0, -1), value.chains.at(-1)!.slice(0, -1)] };
  const { digest, algorithm } = renewalDigest(before);
  const token = fromBase64(tokenOver(digest, by, at, algorithm))!;
  return { record: base64(recordBytes(withRenewal(before, null, token))) };
};
const once = all.find(({ opened }) => (opened.link.body as EvidenceRenewed['body']).kind === 'timestamp')!;

describe('a renewed evidence record', () => {
  it('is found whole, whichever way and however often it was renewed', async () => {
    expect(new Set(all.map(({ opened }) => (opened.link.body as EvidenceRenewed['body']).kind)).size).toBe(2);
    expect(Math.max(...all.map(({ opened }) => opened.link.seq))).toBeGreaterThan(1);
    expect(all.flatMap((one) => found(one))).toEqual([]);
    const report = await inFolder(async (dir) => {
      await writeHistory(history, dir);
      return auditFolder(dir, signers.anchors);
    });
    expect(report.faults).toEqual([]);
  });

  it('of an authority that nobody trusts is found, though it has the name of the right one', () => {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const name = { C: 'CN', O: '归档实验室 Guidang Lab', CN: 'Guidang Lab Root CA' };
    const [from, until] = [new Date(BEGINS), new Date(BEGINS + 9e10)];
    const root = issue({ use: 'authority', subject: name, key, from, until });
    const certificate = issue({ use: 'timestamp', subject: name, key, from, until, issuer: { name, key } });
    expect(root.verify(root.publicKey)).toBe(true);
    const forger = { ...signers, authority: { certificate, key, policy: TSA_POLICY } };
    expect(found(once, (facts) => restamped(facts, forger))).toEqual(['EVIDENCE_RECORD facts.record']);
  });

  it('over another manifest is found', () => {
    const other = JSON.parse(JSON.stringify(once.room)) as CaseRoom;
    const state = other.steps.store.memory!.state as { holding: { manifest: { content: string } } };
    state.holding.manifest.content = `sha256:${sha256('another').toString('hex')}`;
    expect(found({ ...once, room: other })).toEqual(['EVIDENCE_RECORD facts.record']);
  });

  it('stamped at another time than it was asked for is found', () => {
    expect(found(once, (facts) => restamped(facts, signers, BEGINS + 40 * 86_400_000))).toEqual([
      'TIMESTAMP_TIME facts.record',
    ]);
  });

  it.each([
    ['authority', 'CN=another'],
    ['signature', 'sm2-sm3'],
    ['key', 'rsa-3072'],
    ['until', '2099-01-01T00:00:00.000Z'],
  ])('with another %s said than its token says is found: the next renewal would go by it', (field, value) => {
    expect(found(once, ({ by }) => ({ by: { ...by, [field]: value } }))).toEqual(['TIMESTAMP_WORDS facts.by']);
  });
});

describe('a renewal that was refused', () => {
  const refused = (timestamp: number, code = 'RECORD_EXPIRED'): string[] => {
    const findings: Raised[] = [];
    const sink = { found: (finding: Raised) => findings.push(finding) } as unknown as LaneSink;
    const { opened, input, room } = once;
    const link = {
      ...opened.link,
      type: 'RenewalRefused',
      facts: { code, detail: '' },
      body: { code, suite: 'international' },
    };
    const record = { ...opened.record, timestamp };
    new RenewalJudge(tsa, new Tokens(tsa), sink).judge(
      { ...opened, record, link } as unknown as OpenedLink,
      input,
      room,
    );
    return findings.map((one) => `${one.code} ${one.field}`);
  };

  it('because the record ran out is found where it had not', () => {
    expect(refused(BEGINS + 86_400_000)).toEqual(['EVIDENCE_RECORD facts.code']);
    expect(refused(BEGINS + 20 * 365 * 86_400_000)).toEqual([]);
    expect(refused(BEGINS + 86_400_000, 'CERTIFICATE_REVOKED')).toEqual([]);
  });
});

describe('evidence that ran out', () => {
  it('without a renewal is told for every case, as of the newest record there is', async () => {
    const aged = makeHistory({
      ...{ seed: 6, cases: 5, partitions: 1, signers, trouble: 0, unloggedTail: false, unfinished: false },
      courses: ['stored'],
    });
    aged.log.now += 11 * 365 * 86_400_000;
    aged.log.append(CASE_DECISIONS, 0, [{ key: 'NOBODY-0001', value: Buffer.from('{}'), headers: {} }]);
    const report = await inFolder(async (dir) => {
      await writeHistory(aged, dir);
      return auditFolder(dir, signers.anchors);
    });
    const told = report.faults.flatMap(({ code, because }) => [code, ...because.map((one) => one.code)]);
    expect(told.filter((code) => code === 'EVIDENCE_EXPIRED')).toHaveLength(5);
  });

  it('is not told of a case whose record lasts, nor of one that is not stored', () => {
    const findings: Raised[] = [];
    const sink = { found: (finding: Raised) => findings.push(finding) } as unknown as LaneSink;
    expiredEvidence(once.room, 0, BEGINS + 86_400_000, sink);
    expiredEvidence(emptyRoom('X'), 0, Number.MAX_SAFE_INTEGER, sink);
    expect(findings).toEqual([]);
    expiredEvidence(once.room, 0, BEGINS + 20 * 365 * 86_400_000, sink);
    expect(findings).toMatchObject([{ code: 'EVIDENCE_EXPIRED', field: 'international', offset: expect.any(Number) }]);
  });
});
