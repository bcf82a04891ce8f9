import type { FastifyRequest } from 'fastify';
import type { Seeing } from '../store.ts';
import type { Door, DoorLimits, DoorPorts } from './door.ts';
import type { KnownKey, Visitor } from './keys.ts';
import { Problem } from './problem.ts';

const MINUTE = 60_000;

/** Lets nobody past without a key, an address that goes on trying without one no further, and a key no more often than it may. */
export function askWho(app: Door, { whois }: DoorPorts, limits: DoorLimits): void {
  const refused = app.createRateLimit({
    max: limits.REFUSED_PER_MINUTE,
    timeWindow: MINUTE,
    keyGenerator: ({ ip }) => `refused ${ip}`,
  });
  const used = app.createRateLimit({
    max: limits.REQUESTS_PER_MINUTE,
    timeWindow: MINUTE,
    keyGenerator: ({ visitor }) => `key ${visitor?.id}`,
  });
  const within = async (limit: typeof used, request: FastifyRequest, words: string): Promise<void> => {
    const found = await limit(request);
    if (!found.isAllowed && found.isExceeded)
      throw new Problem(429, 'TOO_MANY_REQUESTS', words, { retryAfterSeconds: found.ttlInSeconds });
  };
  app.addHook('onRequest', async (request, reply) => {
    request.visitor = whois(request.headers.authorization) ?? null;
    if (request.visitor !== null) return within(used, request, '请求过于频繁 / too many requests');
    await within(refused, request, '无效请求过多 / too many requests without a valid key');
    reply.header('www-authenticate', 'Bearer');
    throw new Problem(401, 'UNAUTHENTICATED', '缺少密钥或密钥无效 / the key is missing or not valid');
  });
}

/** Who is asking, in a handler behind the hook above. @throws Problem where the role may not do this */
export function visitorOf({ visitor }: FastifyRequest, ...roles: KnownKey['role'][]): Visitor {
  if (visitor === null) throw new Error('a handler ran before anybody asked who is there');
  if (!roles.includes(visitor.role)) throw new Problem(403, 'RIGHTS', '该账户无此权限 / this account may not do that');
  return visitor;
}

/** What of the tables a visitor sees. */
export const seeingOf = ({ role, account }: Visitor): Seeing =>
  role === 'archivist' ? { role } : { role: 'department', account };
