import type { EvidenceRenewed } from '@guidang/contracts';
import {
  newRecord,
  objectOfBytes,
  parseRecord,
  recordBytes,
  sha256Hex,
  sm3,
  sm3Hex,
  verifyRecord,
} from '@guidang/evidence';
import { type Vault, VaultUnavailable } from '@guidang/vault';
import { describe, expect, it } from 'vitest';
import { storeRule } from '../src/decide.ts';
import { AnchorOfRecordUnknown, RenewalFailed, renewer } from '../src/renewal/renew.ts';
import type { Packaged } from './packages.ts';
import {
  type Archive,
  archive,
  day,
  decisionRecord,
  HOUSES,
  type StoredCase,
  shortLived,
  stored,
  TRUST,
} from './renewals.ts';

const one = await shortLived('RENEW-0001');
const two = await shortLived('RENEW-0002');

const manifestOf = ({ sealed }: Packaged): Uint8Array => sealed.store.get(sealed.link.facts.manifest.content)!;
const recordIn = ({ facts }: EvidenceRenewed): Buffer => Buffer.from(facts.record, 'base64');
const judged = (bytes: Buffer, manifest: Uint8Array, at: string) =>
  verifyRecord(bytes, [objectOfBytes('manifest', manifest)], { timestamps: TRUST, at: day(at), exactly: true });
const renewedOf = (link: unknown): EvidenceRenewed => {
  expect(link).toMatchObject({ type: 'EvidenceRenewed' });
  return link as EvidenceRenewed;
};

describe('a record whose authority comes to its end', () => {
  it('has a new timestamp over the one before, and lies locked in both places', async () => {
    const now = { at: day('2027-01-15') };
    const house = archive(now);
    const held = await stored(house, one);
    const renewed = renewedOf(await held.renew(house));
    const bytes = recordIn(renewed);
    const before = one.link.body.evidence.records[0]!;
    expect(renewed.body).toMatchObject({
      suite: 'international',
      renews: before.record,
      kind: 'timestamp',
      evidence: { suite: 'international', record: sha256Hex(bytes), digest: 'sha256' },
    });
    expect(renewed.body.evidence.by).toMatchObject({ signature: 'ecdsa-sha256', until: '2036-01-01T00:00:00.000Z' });
    expect(renewed.body.copies.map(({ place, lock }) => [place, lock.until])).toEqual(
      ['a', 'b'].map((place) => [place, '2056-12-31T15:59:59.000Z']),
    );
    for (const [i, { bucket, key }] of renewed.body.copies.entries())
      expect(await house.places[i]!.vault.read(bucket, { key }, 100_000)).toEqual(bytes);
    expect(judged(bytes, manifestOf(one), '2035-12-31').ok).toBe(true);
    const sealedRecord = Buffer.from(one.sealed.link.facts.evidenceRecord!, 'base64');
    expect(judged(sealedRecord, manifestOf(one), '2027-07-02')).toMatchObject({ code: 'RECORD_EXPIRED' });
  });

  it('shares its token with the others that wait', async () => {
    const house = archive({ at: day('2027-01-15') });
    const cases = [await stored(house, one), await stored(house, two)];
    const [first, second] = await Promise.all(cases.map(async (held) => renewedOf(await held.renew(house))));
    expect(house.told.questions).toBe(1);
    const lastToken = (link: EvidenceRenewed): Buffer => {
      const record = parseRecord(recordIn(link));
      if (!record.ok) throw new Error(record.detail);
      return record.value.chains.at(-1)!.at(-1)!.token;
    };
    expect(lastToken(first!)).toEqual(lastToken(second!));
  });

  it('and ran out before anybody renewed it is refused with the reason, put nowhere, and not asked for again', async () => {
    const house = archive({ at: day('2027-07-02') });
    const held = await stored(house, one);
    const link = await held.renew(house);
    expect(link).toMatchObject({ type: 'RenewalRefused', body: { code: 'RECORD_EXPIRED', kind: 'timestamp' } });
    expect(house.told.questions).toBe(0);
    const objects = [];
    for await (const { key } of house.places[0]!.vault.list('archive')) objects.push(key);
    expect(objects).toHaveLength(1);
    const again = storeRule.parse(decisionRecord(held.due(), day('2027-07-03'))).value;
    expect(storeRule.consider({ state: held.state, input: again, scheme: undefined })).toEqual({
      do: 'skip',
      reason: 'RENEWAL_REFUSED',
    });
  });
});

