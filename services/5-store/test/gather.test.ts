import { tmpdir } from 'node:os';
import type { CasePackaged } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { Gathering } from '@guidang/stream';
import { MemoryStore, type Vault, VaultCorrupt, VaultNotFound, VaultUnavailable, vaultOver } from '@guidang/vault';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { authorities } from '../../../packages/packaging/test/authorities.ts';
import { type StoreState, storeRule } from '../src/decide.ts';
import { AnchorUnknown, gatherer, type StorePorts } from '../src/gather.ts';
import type { StoringFacts } from '../src/rule/storing.ts';
import { FOREVER, type Packaged, packagedCase, prearchiveWith, WHO } from './packages.ts';

const one = await packagedCase();
const large = await packagedCase({ files: [{ name: 'plan.tif', bytes: Buffer.alloc(9 * 1024 * 1024, 'p') }] });

interface World {
  readonly ports: StorePorts;
  readonly stores: readonly MemoryStore[];
}

function worldOf(vault: Vault, more: Partial<StorePorts> = {}): World {
  const stores = [new MemoryStore(), new MemoryStore()];
  const places = stores.map((store, i) => ({ name: 'ab'[i]!, vault: vaultOver(store), bucket: 'archive' }));
  const ports = {
    prearchive: { vault, bucket: 'prearchive' },
    places,
    trust: WHO.trust,
    foreverYears: 100,
    gate: pLimit(2),
    spoolFolder: tmpdir(),
    now: () => Date.parse('2026-03-06T00:00:00Z'),
    ...more,
  };
  return { ports, stores };
}

const gather = (
  ports: StorePorts,
  { link, record }: Packaged,
  signal = new AbortController().signal,
): Promise<StoringFacts> =>
  gatherer(ports)({
    state: { holding: null },
    input: link,
    scheme: undefined,
    case: link.case,
    record,
    links: async () => [],
    signal,
  } satisfies Gathering<StoreState, CasePackaged>);

const failedOf = ({ checks }: StoringFacts): string[] => checks.filter(({ ok }) => !ok).map(({ check }) => check);

/** A vault that gives other bytes than the name says, so many times. */
function spoiling(vault: Vault, times: number): Vault {
  let left = times;
  const spoilt = (): void => {
    if (left-- > 0) throw new VaultCorrupt({ bucket: 'prearchive', key: 'x' }, 'right', 'wrong');
  };
  return {
    ...vault,
    read: async (...args) => {
      spoilt();
      return vault.read(...args);
    },
    get: async (...args) => {
      spoilt();
      return vault.get(...args);
    },
  };
}

describe.each([
  ['small enough to be held', one],
  ['too large to be held', large],
])('a package %s', (_, packaged) => {
  it('is checked, put into both places under lock, and read back', async () => {
    const { ports } = worldOf(await prearchiveWith(packaged));
    const facts = await gather(ports, packaged);
    expect(failedOf(facts)).toEqual([]);
    expect(facts.lockUntil).toBe('2056-12-31T15:59:59Z');
    const { index } = packaged.link.body;
    expect(facts.received).toMatchObject({ bytes: packaged.bytes.length, files: index.files.length });
    expect(facts.received!.metadata.map(({ item, outcome }) => `${item} ${outcome}`)).toEqual(
      ['GD-1-2', 'GD-1-3', 'GD-1-4', 'GD-1-6', 'GD-2-3', 'GD-2-4'].map((item) => `${item} PASS`),
    );
    for (const { evidence } of facts.received!.metadata) expect(evidence.values).toBeGreaterThan(20);
    expect(facts.copies.map(({ place, sha256, size, lock }) => [place, `sha256:${sha256}`, size, lock.until])).toEqual(
      ['a', 'b'].map((place) => [
        place,
        packaged.link.body.package.content,
        packaged.bytes.length,
        '2056-12-31T15:59:59.000Z',
      ]),
    );
  });

  it('gathered for twice has the same receipts', async () => {
    const { ports } = worldOf(await prearchiveWith(packaged));
    expect(await gather(ports, packaged)).toEqual(await gather(ports, packaged));
  });

  it('is fetched once more where its bytes differ, and refused where they still do', async () => {
    const vault = await prearchiveWith(packaged);
    expect(failedOf(await gather(worldOf(spoiling(vault, 1)).ports, packaged))).toEqual([]);
    const { ports } = worldOf(spoiling(vault, 2));
    const facts = await gather(ports, packaged);
    expect(failedOf(facts)).toEqual(['PACKAGE_DIGEST']);
    expect(facts.copies).toEqual([]);
  });

  it('is asked for again where it is not there yet', async () => {
    await expect(gather(worldOf(await prearchiveWith()).ports, packaged)).rejects.toBeInstanceOf(VaultNotFound);
  });
});

