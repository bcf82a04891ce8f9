import type { FastifyRequest } from 'fastify';
import type { PublishingSystem } from '../keys.ts';
import { Problem } from '../problem.ts';
import type { Door, Limits, Ports } from './door.ts';

/** Doors that anybody may open. */
const OPEN = new Set(['/v1/openapi.json']);

/** Lets nobody past without a key, and an address that goes on trying without one is told to stop. */
export function askWho(app: Door, { keys }: Ports, { REFUSED_PER_MINUTE }: Limits): void {
  const refused = app.createRateLimit({ max: REFUSED_PER_MINUTE, timeWindow: 60_000, keyGenerator: ({ ip }) => ip });
  app.decorateRequest('system', null);
  app.addHook('onRequest', async (request, reply) => {
    if (OPEN.has(request.routeOptions.url ?? '')) return;
    request.system = keys.open(request.headers.authorization) ?? null;
    if (request.system !== null) return;
    const limit = await refused(request);
    if (!limit.isAllowed && limit.isExceeded)
      throw new Problem(429, 'TOO_MANY_REQUESTS', '无效请求过多 / too many requests without a valid key', {
        retryAfterSeconds: limit.ttlInSeconds,
      });
    reply.header('www-authenticate', 'Bearer');
    throw new Problem(401, 'UNAUTHENTICATED', '缺少密钥或密钥无效 / the key is missing or not valid');
  });
}

/** Who is asking, in a handler behind the hook above. */
export function systemOf({ system }: FastifyRequest): PublishingSystem {
  if (system === null) throw new Error('a handler ran before anybody asked who is there');
  return system;
}
