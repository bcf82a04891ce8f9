import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readParts } from './parts-file.ts';
import { type S3Answer, type S3Request, s3 } from './sigv4.ts';

const HOUR = 3_600_000;
const until = (ms: number): string => new Date(Date.now() + ms).toISOString();
const retention = (mode: string, date: string): string =>
  `<Retention><Mode>${mode}</Mode><RetainUntilDate>${date}</RetainUntilDate></Retention>`;

type Ask = Pick<S3Request, 'method'> & Partial<S3Request>;

describe.each(['a', 'b'] as const)('place %s, asked with the credential that services have', (name) => {
  const place = readParts().places.find((candidate) => candidate.name === name)!;
  const key = `/archive/int/${randomUUID()}`;
  const as =
    (who: 'service' | 'root') =>
    (request: Ask): Promise<S3Answer> =>
      s3({ endpoint: place.endpoint, region: place.region, path: key, ...request }, place[who]);
  const service = as('service');
  const root = as('root');
  let version = '';

  beforeAll(async () => {
    const headers = { 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-object-lock-retain-until-date': until(HOUR) };
    const put = await service({ method: 'PUT', body: 'the package', headers });
    expect(put.status, put.text).toBe(200);
    version = put.headers.get('x-amz-version-id')!;
    expect(version).toBeTruthy();
  });

  const stillThere = async (): Promise<void> => {
    expect(await service({ method: 'GET', query: { versionId: version } })).toMatchObject({
      status: 200,
      text: 'the package',
    });
  };

  it('reads what it put', stillThere);

  const bypass = { 'x-amz-bypass-governance-retention': 'true' };
  const suspended = '<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>';
  const noLock = '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>';
  it.each<[string, () => Ask]>([
    ['delete the object', () => ({ method: 'DELETE' })],
    ['delete the version', () => ({ method: 'DELETE', query: { versionId: version } })],
    ['delete the version past its lock', () => ({ method: 'DELETE', query: { versionId: version }, headers: bypass })],
    [
      'shorten the retention',
      () => ({ method: 'PUT', query: { retention: '' }, body: retention('COMPLIANCE', until(60_000)) }),
    ],
    [
      'weaken the lock',
      () => ({
        method: 'PUT',
        query: { retention: '' },
        body: retention('GOVERNANCE', until(2 * HOUR)),
        headers: bypass,
      }),
    ],
    ['suspend versioning', () => ({ method: 'PUT', path: '/archive', query: { versioning: '' }, body: suspended })],
    [
      'change the lock of the bucket',
      () => ({ method: 'PUT', path: '/archive', query: { 'object-lock': '' }, body: noLock }),
    ],
    ['change the policy', () => ({ method: 'PUT', path: '/archive', query: { policy: '' }, body: '{}' })],
    ['delete the bucket', () => ({ method: 'DELETE', path: '/archive' })],
    ['make a bucket', () => ({ method: 'PUT', path: `/int-${randomUUID()}` })],
  ])('may not %s', async (_, request) => {
    const { status } = await service(request());
    expect(status).toBe(403);
    await stillThere();
  });

  it('may not delete in a batch', async () => {
    const object = `<Object><Key>${key.replace('/archive/', '')}</Key><VersionId>${version}</VersionId></Object>`;
    const answer = await service({
      method: 'POST',
      path: '/archive',
      query: { delete: '' },
      body: `<Delete>${object}</Delete>`,
    });
    expect(answer.text).not.toContain('<Deleted>');
    await stillThere();
  });

  it('cannot overwrite: a second put is another version, and the first stays', async () => {
    const again = await service({ method: 'PUT', body: 'something else' });
    expect(again.headers.get('x-amz-version-id')).not.toBe(version);
    await stillThere();
  });

  it('is refused a second put of a name that must be new', async () => {
    expect((await service({ method: 'PUT', body: 'x', headers: { 'if-none-match': '*' } })).status).toBe(412);
  });

  it('may lengthen the retention', async () => {
    const longer = retention('COMPLIANCE', until(2 * HOUR));
    expect((await service({ method: 'PUT', query: { retention: '', versionId: version }, body: longer })).status).toBe(
      200,
    );
  });

  it('keeps a locked version even from root', async () => {
    const refused = await root({ method: 'DELETE', query: { versionId: version }, headers: bypass });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    await stillThere();
  });

  it('may not delete from the other buckets either', async () => {
    for (const bucket of Object.values(place.buckets)) {
      const path = `/${bucket}/int/${randomUUID()}`;
      expect((await service({ method: 'PUT', path, body: 'x' })).status, bucket).toBe(200);
      expect((await service({ method: 'DELETE', path })).status, bucket).toBe(403);
    }
  });

  it('is not open to a stranger, nor to the other place', async () => {
    const other = readParts().places.find((candidate) => candidate.name !== name)!;
    const request = { method: 'GET', endpoint: place.endpoint, region: place.region, path: key } as const;
    expect((await s3(request, other.service)).status).toBe(403);
    expect((await fetch(`${place.endpoint}${key}`)).status).toBe(403);
  });
});