describe('what does not hold is put nowhere', () => {
  const copiesIn = async ({ ports: { places } }: World): Promise<number> => {
    let count = 0;
    for (const { vault, bucket } of places) for await (const _ of vault.list(bucket)) count += 1;
    return count;
  };

  it.each<[string, (packaged: Packaged) => Packaged, string[]]>([
    [
      'a package with another 档号 than announced',
      (packaged) => ({
        ...packaged,
        link: { ...packaged.link, body: { ...packaged.link.body, referenceCode: 'J031-ZY·XK·2026·D30-0002' } },
      }),
      ['AS_ANNOUNCED'],
    ],
    [
      'a package of another sealing than announced',
      (packaged) => ({
        ...packaged,
        link: { ...packaged.link, input: { ...packaged.link.input, sha256: '0'.repeat(64) } },
      }),
      ['AS_ANNOUNCED'],
    ],
  ])('%s', async (_, change, expected) => {
    const world = worldOf(await prearchiveWith(one));
    const facts = await gather(world.ports, change(one));
    expect(failedOf(facts)).toEqual(expected);
    expect(facts).toMatchObject({ copies: [], lockUntil: null });
    expect(await copiesIn(world)).toBe(0);
  });

  it('a package whose SM3 is not what was announced', async () => {
    const world = worldOf(await prearchiveWith(one));
    const { link } = one;
    const other = {
      ...one,
      link: { ...link, body: { ...link.body, package: { ...link.body.package, sm3: '0'.repeat(64) } } },
    };
    expect(failedOf(await gather(world.ports, other))).toEqual(['PACKAGE_DIGEST']);
    expect(await copiesIn(world)).toBe(0);
  });
});

it.each(['signers', 'tsa'] as const)(
  'a package that leads to none of our certificates for %s waits for an operator',
  async (missing) => {
    const trust = { ...WHO.trust, [missing]: (await authorities('X')).trust[missing] };
    const world = worldOf(await prearchiveWith(one), { trust });
    await expect(gather(world.ports, one)).rejects.toBeInstanceOf(AnchorUnknown);
    expect((await gather({ ...world.ports, trust: WHO.trust }, one)).copies).toHaveLength(2);
  },
);

describe('a place', () => {
  it('that does not answer is asked again later, and then both have their copy', async () => {
    const { ports } = worldOf(await prearchiveWith(one));
    const [a, b] = ports.places;
    let down = true;
    const vault: Vault = {
      ...b!.vault,
      put: (...args) =>
        down ? Promise.reject(new VaultUnavailable({ bucket: 'archive', key: 'x' }, 'down')) : b!.vault.put(...args),
    };
    const shaky = { ...ports, places: [a!, { ...b!, vault }] };
    await expect(gather(shaky, one)).rejects.toBeInstanceOf(VaultUnavailable);
    down = false;
    expect((await gather(shaky, one)).copies).toHaveLength(2);
  });

  it('in which other bytes lie under the name of the package gets the right ones in front of them', async () => {
    const { ports, stores } = worldOf(await prearchiveWith(one));
    const { content, size } = one.link.body.package;
    const key = `objects/sha256/${content.slice('sha256:'.length)}`;
    const wrong = Buffer.alloc(size, 'x');
    await stores[1]!.put('archive', key, wrong, sha256Hex(wrong), { replace: false });
    const facts = await gather(ports, one);
    expect(facts.copies.map(({ place, sha256 }) => [place, sha256])).toEqual(
      ['a', 'b'].map((place) => [place, content.slice('sha256:'.length)]),
    );
  });

  it('that gives back other bytes whatever is put there is not filled with versions nobody can take away', async () => {
    const { ports } = worldOf(await prearchiveWith(one));
    const [a, b] = ports.places;
    let puts = 0;
    const vault: Vault = {
      ...b!.vault,
      put: (...args) => {
        puts += 1;
        return b!.vault.put(...args);
      },
      get: () => Promise.reject(new VaultCorrupt({ bucket: 'archive', key: 'x' }, 'right', 'wrong')),
    };
    for (let again = 0; again < 5; again++)
      await expect(gather({ ...ports, places: [a!, { ...b!, vault }] }, one)).rejects.toBeInstanceOf(VaultCorrupt);
    // The first time it is put and, being wrong, put in front; after that it is only looked at.
    expect(puts).toBe(6);
  });

  it('gets nothing when the partition is lost', async () => {
    const { ports } = worldOf(await prearchiveWith(one));
    const lost = new AbortController();
    lost.abort();
    await expect(gather(ports, one, lost.signal)).rejects.toThrow();
  });
});

it('a package whose retention is over already is locked for a year', async () => {
  const now = Date.parse('2070-05-01T00:00:00.250Z');
  const { ports } = worldOf(await prearchiveWith(one), { now: () => now });
  const facts = await gather(ports, one);
  expect(Date.parse(one.link.body.retainUntil!)).toBeLessThan(now);
  expect(facts.lockUntil).toBe('2071-05-01T00:00:01Z');
  const decided = storeRule.decide({
    state: { holding: null },
    input: one.link,
    scheme: undefined,
    facts,
    at: '2070-05-01T00:00:01Z',
  });
  expect(decided.type).toBe('CaseStored');
});

it('a package for ever is locked as many years ahead as the service is told, counted from its closing', async () => {
  const forever = await packagedCase({ matter: FOREVER });
  const { ports } = worldOf(await prearchiveWith(forever), { foreverYears: 70 });
  const facts = await gather(ports, forever);
  expect(facts.lockUntil).toBe('2096-12-31T15:59:59Z');
  expect(facts.copies.every(({ lock }) => lock.until === '2096-12-31T15:59:59.000Z')).toBe(true);
});
