import type { RawRecord, RecordedEvidence, RenewalDue, StoreLink } from '@guidang/contracts';
import { CaseDecision } from '@guidang/contracts';
import { DEFAULT_POLICY, type EvidencePolicy, type VerifiedToken } from '@guidang/evidence';
import type { LogEntry } from '@guidang/stream';
import { describe, expect, it, vi } from 'vitest';
import { Sweep, type SweepPorts } from '../src/renewal/watch/sweep.ts';
import { watchRenewals } from '../src/renewal/watch/watch.ts';
import { day, HOUSES } from './renewals.ts';

type Kind = StoreLink['type'];
const NONE = new AbortController().signal;

const evidence = (more: Partial<RecordedEvidence> = {}, until = '2040-01-01'): RecordedEvidence => ({
  ...{ suite: 'international', record: '1'.repeat(64), digest: 'sha256' },
  by: { authority: 'CN=TSA', signature: 'ecdsa-sha256', key: 'prime256v1', until: `${until}T00:00:00Z` },
  ...more,
});
const link = (name: string, type: Kind, body: object): StoreLink => ({ case: name, type, body }) as StoreLink;
const storedLink = (name: string, ...records: RecordedEvidence[]): StoreLink =>
  link(name, 'CaseStored', { evidence: { records } });

/** A topic of one partition, and what is asked for. */
function world(more: Partial<SweepPorts> = {}) {
  const links: StoreLink[] = [];
  const asked: RenewalDue[] = [];
  const scanned: number[] = [];
  const now = { at: day('2026-06-01') };
  const authorities = { until: day('2036-01-01') };
  let questions = 0;
  const ports: SweepPorts = {
    reader: {
      partitions: async () => [0],
      extent: async () => ({ start: 0, end: links.length }),
      scan: async function* (_topic, _partition, from, until) {
        scanned.push(until - from);
        for (let offset = from; offset < until; offset++)
          yield {
            kind: 'record',
            offset,
            record: { value: Buffer.from(JSON.stringify(links[offset])) } as unknown as RawRecord,
          } satisfies LogEntry;
      },
    },
    publisher: {
      partitionFor: async () => 0,
      publish: async (records) => {
        for (const { key, value } of records) {
          const due = CaseDecision.parse(JSON.parse(Buffer.from(value!).toString())) as RenewalDue;
          expect(key).toBe(due.case);
          asked.push(due);
        }
      },
    },
    authority: (suite) => async () => {
      questions += 1;
      const national = suite === 'national';
      const { certificate } = HOUSES[suite];
      const verified = {
        ...{ scheme: national ? 'sm2-sm3' : 'ecdsa-sha256', key: national ? 'sm2' : 'prime256v1' },
        chain: [certificate('timestamp', 'A', national ? 'sm2' : 'p256', day('2026-01-01'), authorities.until)],
      };
      return { token: Buffer.alloc(0), verified: verified as unknown as VerifiedToken };
    },
    policy: DEFAULT_POLICY,
    most: 100,
    now: () => now.at,
    ...more,
  };
  return { links, asked, scanned, now, authorities, questions: () => questions, ports, sweep: new Sweep(ports) };
}

const without = (name: string, until: string): EvidencePolicy => ({
  ...DEFAULT_POLICY,
  algorithms: DEFAULT_POLICY.algorithms.map((one) =>
    one.name === name ? { ...one, uses: one.uses.map((use) => ({ ...use, until })) } : one,
  ),
});

