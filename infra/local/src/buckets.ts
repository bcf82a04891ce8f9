import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BucketName, policyOf } from './accounts.ts';
import { endpointOf, type PlaceName, REGION, VERSITYGW } from './parts/versitygw.ts';
import type { Ports } from './ports.ts';
import { secrets } from './secrets.ts';
import { type S3Request, s3 } from './sigv4.ts';

interface Bucket {
  readonly name: BucketName;
  /** Object Lock can only be had from the bucket's birth. */
  readonly locked: boolean;
}

/** Which buckets each place has. Every one is versioned; what must outlive everybody lies in those with Object Lock. */
export const BUCKETS: Record<PlaceName, readonly Bucket[]> = {
  a: [
    { name: 'intake', locked: false },
    { name: 'prearchive', locked: false },
    { name: 'use', locked: false },
    { name: 'archive', locked: true },
    { name: 'log', locked: true },
    { name: 'operations', locked: true },
  ],
  b: [
    { name: 'archive', locked: true },
    { name: 'log', locked: true },
  ],
};

const run = promisify(execFile);

/** Makes the accounts, the buckets and what each account may do in them. Doing it twice is harmless. */
export async function furnish(ports: Ports, place: PlaceName): Promise<void> {
  await createAccounts(ports, place);
  for (const bucket of BUCKETS[place]) await createBucket(ports, place, bucket);
}

/** One after the other: the gateway keeps them in one file. */
async function createAccounts(ports: Ports, place: PlaceName): Promise<void> {
  const { root, accounts } = secrets().places[place];
  const admin = { ADMIN_ACCESS_KEY: root.accessKeyId, ADMIN_SECRET_KEY: root.secretAccessKey };
  const env = { ...process.env, ...admin, ADMIN_REGION: REGION, ADMIN_ENDPOINT_URL: endpointOf(ports, place) };
  const { stdout } = await run(VERSITYGW, ['admin', 'list-users'], { env });
  const there = new Set(stdout.split(/\s+/));
  for (const { accessKeyId, secretAccessKey } of Object.values(accounts)) {
    if (there.has(accessKeyId)) continue;
    const account = ['--access', accessKeyId, '--secret', secretAccessKey, '--role', 'user'];
    await run(VERSITYGW, ['admin', 'create-user', ...account], { env });
  }
}

async function createBucket(ports: Ports, place: PlaceName, bucket: Bucket): Promise<void> {
  const { root, accounts } = secrets().places[place];
  const ask = async (part: Pick<S3Request, 'method' | 'query' | 'headers' | 'body'>, fine: readonly number[]) => {
    const request = { endpoint: endpointOf(ports, place), region: REGION, path: `/${bucket.name}`, ...part };
    const answer = await s3(request, root);
    if (fine.includes(answer.status)) return answer;
    throw new Error(
      `存储地 ${place}:${bucket.name} / place ${place}: ${JSON.stringify(part)} → ${answer.status} ${answer.text}`,
    );
  };
  const lock = bucket.locked ? { 'x-amz-bucket-object-lock-enabled': 'true' } : {};
  const there = await ask({ method: 'HEAD' }, [200, 404]);
  if (there.status === 404) await ask({ method: 'PUT', headers: lock }, [200]);
  const versioning = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
  if (!bucket.locked) await ask({ method: 'PUT', query: { versioning: '' }, body: versioning }, [200]);
  const policy = JSON.stringify(policyOf(bucket.name, (account) => accounts[account].accessKeyId));
  await ask({ method: 'PUT', query: { policy: '' }, body: policy }, [200, 204]);
}
