import { afterAll, describe, expect, it } from 'vitest';
import { s3Vault, VaultForbidden } from '../src/index.ts';
import { S3 } from '../src/s3.ts';
import { S3Store } from '../src/s3-store.ts';
import { Wire } from '../src/wire.ts';
import { placeAs } from './parts.ts';
import { brokenOff, digests, fresh, streamOf } from './specimens.ts';

const MIB = 1024 ** 2;
const service = placeAs('service');
const until = (ms: number): Date => new Date(Date.now() + ms);
const vault = s3Vault(service);
afterAll(() => vault.close());

describe("what the services' credential may do with what is locked", () => {
  const s3 = new S3(service);
  afterAll(() => s3.close());

  it('may lengthen but not shorten a lock', async () => {
    const { key, versionId } = await vault.put('archive', fresh(50), {
      lock: { mode: 'COMPLIANCE', until: until(120_000) },
    });
    const where = { bucket: 'archive', key };
    const retain = (ms: number): Promise<void> => s3.retain(where, versionId, { mode: 'COMPLIANCE', until: until(ms) });
    await retain(180_000);
    await expect(retain(60_000)).rejects.toBeInstanceOf(VaultForbidden);
    expect((await s3.retention(where, versionId))!.until.getTime()).toBeGreaterThan(Date.now() + 170_000);
  });

  it('may not hide a version behind a newer one: the version that was stored stays readable', async () => {
    const bytes = fresh(50);
    const stored = await vault.put('archive', bytes, { lock: { mode: 'COMPLIANCE', until: until(60_000) } });
    await vault.put('archive', fresh(60), { key: stored.key, replace: true });
    expect((await vault.read('archive', stored, 50)).equals(bytes)).toBe(true);
  });
});

describe('an upload that came to nothing', () => {
  it('leaves neither an object nor parts', async () => {
    const root = new Wire(placeAs('root'), { sockets: 1, idleMs: 5000 });
    const bytes = fresh(20 * MIB);
    const { sha256 } = digests(bytes);
    await expect(vault.put('prearchive', brokenOff(bytes, 19 * MIB), { expect: { sha256 } })).rejects.toThrow('reset');
    await expect(vault.put('prearchive', streamOf(bytes), { expect: { sha256, sm3: sha256 } })).rejects.toThrow();
    expect(await vault.has('prearchive', `sha256:${sha256}`)).toBe(false);
    const answer = await root.ask({ method: 'GET', bucket: 'prearchive', key: '', query: { uploads: '' } });
    const text = (await answer.toArray()).join('');
    expect(text).toContain('ListMultipartUploadsResult');
    expect(text).not.toContain(sha256);
    root.close();
  });
});

it('meets the other writer when both complete the same upload', async () => {
  const store = new S3Store(service, { client: 'direct', sockets: 4, idleMs: 5000, attempts: 2, backoffMs: 10 });
  const body = fresh(6 * MIB);
  const key = `int/vault/${digests(body).sha256}`;
  const uploads = await Promise.all([1, 2].map(() => store.upload('prearchive', key, { replace: false })));
  for (const upload of uploads) await upload.part(1, body);
  const written = [await uploads[0]!.complete(), await uploads[1]!.complete()];
  expect(written.map(({ created }) => created)).toEqual([true, false]);
  store.close();
});
