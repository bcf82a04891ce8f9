import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { HOST, type Ports } from './ports.ts';
import { secrets } from './secrets.ts';

/** Somebody who uses the archive here: an account, what it may do, and its key to use. */
export const Visitor = z.object({
  id: z.string(),
  account: z.string(),
  role: z.enum(['archivist', 'department']),
  key: z.string(),
});
export type Visitor = z.infer<typeof Visitor>;

/** Made of this checkout's own secret: the same as long as that lasts. */
const drawn = (what: string) => createHmac('sha256', secrets().superuser).update(what);
const keyFor = (id: string): string => `gd_${id}_${drawn(`use key of ${id}`).digest('base64url')}`;

/** One archivist and one department, with their keys; written nowhere but into parts.json. */
export const visitors = (): Visitor[] => [
  { id: 'archivist', account: 'archivist-01', role: 'archivist', key: keyFor('archivist') },
  { id: 'department', account: 'department-01', role: 'department', key: keyFor('department') },
];

/** What use is told: digests of keys and no keys, the key its people index is marked under, and where its door is. */
export const useEnv = (ports: Ports): Record<string, string> => ({
  USE_KEYS: JSON.stringify(
    visitors().map(({ key, ...visitor }) => ({ ...visitor, digest: createHash('sha256').update(key).digest('hex') })),
  ),
  IDENTITY_KEY: drawn('identity key of use').digest('hex'),
  VERIFY_BASE_URL: `http://${HOST}:${ports.use}`,
});