describe('a sweep', () => {
  it('asks for what the policy makes due, most urgent first, each with an id that follows from it', async () => {
    const { links, asked, sweep, questions } = world();
    links.push(
      storedLink('CASE-00002', evidence({}, '2026-09-01')),
      storedLink('CASE-00003', evidence()),
      storedLink('CASE-00001', evidence({}, '2026-08-01')),
    );
    const found = await sweep.run(NONE);
    expect(found.international).toMatchObject({ due: 2, overdue: 0, asked: { timestamp: 2, 'hash-tree': 0 } });
    expect(asked.map((one) => one.case)).toEqual(['CASE-00001', 'CASE-00002']);
    expect(asked[0]).toMatchObject({
      by: { account: 'store', role: 'service' },
      data: { kind: 'timestamp', digest: 'sha256', record: '1'.repeat(64), due: '2026-08-01T00:00:00.000Z' },
    });
    expect(questions()).toBe(1);
    await sweep.run(NONE);
    expect(asked.slice(2).map(({ id }) => id)).toEqual(asked.slice(0, 2).map(({ id }) => id));
  });

  it('asks for a hash tree under another digest where the digest falls, of each suite its own', async () => {
    const { links, asked, sweep } = world({ policy: without('sha256', '2026-10-01') });
    links.push(storedLink('CASE-00001', evidence(), evidence({ suite: 'national', digest: 'sm3' })));
    await sweep.run(NONE);
    expect(asked.map(({ data }) => [data.suite, data.kind, data.digest])).toEqual([
      ['international', 'hash-tree', 'sha512'],
    ]);
  });

  it('asks for a first record over packages from elsewhere, in every suite that somebody stamps in, until it is there', async () => {
    const { links, asked, sweep, ports } = world();
    const handed = { package: { content: `sha256:${'4'.repeat(64)}` } };
    links.push(link('RECEIVED-1', 'PackageReceived', { handed }), link('RECEIVED-2', 'PackageTurnedAway', { handed }));
    const found = await sweep.run(NONE);
    expect(asked.map((one) => [one.case, one.data.suite, one.data.kind, one.data.digest, one.data.record])).toEqual([
      ['RECEIVED-1', 'international', 'first', 'sha256', '4'.repeat(64)],
      ['RECEIVED-1', 'national', 'first', 'sm3', '4'.repeat(64)],
    ]);
    expect([found.international, found.national]).toMatchObject([
      { due: 1, overdue: 0, asked: { first: 1 } },
      { due: 1, asked: { first: 1 } },
    ]);
    links.push(link('RECEIVED-1', 'EvidenceRenewed', { kind: 'first', suite: 'international', evidence: evidence() }));
    expect((await sweep.run(NONE)).international).toMatchObject({ due: 0, asked: { first: 0 } });
    expect(asked.slice(2).map(({ id }) => id)).toEqual([asked[1]!.id]);
    const nobody = new Sweep({ ...ports, authority: () => undefined });
    expect((await nobody.run(NONE)).national).toMatchObject({ due: 0, asked: { first: 0 } });
  });

  it('goes by the last record of each case', async () => {
    const { links, asked, sweep } = world();
    links.push(
      storedLink('CASE-00001', evidence({}, '2026-08-01')),
      storedLink('CASE-00002', evidence({}, '2026-08-01')),
      storedLink('CASE-00003', evidence({}, '2026-08-01')),
      link('CASE-00001', 'EvidenceRenewed', { evidence: evidence({ record: '2'.repeat(64) }) }),
      link('CASE-00002', 'RenewalRefused', { suite: 'international' }),
      link('CASE-00003', 'EvidenceRenewed', { evidence: evidence({ record: '3'.repeat(64) }, '2026-09-01') }),
    );
    const found = await sweep.run(NONE);
    expect(asked.map((one) => [one.case, one.data.record])).toEqual([['CASE-00003', '3'.repeat(64)]]);
    expect(found.international).toMatchObject({ due: 1, refused: 1 });
  });

  it('reads on where it was, and everything again once a record that was not due comes to be', async () => {
    const { links, asked, scanned, now, sweep } = world();
    links.push(storedLink('CASE-00001', evidence({}, '2027-06-01')), storedLink('CASE-00002', evidence()));
    await sweep.run(NONE);
    links.push(storedLink('CASE-00003', evidence({}, '2026-08-01')));
    await sweep.run(NONE);
    expect(scanned).toEqual([2, 1]);
    now.at = day('2027-01-01');
    await sweep.run(NONE);
    expect(scanned).toEqual([2, 1, 3]);
    expect(asked.map((one) => one.case)).toEqual(['CASE-00003', 'CASE-00003', 'CASE-00001']);
  });

  it('asks for no more than so many at a time', async () => {
    const { links, asked, sweep } = world({ most: 2 });
    for (let n = 1; n <= 5; n++) links.push(storedLink(`CASE-0000${n}`, evidence({}, '2026-08-01')));
    expect((await sweep.run(NONE)).international).toMatchObject({ due: 5, asked: { timestamp: 2 } });
    expect(asked).toHaveLength(2);
  });

  it('says what nobody can do yet: no authority, none that lasts longer, no digest left', async () => {
    const { links, asked, authorities, sweep } = world();
    links.push(storedLink('CASE-00001', evidence({}, '2026-09-01')));
    authorities.until = day('2026-09-01');
    expect((await sweep.run(NONE)).international.stuck).toMatchObject({ 'not-worth-it': 1 });
    authorities.until = day('2027-09-01');
    expect((await sweep.run(NONE)).international).toMatchObject({ asked: { timestamp: 1 } });
    const nobody = world({ authority: () => undefined });
    nobody.links.push(storedLink('CASE-00001', evidence({}, '2026-05-01')));
    expect((await nobody.sweep.run(NONE)).international).toMatchObject({ overdue: 1, stuck: { 'no-authority': 1 } });
    const only = DEFAULT_POLICY.algorithms.filter(({ name }) => !/^(sha|sm3)/.test(name));
    const bare = world({ policy: { ...DEFAULT_POLICY, algorithms: only } });
    bare.links.push(storedLink('CASE-00001', evidence()));
    expect((await bare.sweep.run(NONE)).international.stuck).toMatchObject({ 'no-digest': 1 });
    expect(asked).toHaveLength(1);
  });
});

describe('watching', () => {
  it('tries again where a sweep fails, and ends in order', async () => {
    vi.useFakeTimers();
    try {
      const { links, asked, sweep } = world();
      links.push(storedLink('CASE-00001', evidence({}, '2026-08-01')));
      let broken = 2;
      const close = vi.fn(async () => {});
      const metrics = { swept: vi.fn(), failed: vi.fn() };
      const log = { info: () => {}, warn: () => {}, error: () => {} } as never;
      const watch = watchRenewals(
        async () => {
          if (broken-- > 0) throw new Error('no broker');
          return { run: (signal) => sweep.run(signal), close };
        },
        { everyMs: 3_600_000, log, now: Date.now, metrics },
      );
      await vi.advanceTimersByTimeAsync(60_000);
      expect([metrics.swept.mock.calls.length, metrics.failed.mock.calls.length]).toEqual([1, 2]);
      expect(asked).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(metrics.swept).toHaveBeenCalledTimes(2);
      await watch.stop();
      await vi.advanceTimersByTimeAsync(7_200_000);
      expect(metrics.swept).toHaveBeenCalledTimes(2);
      expect(close).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
