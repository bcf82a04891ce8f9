import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNTS, type Account, BUCKET_NAMES, type BucketName } from './accounts.ts';
import { readParts } from './parts-file.ts';
import { type S3Request, s3 } from './sigv4.ts';

/** Who may put into which bucket, and who may read there: written down once more, so that a slip in the table of rights is seen. */
const PUTS: Record<BucketName, Account[]> = {
  intake: ['publisher', 'intake'],
  prearchive: ['capture', 'check', 'seal', 'package'],
  use: ['use'],
  archive: ['store'],
  log: ['notary'],
  operations: ['registry'],
};
const READS: Record<BucketName, Account[]> = {
  intake: ['publisher', 'intake', 'capture', 'reader'],
  prearchive: ['capture', 'check', 'seal', 'package', 'store', 'console', 'reader'],
  use: ['use', 'console', 'reader'],
  archive: ['store', 'use', 'console', 'reader'],
  log: ['notary', 'reader'],
  operations: ['registry', 'reader'],
};
const LISTS: Record<BucketName, Account[]> = {
  intake: ['reader'],
  prearchive: ['reader'],
  use: ['reader'],
  archive: ['store', 'reader'],
  log: ['notary', 'reader'],
  operations: ['registry', 'reader'],
};
const LOCKED: readonly BucketName[] = ['archive', 'log', 'operations'];
const tried = ACCOUNTS.filter((account) => account !== 'service');

describe.each(['a', 'b'] as const)('place %s', (name) => {
  const place = readParts().places.find((candidate) => candidate.name === name)!;
  const ask = (account: Account, request: Pick<S3Request, 'method' | 'path'> & Partial<S3Request>) =>
    s3({ endpoint: place.endpoint, region: place.region, ...request }, place.accounts[account]);

  describe.each(BUCKET_NAMES.filter((bucket) => place.buckets[bucket] !== undefined))('bucket %s', (bucket) => {
    const path = `/${bucket}/int/${randomUUID()}`;
    let versionId = '';
    const hour = new Date(Date.now() + 3_600_000).toISOString();
    const lock = { 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-object-lock-retain-until-date': hour };
    beforeAll(async () => {
      const put = await ask('service', { method: 'PUT', path, body: 'x' });
      expect(put.status).toBe(200);
      versionId = put.headers.get('x-amz-version-id')!;
    });
    /** Those for whom the request comes out like this. */
    const those = async (fine: number, request: (account: Account) => Parameters<typeof ask>[1]): Promise<string[]> => {
      const found: string[] = [];
      for (const account of tried) {
        const { status } = await ask(account, request(account));
        if (status === fine) found.push(account);
        else expect(status, account).toBe(403);
      }
      return found;
    };

    it('takes objects from those who store there, and from nobody else', async () => {
      const own = (account: string) => `/${bucket}/int/${account}-${randomUUID()}`;
      expect(await those(200, (a) => ({ method: 'PUT', path: own(a), body: 'x' }))).toEqual(PUTS[bucket]);
    });

    it.runIf(LOCKED.includes(bucket))('takes them with a lock from the same, and from nobody else', async () => {
      const own = (account: string) => `/${bucket}/int/${account}-${randomUUID()}`;
      const put = (a: string) => ({ method: 'PUT', path: own(a), body: 'x', headers: lock }) as const;
      expect(await those(200, put)).toEqual(PUTS[bucket]);
    });

    it('shows an object to those who work with it, and whether one is there at all', async () => {
      expect(await those(200, () => ({ method: 'GET', path }))).toEqual(READS[bucket]);
      expect(await those(200, () => ({ method: 'GET', path, query: { versionId } }))).toEqual(READS[bucket]);
      expect(await those(404, () => ({ method: 'HEAD', path: `${path}-not` }))).toEqual(READS[bucket]);
    });

    it('tells its names to few', async () => {
      expect(await those(200, () => ({ method: 'GET', path: `/${bucket}`, query: { prefix: 'int/' } }))).toEqual(
        LISTS[bucket],
      );
    });

    it('lets nobody delete', async () => {
      for (const query of [{}, { versionId }])
        expect(await those(204, () => ({ method: 'DELETE', path, query }))).toEqual([]);
    });
  });
});
