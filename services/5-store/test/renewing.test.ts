import type { EvidenceRenewed, RenewalDue, RenewalRefused } from '@guidang/contracts';
import { Malformed } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { storeRule } from '../src/decide.ts';
import { renewer } from '../src/renewal/renew.ts';
import { archive, day, decisionRecord, shortLived, stored } from './renewals.ts';

const AT = day('2027-01-15');
const one = await shortLived('RENEW-0011');
const house = archive({ at: AT });
const held = await stored(house, one);
const before = held.state;
const due = held.due({}, AT);

/** What gathering found for a renewal, to be changed by a test. */
const factsFor = async (asked: RenewalDue): Promise<EvidenceRenewed['facts']> =>
  (await renewer(house.ports)({
    ...{ state: before, input: asked, scheme: undefined, case: held.name, record: decisionRecord(asked, AT) },
    ...{ links: async () => [], signal: new AbortController().signal },
  })) as EvidenceRenewed['facts'];
const good = await factsFor(due);
const anew = held.due({ kind: 'hash-tree', digest: 'sha512' }, AT);
const goodAnew = await factsFor(anew);

const considered = (data: Partial<RenewalDue['data']>, state = before) =>
  storeRule.consider({ state, input: { ...due, data: { ...due.data, ...data } }, scheme: undefined });

describe('a renewal that is asked for', () => {
  it.each<[string, Partial<RenewalDue['data']>, object]>([
    ['as it should be is gathered for', {}, { do: 'gather' }],
    ['under another digest is gathered for', { kind: 'hash-tree', digest: 'sha512' }, { do: 'gather' }],
    [
      'of a suite the case was not sealed in is put aside',
      { suite: 'national' },
      { do: 'park', reason: 'SUITE_NOT_SEALED' },
    ],
    [
      'of a record that does not count was done already',
      { record: 'a'.repeat(64) },
      { do: 'skip', reason: 'RENEWAL_SUPERSEDED' },
    ],
    [
      'of the timestamp, under another digest, is put aside',
      { digest: 'sha512' },
      { do: 'park', reason: 'RENEWAL_DIGEST' },
    ],
    [
      'of the hash tree, under the same digest, is put aside',
      { kind: 'hash-tree' },
      { do: 'park', reason: 'RENEWAL_DIGEST' },
    ],
  ])('%s', (_, data, does) => expect(considered(data)).toMatchObject(does));

  it('of a case that is not stored is put aside', () => {
    expect(considered({}, storeRule.initial('X'))).toMatchObject({ do: 'park', reason: 'CASE_NOT_STORED' });
  });

  it('is known by the record it is about, whoever asks for it', () => {
    const other = { ...due, id: 'archivist-0001', by: { account: 'a', role: 'archivist' as const } };
    const ids = [due, other, anew].map((asked) => storeRule.parse(decisionRecord(asked, AT)).id);
    expect(new Set(ids).size).toBe(1);
    expect(storeRule.parse(decisionRecord({ ...due, data: { ...due.data, record: 'b'.repeat(64) } }, AT)).id).not.toBe(
      ids[0],
    );
  });

  it.each<[string, object, string]>([
    ['under another key', { case: 'OTHER-0001' }, 'KEY_MISMATCH'],
    ['of tomorrow', { time: '2027-01-16T00:00:00Z' }, 'IN_THE_FUTURE'],
    [
      'with an ID number in its reasons',
      { data: { ...due.data, reasons: ['11010519491231002X'] } },
      'PERSONAL_ID_NUMBER',
    ],
  ])('%s is put aside', (_, change, rule) => {
    const record = { ...decisionRecord({ ...due, ...change } as RenewalDue, AT), key: Buffer.from(held.name) };
    try {
      storeRule.parse(record);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Malformed);
      expect((error as Malformed).faults.map((fault) => fault.rule)).toContain(rule);
    }
  });

  it('leaves what is decided for others to them', () => {
    for (const value of ['{"type":"use.requested"}', '{"half":', '[]', '{"type":"finding.resolved","version":7}']) {
      const { value: input } = storeRule.parse({ ...decisionRecord(due, AT), value: Buffer.from(value) });
      expect(storeRule.consider({ state: before, input, scheme: undefined })).toEqual({
        do: 'skip',
        reason: 'NOT_A_RENEWAL',
      });
    }
  });
});

