import { visitOf } from '@guidang/access';
import { z } from 'zod';
import type { Door, DoorPorts } from './door.ts';
import { PROBLEM, Problem } from './problem.ts';

const PATIENCE_MS = 20_000;
/** Shorter than the five minutes for which registry's word holds. */
const KEPT_MS = 120_000;
const MOST_KEPT = 5_000;
const Token = z.object({ token: z.string() });

/** Hands `/check/…` on to check's review door, as whoever is signed in: by a token of registry's that was made for check. Check judges by itself who may do what. */
export function checkProxy(
  app: Door,
  { checkUrl, registryUrl, now, cookie }: Pick<DoorPorts, 'checkUrl' | 'registryUrl' | 'now' | 'cookie'>,
): void {
  const kept = new Map<string, { token: string; until: number }>();

  const tokenFor = async (session: { id: string; csrf: string }, word: string): Promise<string> => {
    const known = kept.get(session.id);
    if (known !== undefined && known.until > now()) return known.token;
    const response = await fetch(`${registryUrl}/v1/token`, {
      method: 'POST',
      headers: { cookie: `${cookie}=${word}`, 'content-type': 'application/json', 'x-csrf-token': session.csrf },
      body: JSON.stringify({ audience: 'check' }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok)
      throw new Problem(503, 'NOT_NOW', '登记服务没有签发令牌，请稍后重试 / registry gave no token; please try again');
    const { token } = Token.parse(await response.json());
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(session.id, { token, until: now() + KEPT_MS });
    return token;
  };

  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/check/*',
    config: { access: 'signed-in' },
    schema: { hide: true },
    handler: async (request, reply) => {
      request.logged = true; // check writes down what is asked of it
      const { session } = visitOf(request);
      if (checkUrl === undefined || session === undefined)
        throw new Problem(503, 'NO_REVIEWS', '未配置检测服务的复核接口 / the review door of check is not configured');
      const token = await tokenFor(session, request.cookies[cookie] ?? '');
      const body = request.body === undefined || request.body === null ? undefined : JSON.stringify(request.body);
      let answer: Response;
      try {
        answer = await fetch(`${checkUrl}${request.url.slice('/check'.length)}`, {
          ...{ method: request.method, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) },
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'application/json',
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body }),
        });
      } catch {
        throw new Problem(502, 'CHECK_SILENT', '检测服务没有应答 / check does not answer');
      }
      const type = answer.headers.get('content-type') ?? PROBLEM;
      return reply
        .code(answer.status)
        .type(type)
        .send(Buffer.from(await answer.arrayBuffer()));
    },
  });
}
