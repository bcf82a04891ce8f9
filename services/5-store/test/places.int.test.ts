import { tmpdir } from 'node:os';
import type { CasePackaged } from '@guidang/contracts';
import type { Gathering } from '@guidang/stream';
import { s3Vault, VaultUnavailable } from '@guidang/vault';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, type FaultyWay, faultyWay } from '../../../packages/vault/test/faulty-way.ts';
import type { StoreState } from '../src/decide.ts';
import { gatherer } from '../src/gather.ts';
import type { StoringFacts } from '../src/rule/storing.ts';
import { FOREVER, type Packaged, packagedCase, WHO } from './packages.ts';
import { ask, placeAs } from './real.ts';

const direct = { a: s3Vault(placeAs('service', 'a')), b: s3Vault(placeAs('service', 'b')) };
let ways: { a: FaultyWay; b: FaultyWay };
const vaults: ReturnType<typeof s3Vault>[] = [];
let serial = 0;

const fresh = async (more: Parameters<typeof packagedCase>[0] = {}): Promise<Packaged> => {
  serial += 1;
  const packaged = await packagedCase({ opinion: `第 ${serial} 件 ${Date.now()}`, ...more });
  await direct.a.put('prearchive', packaged.bytes);
  return packaged;
};

const open = (endpoints: { a: string; b: string }) =>
  (['a', 'b'] as const).map((name) => {
    const vault = s3Vault({ ...placeAs('service', name), endpoint: endpoints[name] }, { attempts: 2, backoffMs: 1 });
    vaults.push(vault);
    return { name, vault, bucket: 'archive' };
  });

function gather({ link, record }: Packaged, endpoints?: { a: string; b: string }): Promise<StoringFacts> {
  const places = open(endpoints ?? { a: placeAs('service', 'a').endpoint, b: placeAs('service', 'b').endpoint });
  return gatherer({
    prearchive: { vault: direct.a, bucket: 'prearchive' },
    places,
    trust: WHO.trust,
    foreverYears: 100,
    gate: pLimit(2),
    spoolFolder: tmpdir(),
    now: Date.now,
  })({
    state: { holding: null },
    input: link,
    scheme: undefined,
    case: link.case,
    record,
    links: async () => [],
    signal: new AbortController().signal,
  } satisfies Gathering<StoreState, CasePackaged>);
}

const through = () => ({ a: ways.a.place.endpoint, b: ways.b.place.endpoint });

/** How many versions of a package a place has. */
async function versionsOf(name: string, { link }: Packaged): Promise<number> {
  const prefix = `objects/sha256/${link.body.package.content.slice('sha256:'.length)}`;
  const { text } = await ask('root', name, { method: 'GET', path: '/archive', query: { versions: '', prefix } });
  return text.split('<Version>').length - 1;
}

beforeAll(async () => {
  ways = { a: await faultyWay(placeAs('service', 'a')), b: await faultyWay(placeAs('service', 'b')) };
});
afterAll(async () => {
  for (const vault of [...vaults, direct.a, direct.b]) vault.close();
  await ways?.a.close();
  await ways?.b.close();
});

describe('both real places', () => {
  it('keep a copy that nobody can delete, shorten or hide, with the credential of the service or as root', async () => {
    const packaged = await fresh();
    const { copies } = await gather(packaged);
    expect(copies.map(({ place }) => place)).toEqual(['a', 'b']);
    const bypass = { 'x-amz-bypass-governance-retention': 'true' };
    const shorter = `<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>${new Date(Date.now() + 60_000).toISOString()}</RetainUntilDate></Retention>`;
    for (const { place, bucket, key, versionId, lock } of copies) {
      const path = `/${bucket}/${key}`;
      for (const who of ['service', 'root'] as const) {
        const version = { versionId };
        expect((await ask(who, place, { method: 'DELETE', path, query: version })).status, who).toBeGreaterThanOrEqual(
          400,
        );
        expect(
          (await ask(who, place, { method: 'DELETE', path, query: version, headers: bypass })).status,
        ).toBeGreaterThanOrEqual(400);
        expect(
          (await ask(who, place, { method: 'PUT', path, query: { retention: '', ...version }, body: shorter })).status,
        ).toBeGreaterThanOrEqual(400);
      }
      expect((await ask('service', place, { method: 'DELETE', path })).status).toBe(403);
      expect(lock).toEqual({ mode: 'COMPLIANCE', until: '2056-12-31T15:59:59.000Z' });
      expect(
        (await direct[place as 'a' | 'b'].read(bucket, { key, versionId }, 10_000_000)).equals(packaged.bytes),
      ).toBe(true);
    }
  });

  it('take a lock a hundred years ahead for what is kept for ever', async () => {
    const { copies, lockUntil } = await gather(await fresh({ matter: FOREVER }));
    expect(lockUntil).toBe('2126-12-31T15:59:59Z');
    expect(copies.map(({ lock }) => lock.until)).toEqual(['2126-12-31T15:59:59.000Z', '2126-12-31T15:59:59.000Z']);
  });

  it('take a package that does not fit into memory', async () => {
    const packaged = await fresh({
      files: [{ name: 'large.tif', bytes: Buffer.alloc(20 * 1024 * 1024, `${Date.now()}`) }],
    });
    const { copies } = await gather(packaged);
    expect(copies.map(({ size }) => size)).toEqual([packaged.bytes.length, packaged.bytes.length]);
    expect(await gather(packaged)).toMatchObject({ copies });
  });
});

describe('a place that fails', () => {
  it('altogether is waited for, and what the other has is found again', async () => {
    const packaged = await fresh();
    const nobody = { ...through(), b: 'http://127.0.0.1:9' };
    await expect(gather(packaged, nobody)).rejects.toBeInstanceOf(VaultUnavailable);
    expect(await versionsOf('a', packaged)).toBe(1);
    expect((await gather(packaged)).copies).toHaveLength(2);
    expect(await versionsOf('a', packaged)).toBe(1);
  });

  const put = (method: string, url: string): boolean => method === 'PUT' && !url.includes('?');
  const get = (method: string, url: string): boolean => method === 'GET' && !url.includes('retention');
  const retention = (method: string, url: string): boolean => method === 'GET' && url.includes('retention');
  it.each<[string, (method: string, url: string) => boolean, Fault[]]>([
    ['before the write', put, ['lost']],
    ['after the write, untold', put, ['untold']],
    ['after the write, twice', put, ['untold', 'untold']],
    ['with "not now"', put, [503, 503, 503]],
    ['when the copy is read back', get, ['lost', 'lost', 'lost']],
    ['in the middle of reading back', get, ['cut', 'cut']],
    ['when the lock is read back', retention, ['lost', 'untold', 503]],
  ])('%s ends with one copy in each place, once it is asked again', async (_, matches, faults) => {
    const packaged = await fresh();
    ways.b.seen.splice(0);
    ways.b.next(matches, ...faults);
    let facts: StoringFacts | undefined;
    for (let attempt = 0; facts === undefined; attempt++)
      facts = await gather(packaged, through()).catch((error: unknown) => {
        if (attempt > 5) throw error;
        return undefined;
      });
    expect(ways.b.seen.some((line) => line.endsWith(` ${faults[0]}`))).toBe(true);
    expect(facts.copies.map(({ place }) => place)).toEqual(['a', 'b']);
    expect([await versionsOf('a', packaged), await versionsOf('b', packaged)]).toEqual([1, 1]);
    expect(await gather(packaged)).toEqual(facts);
  });
});