describe('a record whose authority was revoked', () => {
  const revokedAt = day('2026-05-01');
  const { certificate, list } = HOUSES.international;
  const lost = certificate('timestamp', 'First TSA', undefined, day('2020-01-01'), day('2027-07-01'));
  const revoked = (reason: number) => ({
    timestamps: { ...TRUST, revocationLists: [list([{ certificate: lost, at: new Date(revokedAt), reason }])] },
  });

  it('since its key was lost is refused with that reason: nobody knows what else was stamped with it', async () => {
    const house = archive({ at: day('2027-01-15') }, revoked(1));
    const held = await stored(house, one);
    const link = await held.renew(house, { kind: 'hash-tree', digest: 'sha512' });
    expect(link).toMatchObject({ type: 'RenewalRefused', body: { code: 'CERTIFICATE_REVOKED', kind: 'hash-tree' } });
    expect(house.told.questions).toBe(0);
  });

  it('because it was replaced by another is renewed: what it stamped before holds', async () => {
    const house = archive({ at: day('2027-01-15') }, revoked(4));
    const held = await stored(house, one);
    renewedOf(await held.renew(house));
  });
});

it('a record goes through fifty years: a new authority, a digest that falls, two authorities more', async () => {
  const now = { at: day('2027-01-15') };
  const house = archive(now);
  const held = await stored(house, one);
  const path: [string, 'timestamp' | 'hash-tree', 'sha256' | 'sha512' | 'sha384'][] = [
    ['2027-01-15', 'timestamp', 'sha256'],
    ['2035-03-01', 'hash-tree', 'sha512'],
    ['2043-03-01', 'timestamp', 'sha512'],
    ['2051-03-01', 'hash-tree', 'sha384'],
    ['2059-03-01', 'timestamp', 'sha384'],
  ];
  for (const [when, kind, digest] of path) {
    now.at = day(when);
    const renewed = renewedOf(await held.renew(house, { kind, digest }));
    expect(renewed.body.evidence.digest).toBe(digest);
  }
  const last = recordIn(renewedOf(held.links.at(-1)));
  const verdict = judged(last, manifestOf(one), '2067-01-01');
  if (!verdict.ok) throw new Error(`${verdict.code}: ${verdict.detail}`);
  expect(new Date(verdict.value.since).toISOString()).toBe('2026-03-05T09:31:00.000Z');
  expect(verdict.value.chains.map(({ algorithm, stamps }) => [algorithm, stamps.length])).toEqual([
    ['sha256', 2],
    ['sha512', 2],
    ['sha384', 2],
  ]);
  expect(judged(last, manifestOf(two), '2067-01-01')).toMatchObject({ ok: false });
  // The retention of the case was over in 2057: its evidence is locked until somebody has decided about the case.
  expect(renewedOf(held.links.at(-1)).body.copies[0]!.lock.until > '2060').toBe(true);
});

