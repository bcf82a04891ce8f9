import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import {
  DigestMismatch,
  keyOf,
  SizeMismatch,
  type Vault,
  VaultCorrupt,
  VaultNotFound,
  VaultTaken,
  VaultTooLarge,
} from '../src/index.ts';
import { brokenOff, digests, fresh, streamOf } from './specimens.ts';

export interface Judged {
  readonly vault: Vault;
  /** a bucket without locks */
  readonly open: string;
  /** a bucket with Object Lock */
  readonly locked: string;
  /** other bytes come to lie under the key, by somebody who may do that */
  rot(bucket: string, key: string, bytes: Buffer): Promise<void>;
}

const MIB = 1024 ** 2;
const SIZES = [
  ['empty', 0],
  ['small', 1000],
  ['just whole', 8 * MIB],
  ['in parts', 8 * MIB + 1],
  ['in several parts', 20 * MIB],
] as const;
const until = (ms: number): Date => new Date(Date.now() + ms);

/** What every vault promises, whatever it is made of. */
export function promises(name: string, judged: () => Judged): void {
  describe(`a vault in ${name}`, () => {
    const { vault, open, locked, rot } = judged();
    afterAll(() => vault.close());

    describe.each(SIZES)('%s', (_, size) => {
      it.each(['bytes', 'stream', 'announced stream'])('names %s by both digests and gives them back', async (kind) => {
        const bytes = fresh(size);
        const both = digests(bytes);
        const source = kind === 'bytes' ? bytes : streamOf(bytes);
        const stored = await vault.put(open, source, kind === 'announced stream' ? { expect: { ...both, size } } : {});
        expect(stored).toMatchObject({
          ...both,
          size,
          name: `sha256:${both.sha256}`,
          created: size > 0 || stored.created,
        });
        expect((await buffer(await vault.get(open, stored.name))).equals(bytes)).toBe(true);
        expect(await vault.head(open, stored.name)).toMatchObject({ size });
      });

      it('takes the same bytes twice without harm', async () => {
        const bytes = fresh(Math.max(size, 32));
        const first = await vault.put(open, streamOf(bytes));
        const again = await vault.put(open, streamOf(bytes));
        const announced = await vault.put(open, streamOf(bytes), { expect: digests(bytes) });
        expect([first.created, again.created, announced.created]).toEqual([true, false, false]);
        expect(again).toEqual({ ...first, created: false });
        expect(announced).toEqual(again);
      });

      it.each(['sha256', 'sm3'] as const)('refuses a wrong %s and names both', async (algorithm) => {
        const bytes = fresh(size + 10);
        const other = digests(fresh(10));
        const refused = vault.put(open, streamOf(bytes), { expect: { [algorithm]: other[algorithm] } });
        const error = await refused.catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(DigestMismatch);
        expect(error).toMatchObject({ algorithm, expected: other[algorithm], found: digests(bytes)[algorithm] });
        expect(await vault.has(open, `sha256:${digests(bytes).sha256}`)).toBe(false);
        expect(await vault.has(open, `sha256:${other.sha256}`)).toBe(false);
      });

      it('makes no object of a source that breaks off, and passes its error on', async () => {
        const bytes = fresh(size + 10);
        const { sha256 } = digests(bytes);
        for (const options of [{}, { expect: { sha256 } }, { expect: { size: bytes.length } }]) {
          await expect(vault.put(open, brokenOff(bytes, size + 5), options)).rejects.toThrow('connection reset');
        }
        expect(await vault.has(open, `sha256:${sha256}`)).toBe(false);
        expect(await vault.has(open, `sha256:${digests(bytes.subarray(0, size + 5)).sha256}`)).toBe(false);
      });

      it('makes no object of a source that ends too early or goes on too long', async () => {
        const bytes = fresh(size + 10);
        for (const announced of [bytes.length + 1, bytes.length - 1]) {
          const put = vault.put(open, streamOf(bytes), { expect: { size: announced } });
          await expect(put).rejects.toBeInstanceOf(SizeMismatch);
        }
        await expect(vault.put(open, streamOf(bytes), { maxBytes: size })).rejects.toBeInstanceOf(VaultTooLarge);
        expect(await vault.has(open, `sha256:${digests(bytes).sha256}`)).toBe(false);
      });
    });

    it('lets go of the source it gave up', async () => {
      const source = streamOf(fresh(100_000));
      await expect(vault.put(open, source, { maxBytes: 10 })).rejects.toThrow();
      expect(source.destroyed).toBe(true);
    });

    it('says which object is missing', async () => {
      const name = `sha256:${digests(fresh(9)).sha256}` as const;
      await expect(vault.get(open, name)).rejects.toBeInstanceOf(VaultNotFound);
      await expect(vault.read(open, name, 10)).rejects.toBeInstanceOf(VaultNotFound);
      expect(await vault.head(open, name)).toBeNull();
    });

    it('reads small objects whole, and no larger than asked', async () => {
      const bytes = fresh(1000);
      const { name } = await vault.put(open, bytes);
      expect((await vault.read(open, name, 1000)).equals(bytes)).toBe(true);
      await expect(vault.read(open, name, 999)).rejects.toBeInstanceOf(VaultTooLarge);
    });

    it('tells SM3 of what was read where it is asked', async () => {
      const bytes = fresh(5000);
      const { name, sm3, sha256 } = await vault.put(open, bytes);
      const stream = await vault.get(open, name, { sm3: true });
      await buffer(stream);
      expect(stream.digests).toEqual({ sha256, sm3 });
      const wrong = await vault.get(open, name, { sm3: sha256 });
      await expect(buffer(wrong)).rejects.toBeInstanceOf(VaultCorrupt);
    });

    it.each([
      ['one bit', (bytes: Buffer) => bytes.with(500, bytes[500]! ^ 1)],
      ['the end', (bytes: Buffer) => bytes.subarray(0, 999)],
      ['everything', () => Buffer.alloc(0)],
    ])('finds that %s of a stored object changed', async (_, change) => {
      const bytes = fresh(1000);
      const { name, key, sha256 } = await vault.put(open, bytes);
      const changed = Buffer.from(change(bytes));
      await rot(open, key, changed);
      const corrupt = { expected: sha256, found: digests(changed).sha256 };
      await expect(vault.read(open, name, 5000)).rejects.toMatchObject({ code: 'CORRUPT', ...corrupt });
      await expect(buffer(await vault.get(open, name))).rejects.toMatchObject({ code: 'CORRUPT', ...corrupt });
    });

    it('does not take other bytes under a name for the same, and heals them when told to', async () => {
      const bytes = fresh(1000);
      const { key, name } = await vault.put(open, bytes);
      await rot(open, key, fresh(1001));
      await expect(vault.put(open, bytes)).rejects.toBeInstanceOf(VaultCorrupt);
      await vault.put(open, bytes, { replace: true });
      expect((await vault.read(open, name, 1000)).equals(bytes)).toBe(true);
    });

    it('keeps a key of the caller as write-once as a name, unless told to replace', async () => {
      const key = `int/vault/${randomUUID()}`;
      const [one, two] = [fresh(100), fresh(100)];
      expect((await vault.put(open, one, { key })).created).toBe(true);
      expect((await vault.put(open, one, { key })).created).toBe(false);
      await expect(vault.put(open, two, { key })).rejects.toBeInstanceOf(VaultTaken);
      const first = await vault.put(open, one, { key });
      await vault.put(open, two, { key, replace: true });
      expect((await vault.read(open, { key }, 100)).equals(two)).toBe(true);
      expect((await vault.read(open, { key, versionId: first.versionId }, 100)).equals(one)).toBe(true);
      await expect(vault.read(open, { key, sha256: digests(one).sha256 }, 100)).rejects.toBeInstanceOf(VaultCorrupt);
    });

    it('streams large bytes to a key of the caller', async () => {
      const key = `int/vault/${randomUUID()}`;
      const bytes = fresh(9 * MIB);
      expect((await vault.put(open, streamOf(bytes), { key })).created).toBe(true);
      expect((await vault.put(open, streamOf(bytes), { key })).created).toBe(false);
      await expect(vault.put(open, streamOf(fresh(9 * MIB)), { key })).rejects.toBeInstanceOf(VaultTaken);
    });

    it('lists what lies under a prefix in order', async () => {
      const prefix = `int/vault/${randomUUID()}/`;
      for (const n of ['b', 'a', 'c/d']) await vault.put(open, Buffer.from(n), { key: prefix + n });
      const keys: unknown[] = [];
      for await (const entry of vault.list(open, prefix)) keys.push(entry);
      expect(keys).toEqual([
        { key: `${prefix}a`, size: 1 },
        { key: `${prefix}b`, size: 1 },
        { key: `${prefix}c/d`, size: 3 },
      ]);
    });

    it.each([
      ['small', 1000],
      ['large', 9 * MIB],
    ])('locks a %s object until the time asked for, and never for less', async (_, size) => {
      const bytes = fresh(size);
      const lock = { mode: 'COMPLIANCE', until: until(60_000) } as const;
      const stored = await vault.put(locked, streamOf(bytes), { lock });
      const at = { name: stored.name, versionId: stored.versionId };
      const first = (await vault.retention(locked, at))!;
      expect(first.mode).toBe('COMPLIANCE');
      expect(first.until.getTime()).toBeGreaterThanOrEqual(lock.until.getTime());
      const longer = { mode: 'COMPLIANCE', until: until(120_000) } as const;
      expect((await vault.put(locked, streamOf(bytes), { lock: longer })).created).toBe(false);
      expect((await vault.retention(locked, at))!.until.getTime()).toBeGreaterThanOrEqual(longer.until.getTime());
      await vault.lock(locked, at, lock);
      expect((await vault.retention(locked, at))!.until.getTime()).toBeGreaterThanOrEqual(longer.until.getTime());
    });

    it('tells no lock where there is none', async () => {
      const { name } = await vault.put(locked, fresh(10));
      expect(await vault.retention(locked, name)).toBeNull();
    });

    it('has keys with any characters', async () => {
      const key = `int/vault/${randomUUID()}/档案 (1)+&='*~!%.pdf`;
      await vault.put(open, Buffer.from('x'), { key });
      expect((await vault.read(open, { key }, 1)).toString()).toBe('x');
      expect((await vault.head(open, { key }))?.size).toBe(1);
    });

    it('knows a name and its key by one another', async () => {
      const { name, key } = await vault.put(open, fresh(10));
      expect(keyOf(name)).toBe(key);
    });
  });
}
