import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { s3Vault, VaultForbidden, VaultRefused, VaultUnavailable } from '../src/index.ts';
import { type Fault, faultyWay } from './faulty-way.ts';
import { placeAs } from './parts.ts';
import { digests, fresh, streamOf } from './specimens.ts';

const way = await faultyWay(placeAs('service'));
const vault = s3Vault(way.place, { backoffMs: 1, attempts: 3 });
const MIB = 1024 ** 2;

const put = (method: string, url: string): boolean => method === 'PUT' && !url.includes('?');
const get = (method: string): boolean => method === 'GET';
const part = (method: string, url: string): boolean => method === 'PUT' && url.includes('partNumber');
const begin = (method: string, url: string): boolean => method === 'POST' && url.includes('uploads');
const complete = (method: string, url: string): boolean => method === 'POST' && url.includes('uploadId');

describe('a store that fails now and then', () => {
  beforeEach(() => way.seen.splice(0));
  afterAll(async () => {
    vault.close();
    await way.close();
  });

  it.each<Fault[]>([['lost'], [503], [409], ['lost', 503]])(
    'puts again when the write was not done (%s %s)',
    async (...faults) => {
      way.next(put, ...faults.filter((fault) => fault !== undefined));
      const bytes = fresh(5000);
      expect((await vault.put('prearchive', bytes)).created).toBe(true);
      expect((await vault.read('prearchive', `sha256:${digests(bytes).sha256}`, 5000)).equals(bytes)).toBe(true);
    },
  );

  it('meets its own bytes when the write was done and the answer got lost', async () => {
    way.next(put, 'untold');
    const bytes = fresh(5000);
    const stored = await vault.put('prearchive', bytes);
    expect(stored.created).toBe(false);
    expect(stored.versionId).toBe((await vault.head('prearchive', stored.name))!.versionId);
    // The bytes are not sent a second time: the key is looked at first.
    expect(way.seen.slice(0, 2)).toEqual(['PUT untold', 'HEAD 200']);
  });

  it('looks before it sends what is large, since a refusal would come as a broken connection', async () => {
    const bytes = fresh(6 * MIB);
    await vault.put('prearchive', bytes);
    way.seen.splice(0);
    expect((await vault.put('prearchive', bytes)).created).toBe(false);
    expect(new Set(way.seen)).toEqual(new Set(['HEAD 200']));
  });

  it('keeps the lock it asked for when the answer got lost', async () => {
    way.next(put, 'untold');
    const until = new Date(Date.now() + 60_000);
    const { name } = await vault.put('archive', fresh(100), { lock: { mode: 'COMPLIANCE', until } });
    expect((await vault.retention('archive', name))!.until.getTime()).toBeGreaterThanOrEqual(until.getTime());
  });

  it.each([
    ['beginning', begin],
    ['a part', part],
    ['completing', complete],
  ] as const)('gets large bytes in when %s fails either way', async (_, matches) => {
    for (const fault of ['lost', 'untold', 503] as const) {
      way.next(matches, fault);
      const bytes = fresh(17 * MIB);
      const { name } = await vault.put('prearchive', streamOf(bytes), { expect: digests(bytes) });
      expect((await buffer(await vault.get('prearchive', name))).equals(bytes)).toBe(true);
    }
  });

  it('gives up after a bounded number of attempts, saying that later may do', async () => {
    way.next(put, 'lost', 'lost', 'lost', 'lost', 'lost');
    const error = await vault.put('prearchive', fresh(10)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(VaultUnavailable);
    expect(error).toMatchObject({ retryable: true });
    expect(way.seen.filter((line) => line.startsWith('PUT'))).toEqual(['PUT lost', 'PUT lost', 'PUT lost']);
  });

  it('gives the upload up when a part cannot be sent', async () => {
    way.next(part, 503, 503, 503);
    await expect(vault.put('prearchive', streamOf(fresh(17 * MIB)))).rejects.toBeInstanceOf(VaultUnavailable);
    expect(way.seen.at(-1)).toBe('DELETE 204');
  });

  it('tells of an upload that it could not give up', async () => {
    const left: unknown[] = [];
    const telling = s3Vault(way.place, { backoffMs: 1, attempts: 1, leftBehind: (what) => left.push(what) });
    way.next((method, url) => part(method, url) || method === 'DELETE', 503, 503);
    await expect(telling.put('prearchive', streamOf(fresh(9 * MIB)))).rejects.toBeInstanceOf(VaultUnavailable);
    expect(left).toHaveLength(1);
    telling.close();
  });

  it('reads again when the answer did not come, and says so when it broke off half-way', async () => {
    const bytes = fresh(5 * MIB);
    const { name } = await vault.put('prearchive', bytes);
    way.next(get, 'lost', 503);
    expect((await vault.read('prearchive', name, 5 * MIB)).equals(bytes)).toBe(true);
    way.next(get, 'cut');
    await expect(buffer(await vault.get('prearchive', name))).rejects.toBeInstanceOf(VaultUnavailable);
    way.next(get, 'cut');
    await expect(vault.read('prearchive', name, 5 * MIB)).rejects.toBeInstanceOf(VaultUnavailable);
  });

  it('does not ask again what was refused', async () => {
    const { place } = way;
    const stranger = s3Vault(
      { ...place, credentials: { ...place.credentials, secretAccessKey: 'wrong' } },
      { attempts: 3 },
    );
    await expect(stranger.put('prearchive', fresh(10))).rejects.toBeInstanceOf(VaultForbidden);
    await expect(vault.put('no-such-bucket', fresh(10))).rejects.toBeInstanceOf(VaultRefused);
    expect(way.seen).toHaveLength(2);
    stranger.close();
  });

  it('says that nobody is there', async () => {
    const nobody = s3Vault({ ...way.place, endpoint: 'http://127.0.0.1:9' }, { attempts: 2, backoffMs: 1 });
    await expect(nobody.head('prearchive', `sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(nobody.put('prearchive', streamOf(fresh(9 * MIB)))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    nobody.close();
  });
});