describe('a record that was renewed', () => {
  const decide = (facts: EvidenceRenewed['facts'] | RenewalRefused['facts'], asked = due) =>
    storeRule.decide({ state: before, input: asked, scheme: undefined, facts, at: asked.time });

  it('counts from then on', () => {
    expect(decide(good)).toMatchObject({ type: 'EvidenceRenewed', body: { request: due.id, renews: due.data.record } });
    expect(decide(goodAnew, anew)).toMatchObject({ body: { kind: 'hash-tree', evidence: { digest: 'sha512' } } });
  });

  const [a, b] = good.copies;
  const short = { mode: 'COMPLIANCE' as const, until: '2056-12-31T15:59:58.000Z' };
  it.each<[string, EvidenceRenewed['facts'] | RenewalRefused['facts'], RenewalDue, string]>([
    ['it was made anew under another digest', { ...goodAnew, manifest: good.manifest }, due, 'RECORD_RENEWAL'],
    ['it was not made anew', good, anew, 'RECORD_RENEWAL'],
    ['it continues another record', good, { ...due, data: { ...due.data, record: 'c'.repeat(64) } }, 'RECORD_RENEWAL'],
    ['it goes on under another digest', goodAnew, { ...anew, data: { ...anew.data, digest: 'sha384' } }, 'RECORD_'],
    ['it is no record', { ...good, record: 'AAAA' }, due, 'RECORD_FORMAT'],
    ['it is about another manifest', { ...goodAnew, manifest: 'ab'.repeat(64) }, anew, 'RECORD_RENEWAL'],
    ['the manifest is said to be another', { ...good, manifest: 'ab'.repeat(32) }, due, 'the manifest has sha256'],
    ['it lies in one place', { ...good, copies: [a!] }, due, 'copies in 1 places'],
    ['it lies in one place twice', { ...good, copies: [a!, a!] }, due, 'copies in 1 places'],
    ['other bytes were read back', { ...good, copies: [a!, { ...b!, sha256: 'a'.repeat(64) }] }, due, 'place b is not'],
    [
      'its lock ends before that of the package',
      { ...good, copies: [a!, { ...b!, lock: short }] },
      due,
      'holds its lock',
    ],
    ['it is refused for what we lack', { code: 'CERTIFICATE_CHAIN', detail: '' }, due, 'no ground to refuse'],
  ])('is not decided on where %s', (_, facts, asked, message) => {
    expect(() => decide(facts, asked)).toThrow(message);
  });

  it.each([
    ['RECORD_EXPIRED', 'ran out'],
    ['CERTIFICATE_REVOKED', 'its authority was revoked'],
    ['TOKEN_SIGNATURE', 'the signature of a token does not hold'],
    ['TOKEN_CERTIFICATE', 'a token names another certificate'],
    ['TOKEN_KEY_USAGE', 'the certificate is not for timestamps alone'],
    ['RECORD_IMPRINT', 'a token is over something else'],
    ['RECORD_OBJECT', 'it is about another object'],
    ['RECORD_RENEWAL', 'a renewal does not cover the one before'],
    ['RECORD_ORDER', 'times run backwards'],
    ['RECORD_ALGORITHM', 'a digest that nobody believes'],
    ['RECORD_FORMAT', 'no record'],
  ])('is refused for %s, and nobody asks for it again; the record that counts stays the one it was', (code, detail) => {
    const refused = decide({ code, detail });
    expect(refused).toMatchObject({
      type: 'RenewalRefused',
      body: { code, detail, request: due.id, suite: due.data.suite, renews: due.data.record, kind: due.data.kind },
    });
    const state = storeRule.evolve(before, refused as never, '');
    expect(state.holding!.records.map(({ record }) => record)).toEqual(
      before.holding!.records.map(({ record }) => record),
    );
    expect(storeRule.consider({ state, input: due, scheme: undefined })).toEqual({
      do: 'skip',
      reason: 'RENEWAL_REFUSED',
    });
  });

  it('is of no concern to the publisher, and neither is one that is refused', () => {
    const refused = decide({ code: 'RECORD_EXPIRED', detail: 'ran out' });
    expect(refused).toMatchObject({ type: 'RenewalRefused', body: { code: 'RECORD_EXPIRED' } });
    for (const { type, body } of [decide(good), refused])
      expect(storeRule.feedback({ type, body, facts: good } as never, due)).toEqual([]);
  });
});
