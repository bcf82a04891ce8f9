import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** A key as the configuration brings it: without the key itself. */
export const KnownKey = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .describe('name of the key; it stands in the key itself and in logs'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the whole key, hexadecimal'),
  account: z
    .string()
    .regex(/^[A-Za-z0-9._@-]{1,60}$/)
    .describe('account that requests are made by; not a name'),
  role: z.enum(['department', 'archivist']).describe('citizens have no key: they are let in once they can sign in'),
});
export type KnownKey = z.infer<typeof KnownKey>;

/** Who is asking. */
export type Visitor = Pick<KnownKey, 'id' | 'account' | 'role'>;

/** `gd_<id>_<secret>`: the id says where to look, the secret is 32 random bytes in base64url. */
const KEY = /^Bearer gd_([a-z0-9-]{1,40})_[A-Za-z0-9_-]{43}$/;
const NOBODY = Buffer.alloc(32);

/**
 * Whom an Authorization header belongs to. Digests are compared, in constant time; a name that is not known is compared with something too, so that neither names
 * nor keys can be felt for by the clock.
 */
export function keyRing(keys: readonly KnownKey[]): (authorization: string | undefined) => Visitor | undefined {
  const held = new Map(keys.map((key) => [key.id, { key, digest: Buffer.from(key.digest, 'hex') }]));
  return (authorization = '') => {
    const found = held.get(KEY.exec(authorization)?.[1] ?? '');
    const given = createHash('sha256').update(authorization.slice('Bearer '.length)).digest();
    if (!timingSafeEqual(given, found?.digest ?? NOBODY) || found === undefined) return undefined;
    const { id, account, role } = found.key;
    return { id, account, role };
  };
}