describe('in the national suite', () => {
  /** A case whose record under SM3 and SM2 lies as an object of its own. */
  async function national(house: Archive): Promise<StoredCase> {
    const held = await stored(house, one);
    const digest = sm3(manifestOf(one));
    const token = HOUSES.national.stamp(digest, { algorithm: 'sm3', at: day('2026-03-05'), until: day('2027-07-01') });
    const bytes = recordBytes(newRecord('sm3', [[digest]], token));
    const object = { content: `sha256:${sha256Hex(bytes)}` as const, sm3: sm3Hex(bytes), size: bytes.length };
    const copies = await Promise.all(
      house.places.map(async ({ name: place, vault, bucket }) => {
        const { key, versionId } = await vault.put(bucket, bytes);
        return { place, bucket, key, versionId: versionId! };
      }),
    );
    const counting = {
      ...{ suite: 'national' as const, record: sha256Hex(bytes), digest: 'sm3' as const },
      ...{ until: '2027-07-01T00:00:00.000Z', lies: { object, copies }, refused: false },
    };
    const { holding } = held.state;
    const records = [...holding!.records, counting];
    held.memory = { ...held.memory, state: { holding: { ...holding!, records } } };
    return held;
  }

  it('a record is renewed under SM3 and SM2, and goes on under another digest where SM3 falls', async () => {
    const now = { at: day('2027-01-15') };
    const house = archive(now);
    const held = await national(house);
    const first = await renewedFacts(house, held, { suite: 'national', digest: 'sm3' });
    expect(first.by).toMatchObject({ signature: 'sm2-sm3', key: 'sm2' });
    expect(judged(Buffer.from(first.record, 'base64'), manifestOf(one), '2035-12-31').ok).toBe(true);
    const second = await renewedFacts(house, held, { suite: 'national', kind: 'hash-tree', digest: 'sha512' });
    expect(judged(Buffer.from(second.record, 'base64'), manifestOf(one), '2035-12-31').ok).toBe(true);
  });

  /** Decided from the state as it stands; a ChainJudge would not know how the record came there. */
  async function renewedFacts(house: Archive, held: StoredCase, more: Parameters<StoredCase['due']>[0]) {
    const at = house.ports.now();
    const due = held.due(more, at);
    const record = decisionRecord(due, at);
    const facts = await renewer(house.ports)({
      ...{ state: held.state, input: due, scheme: undefined, case: held.name, record },
      ...{ links: async () => [], signal: new AbortController().signal },
    });
    const decided = storeRule.decide({ state: held.state, input: due, scheme: undefined, facts, at: due.time });
    expect(decided).toMatchObject({ type: 'EvidenceRenewed', body: { suite: 'national' } });
    return facts as EvidenceRenewed['facts'];
  }
});

describe('a renewal waits', () => {
  it('where the record leads to no certificate that is trusted: an operator is called, and nothing is refused', async () => {
    const house = archive({ at: day('2027-01-15') });
    const held = await stored(house, one);
    const blind = { ...house, ports: { ...house.ports, timestamps: { anchors: [], policies: [] } } };
    await expect(held.renew(blind)).rejects.toBeInstanceOf(AnchorOfRecordUnknown);
    const other = { ...house, ports: { ...house.ports, timestamps: { ...TRUST, policies: ['1.2.3'] } } };
    await expect(held.renew(other)).rejects.toBeInstanceOf(AnchorOfRecordUnknown);
    renewedOf(await held.renew(house));
  });

  it('where the token that comes back is of another suite, and nothing is put anywhere', async () => {
    const house = archive({ at: day('2027-01-15') });
    const held = await stored(house, one);
    const { stamp } = house.ports;
    const crossed = {
      ...house,
      ports: { ...house.ports, stamp: (_: unknown, digest: 'sha256') => stamp('national', digest) },
    };
    await expect(held.renew(crossed as Archive)).rejects.toBeInstanceOf(RenewalFailed);
  });

  it('where a place does not take it, and has it in both once it is asked again', async () => {
    const house = archive({ at: day('2027-01-15') });
    const held = await stored(house, one);
    const [a, b] = house.places;
    let down = true;
    const vault = {
      ...b!.vault,
      put: ((...args) =>
        down
          ? Promise.reject(new VaultUnavailable({ bucket: 'archive', key: 'x' }, 'down'))
          : b!.vault.put(...args)) as Vault['put'],
    };
    const shaky = { ...house, ports: { ...house.ports, places: [a!, { ...b!, vault }] } };
    await expect(held.renew(shaky)).rejects.toBeInstanceOf(VaultUnavailable);
    down = false;
    expect(renewedOf(await held.renew(shaky)).body.copies).toHaveLength(2);
  });

  it('where no copy is what it was; one that is still whole is enough, and somebody hears of the other', async () => {
    const house = archive({ at: day('2027-01-15') });
    const held = await stored(house, one);
    const key = `objects/sha256/${one.link.body.package.content.slice('sha256:'.length)}`;
    const rotten = Buffer.alloc(one.bytes.length, 'x');
    house.stores[0]!.rot('archive', key, rotten);
    renewedOf(await held.renew(house));
    expect(house.failed).toEqual(['a']);
    const both = archive({ at: day('2027-01-15') });
    const lost = await stored(both, one);
    for (const store of both.stores) store.rot('archive', key, rotten);
    await expect(lost.renew(both)).rejects.toThrow('已变');
    expect(both.failed).toEqual(['a', 'b']);
  });
});
