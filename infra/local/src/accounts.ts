import type { Pair } from './secrets.ts';

/**
 * The storage accounts of a place. Every service has its own, publishers that write to the bus themselves have one, and `reader` is what an auditor is
 * given. `service` may do in every bucket what any of them may do in some: tests and benches stand in with it for whichever step they try; no service
 * and no publisher is given it.
 */
export const ACCOUNTS = [
  'publisher',
  'intake',
  'capture',
  'check',
  'seal',
  'package',
  'store',
  'use',
  'notary',
  'registry',
  'console',
  'reader',
  'service',
] as const;
export type Account = (typeof ACCOUNTS)[number];
export type AccountPairs = Readonly<Record<Account, Pair>>;

export const BUCKET_NAMES = ['intake', 'prearchive', 'use', 'archive', 'log', 'operations'] as const;
export type BucketName = (typeof BUCKET_NAMES)[number];

/**
 * - `get` an object, if its name is known, and how long it is locked
 * - `list` the names
 * - `put` a new object or version; giving up an upload that never became an object is part of it
 * - `lock`: put it with a lock, and lengthen that
 *
 * Deleting, shortening, changing the lock's configuration or a policy is no right of anybody's.
 */
export type Right = 'get' | 'list' | 'put' | 'lock';

const ALL: readonly Right[] = ['get', 'list', 'put', 'lock'];
const LOOKS: readonly Right[] = ['get', 'list'];
const EVERYWHERE = { reader: LOOKS, service: ALL } as const;

/**
 * Who may do what in which bucket. Who is not named may do nothing. A publisher has to ask whether what it sent has arrived, so it may get what it can
 * name; names are digests and it may not list them.
 */
export const RIGHTS: Readonly<Record<BucketName, Readonly<Partial<Record<Account, readonly Right[]>>>>> = {
  intake: { publisher: ['put', 'get'], intake: ['put', 'get'], capture: ['get'], ...EVERYWHERE },
  prearchive: {
    capture: ['put', 'get'],
    check: ['put', 'get'],
    seal: ['put', 'get'],
    package: ['put', 'get'],
    store: ['get'],
    console: ['get'],
    ...EVERYWHERE,
  },
  use: { use: ['put', 'get'], console: ['get'], ...EVERYWHERE },
  archive: { store: ALL, use: ['get'], console: ['get'], ...EVERYWHERE },
  log: { notary: ALL, ...EVERYWHERE },
  // Timestamps over the operation logs of our services.
  operations: { registry: ALL, ...EVERYWHERE },
};

const ACTIONS: Readonly<Record<Exclude<Right, 'list'>, readonly string[]>> = {
  get: ['GetObject', 'GetObjectVersion', 'GetObjectRetention'],
  // Without these every broken connection would leave its parts behind.
  put: ['PutObject', 'AbortMultipartUpload', 'ListMultipartUploadParts'],
  lock: ['PutObjectRetention'],
};

/** The policy of a bucket. What is not allowed is refused. */
export function policyOf(bucket: BucketName, keyOf: (account: Account) => string): object {
  const having = (right: Right): string[] =>
    ACCOUNTS.filter((account) => RIGHTS[bucket][account]?.includes(right)).map(keyOf);
  const statement = (right: Right, actions: readonly string[], resource: string): object[] => {
    const accounts = having(right);
    if (accounts.length === 0) return [];
    const Action = actions.map((action) => `s3:${action}`);
    return [{ Effect: 'Allow', Principal: { AWS: accounts }, Action, Resource: [resource] }];
  };
  const objects = (['get', 'put', 'lock'] as const).flatMap((right) =>
    statement(right, ACTIONS[right], `arn:aws:s3:::${bucket}/*`),
  );
  return {
    Version: '2012-10-17',
    Statement: [...objects, ...statement('list', ['ListBucket'], `arn:aws:s3:::${bucket}`)],
  };
}
