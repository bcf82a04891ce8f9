import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CaseDecision, type PackageInspection, type RenewalDue, type StoreLink } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { FileFacts } from '@guidang/formats';
import type { LogEntry } from '@guidang/stream';
import { keyOf } from '@guidang/vault';
import { describe, expect, it } from 'vitest';
import { storeRule, storeRules } from '../src/decide.ts';
import { type Kept, type LookPorts, look } from '../src/inspection/look.ts';
import { type Progress, Round, type RoundPorts } from '../src/inspection/round.ts';
import { WHO } from './packages.ts';
import { archive, day, decisionRecord, type StoredCase, shortLived, stored, TRUST } from './renewals.ts';

const NONE = new AbortController().signal;
const AT = day('2027-01-15');
const packaged = [await shortLived('INSPECT-0001'), await shortLived('INSPECT-0002'), await shortLived('INSPECT-0003')];

/** A reader of today, to whom every file is what its name says. */
const inspector: LookPorts['inspector'] = {
  inspect: async ({ name = '' }) => {
    const family = /\.jpe?g$/.test(name) ? 'jpeg' : name.endsWith('.ofd') ? 'ofd' : 'pdf';
    return {
      ...{ inspector: 'test', puid: null, family, mime: null, name: family },
      ...{ extensionAgrees: true, readable: 'yes', problems: [], encrypted: false },
    } satisfies FileFacts;
  },
};
const engine = { engine: 'ClamAV 1.4.3', signaturesAt: new Date(AT).toISOString() };
const scanner: LookPorts['scanner'] = {
  scan: async () => ({ verdict: 'clean', ...engine }),
  engine: async () => engine,
};

async function world(at = AT) {
  const now = { at };
  const house = archive(now);
  const cases = await Promise.all(packaged.map((one) => stored(house, one)));
  const ports: LookPorts = {
    ...{ places: house.places, spoolFolder: house.ports.spoolFolder, copyFailed: house.ports.copyFailed },
    ...{ trust: { signers: WHO.trust.signers, tsa: TRUST }, timestamps: TRUST, inspector, scanner },
    now: () => now.at,
  };
  const kept = (one: StoredCase): Kept => {
    const [link] = one.links as [Extract<StoreLink, { type: 'CaseStored' }>];
    return { holding: one.state.holding!, index: link.body.index };
  };
  const rot = (place: 0 | 1, one: StoredCase, bytes: Buffer): void =>
    house.stores[place]!.rot('archive', keyOf(one.state.holding!.package.content), bytes);
  return { now, house, cases, ports, kept, rot };
}

const told = ({ findings }: Awaited<ReturnType<typeof look>>) => findings.map(({ item, code }) => `${item} ${code}`);

