import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { createRemoteJWKSet, exportJWK, type JWK, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Principal } from './principal.ts';
import { ROLE_NAMES } from './roles.ts';

/** How long a word to another service holds: a right that is taken away is gone there after that. */
const HOLDS_SECONDS = 300;
const ALGORITHM = 'EdDSA';

const Claims = z.object({
  sub: z.string(),
  mfa: z.boolean(),
  posts: z.array(
    z.object({
      id: z.string(),
      role: z.enum(ROLE_NAMES),
      title: z.string(),
      department: z.string().nullable(),
      covers: z.array(z.string()).nullable(),
    }),
  ),
});

/** Says to the other services who somebody is: signed, short-lived, without a name. */
export interface TokenIssuer {
  issue(who: Principal, audience: string): Promise<{ token: string; expiresIn: number }>;
  /** The public keys (RFC 7517), for whoever verifies. */
  keys(): Promise<{ keys: JWK[] }>;
}

/** @param key Ed25519 */
export function tokenIssuer(key: KeyObject, issuer: string): TokenIssuer {
  const jwk = exportJWK(createPublicKey(key)).then((one) => ({ ...one, alg: ALGORITHM, use: 'sig', kid: kidOf(one) }));
  return {
    async issue({ account, posts, mfa }, audience) {
      const token = await new SignJWT({ mfa, posts: posts as unknown[] })
        .setProtectedHeader({ alg: ALGORITHM, kid: (await jwk).kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(account)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${HOLDS_SECONDS}s`)
        .sign(key);
      return { token, expiresIn: HOLDS_SECONDS };
    },
    keys: async () => ({ keys: [await jwk] }),
  };
}

const kidOf = ({ x }: JWK): string => String(x).slice(0, 16);

/** Reads such a word. undefined: it does not hold. @throws where the keys could not be had */
export type TokenReader = (token: string) => Promise<Principal | undefined>;

/** @param keys where the issuer's keys are served, or the keys themselves */
export function tokenReader(keys: URL | JWTVerifyGetKey, issuer: string, audience: string): TokenReader {
  const key = keys instanceof URL ? createRemoteJWKSet(keys, { timeoutDuration: 5_000 }) : keys;
  return async (token) => {
    const verified = await jwtVerify(token, key, {
      issuer,
      audience,
      algorithms: [ALGORITHM],
      maxTokenAge: HOLDS_SECONDS,
    }).catch((error: unknown) => {
      if (String((error as { code?: unknown }).code).startsWith('ERR_J')) return undefined;
      throw error;
    });
    const claims = Claims.safeParse(verified?.payload);
    if (!claims.success) return undefined;
    const { sub, posts, mfa } = claims.data;
    return { account: sub, name: sub, posts, mfa };
  };
}
