import { createHash } from 'node:crypto';
import { AccessRefused, type Principal, type TokenReader, type Visitor } from '@guidang/access';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** How long registry's word about a session is believed: a post that was taken away is gone here after that. */
const BELIEVED_MS = 15_000;
const MOST_KEPT = 5_000;
const PATIENCE_MS = 5_000;

const Me = z.object({ account: z.string(), name: z.string(), csrf: z.string().nullable() });
const Token = z.object({ token: z.string() });

export interface WhoisPorts {
  readonly registryUrl: string;
  /** Name of the session cookie. */
  readonly cookie: string;
  readonly readToken: TokenReader;
  readonly now: () => number;
}

const notNow = (): AccessRefused =>
  new AccessRefused(503, 'NOT_NOW', '登记服务暂时没有应答，请稍后重试 / registry does not answer; please try again');

/**
 * Who asks, by registry's word: sessions are registry's alone, and the cookie is shown to it. What somebody may do comes in a signed token that was made for us,
 * so that a registry that is not the real one can sign nobody in.
 */
export function askRegistry({ registryUrl, cookie, readToken, now }: WhoisPorts) {
  const kept = new Map<string, { visitor: Visitor; until: number }>();

  const ask = async (path: string, word: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { cookie: `${cookie}=${word}`, accept: 'application/json', ...(init.headers as object) };
    let response: Response;
    try {
      response = await fetch(`${registryUrl}${path}`, { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch {
      throw notNow();
    }
    if (response.status === 401) return undefined;
    if (response.ok) return response.json();
    if (response.status >= 500) throw notNow();
    const problem = z.object({ code: z.string(), title: z.string() }).safeParse(await response.json());
    throw problem.success
      ? new AccessRefused(response.status, problem.data.code, problem.data.title)
      : new AccessRefused(403, 'RIGHTS', '登记服务拒绝了会话 / registry refused the session');
  };

  return async (request: FastifyRequest): Promise<Visitor | undefined> => {
    const word = request.cookies[cookie];
    if (word === undefined || !/^[\w-]{16,200}$/.test(word)) return undefined;
    const id = createHash('sha256').update(word).digest('hex');
    const known = kept.get(id);
    if (known !== undefined && known.until > now()) return known.visitor;
    kept.delete(id);
    const answer = await ask('/v1/me', word);
    if (answer === undefined) return undefined;
    const me = Me.parse(answer);
    if (me.csrf === null) return undefined;
    const issued = await ask('/v1/token', word, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': me.csrf },
      body: JSON.stringify({ audience: 'console' }),
    });
    const read = issued === undefined ? undefined : await readToken(Token.parse(issued).token);
    if (read === undefined || read.account !== me.account) return undefined;
    const principal: Principal = { ...read, name: me.name };
    const visitor: Visitor = { principal, session: { id, csrf: me.csrf, idToken: null } };
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(id, { visitor, until: now() + BELIEVED_MS });
    return visitor;
  };
}