describe('a look at a stored package', () => {
  it('finds nothing where all is as it was stored', async () => {
    const { cases, ports, kept } = await world();
    const found = await look(kept(cases[0]!), ports, NONE);
    expect(found.copies.map(({ place, state }) => [place, state])).toEqual([
      ['a', 'intact'],
      ['b', 'intact'],
    ]);
    expect(told(found)).toEqual([]);
    expect(found.counts.PASS).toBeGreaterThan(20);
  });

  it('names the copy whose bytes changed, and judges the other', async () => {
    const { cases, ports, kept, rot } = await world();
    const [one] = cases as [StoredCase];
    rot(1, one, Buffer.concat([packaged[0]!.bytes.subarray(0, -1), Buffer.from([0xff])]));
    const found = await look(kept(one), ports, NONE);
    expect(found.copies).toMatchObject([
      { place: 'a', state: 'intact' },
      { place: 'b', state: 'changed', found: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(told(found)).toEqual([]);
  });

  it('fails where no copy is what was stored', async () => {
    const { cases, ports, kept, rot } = await world();
    const [one] = cases as [StoredCase];
    for (const place of [0, 1] as const) rot(place, one, Buffer.from('no package any more'));
    const found = await look(kept(one), ports, NONE);
    expect(found.copies.map(({ state }) => state)).toEqual(['changed', 'changed']);
    expect(told(found)).toContain('CQ-LOCAL-CONSISTENCY PACKAGE_CHANGED');
  });

  it('says so where evidence has run out, nobody renewed it', async () => {
    const { cases, ports, kept } = await world(day('2027-08-01'));
    const found = await look(kept(cases[0]!), ports, NONE);
    expect(told(found)).toContain('CQ-LOCAL-SEAL SEAL_BROKEN');
  });

  it('sees a virus that is known today, and a format that no reader opens any more', async () => {
    const { cases, ports, kept } = await world();
    const infected = { verdict: 'infected', signature: 'Eicar-Test-Signature', ...engine } as const;
    const old: LookPorts['inspector'] = {
      inspect: async (file) => ({ ...(await inspector.inspect(file)), readable: 'no' }),
    };
    const ill = { ...ports, inspector: old, scanner: { ...ports.scanner!, scan: async () => infected } };
    const found = told(await look(kept(cases[0]!), ill, NONE));
    expect(found).toContain('CQ-LOCAL-VIRUS INFECTED');
    expect(found).toContain('CQ-LOCAL-READABLE UNREADABLE');
  });

  it('reads a file too large to be held in pieces, digests, scans and opens it, and finds the same', async () => {
    const { cases, ports, kept } = await world();
    const held = await look(kept(cases[0]!), ports, NONE);
    const seen: string[] = [];
    const digestOf = async (what: string, from: unknown): Promise<void> => {
      seen.push(`${what} ${sha256Hex(await buffer(from as Readable))}`);
    };
    const pieces: LookPorts = {
      ...ports,
      heldBytes: 0,
      inspector: {
        inspect: async (file) => {
          await digestOf('opened', 'stream' in file ? file.stream : Readable.from([]));
          return inspector.inspect(file);
        },
      },
      scanner: {
        ...ports.scanner!,
        scan: async (from) => {
          await digestOf('scanned', from);
          return { verdict: 'clean', ...engine };
        },
      },
    };
    expect(await look(kept(cases[0]!), pieces, NONE)).toEqual(held);
    // Each by its own bytes, as the index names them, once by either.
    const named = new Set(packaged[0]!.link.body.index.files.map(({ content }) => content.slice('sha256:'.length)));
    const by = (what: string) => seen.filter((one) => one.startsWith(what)).map((one) => one.split(' ')[1]!);
    expect(by('opened').length).toBeGreaterThan(0);
    expect(by('opened')).toEqual(by('scanned'));
    for (const digest of by('opened')) expect(named).toContain(digest);
  });

  it('passes nothing for which there is no scanner', async () => {
    const { cases, ports, kept } = await world();
    const found = await look(kept(cases[0]!), { ...ports, scanner: null }, NONE);
    expect(found.counts.NOT_RUN).toBeGreaterThan(1);
    expect(new Set(told(found))).toEqual(new Set(['CQ-LOCAL-VIRUS NOT_SCANNED']));
  });

  it('waits for a place that does not answer', async () => {
    const { cases, ports, kept } = await world();
    await expect(look(kept(cases[0]!), { ...ports, places: ports.places.slice(0, 1) }, NONE)).rejects.toThrow(
      'place b',
    );
  });
});

/** The topic of store in one partition; what the round says is answered by the step, as it would be. */
async function circuit(more: Partial<RoundPorts> = {}) {
  const house = await world();
  const links: StoreLink[] = house.cases.flatMap((one) => one.links);
  const said: PackageInspection[] = [];
  const waits: number[] = [];
  const looked: string[] = [];
  const failed: string[] = [];
  const progress: Progress[] = [];
  const ports: RoundPorts = {
    reader: {
      partitions: async () => [0],
      extent: async () => ({ start: 0, end: links.length }),
      scan: async function* (_topic, _partition, from, until) {
        for (let offset = from; offset < until; offset++) {
          const value = Buffer.from(JSON.stringify(links[offset]));
          yield { kind: 'record', offset, record: { value } } as unknown as LogEntry;
        }
      },
    },
    publisher: {
      partitionFor: async () => 0,
      publish: async (records) => {
        for (const { value } of records) {
          const one = CaseDecision.parse(JSON.parse(Buffer.from(value!).toString())) as PackageInspection;
          said.push(one);
        }
      },
    },
    look: async (kept, signal) => {
      looked.push(kept.holding.referenceCode);
      return look(kept, house.ports, signal);
    },
    policy: { days: 300, mostDays: 365, anHour: 60, bytesASecond: 1e9 },
    failed: (name) => failed.push(name),
    told: (one) => progress.push(one),
    wait: async (ms) => {
      waits.push(ms);
      house.now.at += ms;
    },
    now: () => house.now.at,
    ...more,
  };
  /** The step answers what was said so far. */
  const answer = (): void => {
    for (const one of said.splice(0)) {
      const its = house.cases.find(({ name }) => name === one.case)!;
      const record = decisionRecord(one as unknown as RenewalDue, house.now.at);
      const { value: input } = storeRule.parse(record);
      expect(storeRule.consider({ state: its.state, input, scheme: undefined })).toEqual({ do: 'gather' });
      links.push(its.decide(record, {}, house.now.at));
    }
  };
  return { ...house, world: house, ports, links, said, waits, looked, failed, progress, answer };
}

describe('a round over the store', () => {
  it('looks at every package whose turn it is, and says so in a link that can be decided again', async () => {
    const { ports, links, answer, progress } = await circuit();
    const end = await new Round(ports).run(NONE);
    expect(end).toEqual({ stored: 3, due: 0, overdue: 0, done: 3, failed: 0, damaged: 0, oldest: null });
    expect(progress[0]).toMatchObject({ due: 3, done: 0, oldest: '2026-03-06T00:00:00.000Z' });
    answer();
    expect(links.slice(3)).toMatchObject(
      Array.from({ length: 3 }, () => ({ type: 'PackageInspected', body: { outcome: 'sound', damaged: [] } })),
    );
  });

  it('names the place whose copy is damaged', async () => {
    const { ports, links, answer, rot, cases } = await circuit();
    rot(0, cases[1]!, Buffer.from('rotten'));
    expect(await new Round(ports).run(NONE)).toMatchObject({ done: 3, damaged: 1 });
    answer();
    expect(links.slice(3).map(({ body }) => body)).toMatchObject([
      { outcome: 'sound' },
      { outcome: 'damaged', damaged: ['a'] },
      { outcome: 'sound' },
    ]);
  });

  it('calls for somebody where no scanner was there, which versions before store@3 did not', async () => {
    const house = await circuit();
    const look_ = (kept: Kept) => look(kept, { ...house.world.ports, scanner: null }, NONE);
    await new Round({ ...house.ports, look: look_ }).run(NONE);
    const [{ case: name, ...one }] = house.said as [PackageInspection];
    house.answer();
    expect(house.links[3]).toMatchObject({ case: name, body: { outcome: 'attention', damaged: [] } });
    const { state } = house.cases.find((each) => each.name === name)!;
    const { value: input } = storeRule.parse(decisionRecord({ ...one, case: name } as never, AT * 2));
    const at = new Date(AT).toISOString();
    const outcomes = storeRules.map(
      (rule) => rule.decide({ state, input, facts: {} as never, scheme: undefined, at }).body as { outcome: string },
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['attention', 'sound', 'sound']);
  });

  it('goes on where it was killed: what was said is not looked at again, what was not said is', async () => {
    const world = await circuit();
    const killed = new AbortController();
    const ports = {
      ...world.ports,
      wait: async () => killed.abort(new Error('killed')),
    };
    await expect(new Round(ports).run(killed.signal)).rejects.toThrow('killed');
    world.answer();
    expect(world.links).toHaveLength(4);
    const after = await new Round(world.ports).run(NONE);
    world.answer();
    expect(after).toMatchObject({ done: 2 });
    expect(world.links.slice(3).map((one) => one.case)).toEqual(['INSPECT-0001', 'INSPECT-0002', 'INSPECT-0003']);
  });

  it('says the same where it is killed before it hears the answer, so that a case is answered once', async () => {
    const { ports, said } = await circuit();
    await new Round(ports).run(NONE);
    const before = said.splice(0).map(({ id }) => id);
    await new Round(ports).run(NONE);
    expect(said.map(({ id }) => id)).toEqual(before);
    const ids = said.map((one) => storeRule.parse(decisionRecord(one as unknown as RenewalDue, AT * 2)).id);
    expect(new Set(ids).size).toBe(3);
  });

  it('looks at no more than so many in an hour, and reads no faster than it may', async () => {
    const slow = await circuit();
    await new Round(slow.ports).run(NONE);
    expect(slow.waits).toEqual([60_000, 60_000, 60_000]);
    const size = packaged[0]!.bytes.length;
    const thin = await circuit({ policy: { days: 300, mostDays: 365, anHour: 1e6, bytesASecond: size / 100 } });
    await new Round(thin.ports).run(NONE);
    for (const ms of thin.waits) expect(ms).toBeGreaterThan(90_000);
  });

  it('leaves what was looked at alone until its turn comes again, and says what is overdue', async () => {
    const { ports, now, answer, looked, progress } = await circuit();
    const round = new Round(ports);
    await round.run(NONE);
    answer();
    expect(await round.run(NONE)).toMatchObject({ done: 0, due: 0 });
    now.at += 400 * 86_400_000;
    await round.run(NONE);
    expect(looked).toHaveLength(6);
    expect(progress.some(({ overdue }) => overdue === 3)).toBe(true);
  });

  it('goes on past a package that cannot be had now, which stays due', async () => {
    let first = true;
    const { ports, failed } = await circuit();
    const flaky: RoundPorts = {
      ...ports,
      look: async (kept, signal) => {
        if (first) {
          first = false;
          throw new Error('the place does not answer');
        }
        return ports.look(kept, signal);
      },
    };
    const round = new Round(flaky);
    expect(await round.run(NONE)).toMatchObject({ done: 2, failed: 1, due: 1 });
    expect(failed).toEqual(['INSPECT-0001']);
    expect(await round.run(NONE)).toMatchObject({ done: 1, failed: 0 });
  });
});

describe('what was found', () => {
  it.each<[string, (one: PackageInspection) => PackageInspection, string]>([
    [
      'another package',
      (one) => ({ ...one, data: { ...one.data, package: `sha256:${'0'.repeat(64)}` } }),
      'OTHER_PACKAGE',
    ],
    ['other copies', (one) => ({ ...one, data: { ...one.data, copies: one.data.copies.slice(1) } }), 'OTHER_COPIES'],
  ])('of %s is put aside', async (_, change, reason) => {
    const { ports, said, cases } = await circuit();
    await new Round(ports).run(NONE);
    const { state } = cases[0]!;
    const { value: input } = storeRule.parse(decisionRecord(change(said[0]!) as unknown as RenewalDue, AT * 2));
    expect(storeRule.consider({ state, input, scheme: undefined })).toMatchObject({ do: 'park', reason });
    expect(storeRule.consider({ state: storeRule.initial('X'), input, scheme: undefined })).toMatchObject({
      reason: 'CASE_NOT_STORED',
    });
  });
});
