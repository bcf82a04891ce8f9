import type { FastifyInstance } from 'fastify';
import { bodyOf, PROBLEM, Problem } from './problem.ts';

/** What of a request registry is told; everything else stays here. */
const HANDED_ON = [
  ...['accept', 'content-type', 'cookie', 'origin', 'if-match', 'if-none-match', 'x-csrf-token', 'sec-fetch-site'],
  ...['user-agent', 'accept-language', 'idempotency-key'],
];
/** What of an answer the browser is told. */
const HANDED_BACK = [
  'content-type',
  'content-disposition',
  'etag',
  'location',
  'cache-control',
  'retry-after',
  'www-authenticate',
];
const MOST_BODY = 64 * 1024 * 1024;
const PATIENCE_MS = 120_000;

export interface ProxyPorts {
  readonly registryUrl: string;
  readonly failed: (error: unknown) => void;
}

/** Hands `/registry/…` on to registry with the session's cookie, so that pages ask one origin alone. Registry judges by itself who may do what. */
export async function registryProxy(app: FastifyInstance, { registryUrl, failed }: ProxyPorts): Promise<void> {
  await app.register(async (room) => {
    room.removeAllContentTypeParsers();
    room.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BODY }, (_request, body, done) =>
      done(null, body),
    );
    room.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/registry/*',
      config: { access: 'public' },
      schema: { hide: true },
      handler: async (request, reply) => {
        const headers = new Headers();
        for (const name of HANDED_ON) {
          const value = request.headers[name];
          if (typeof value === 'string') headers.set(name, value);
        }
        headers.set('x-forwarded-for', request.ip);
        const body = request.body as Buffer | undefined;
        let answer: Response;
        try {
          answer = await fetch(`${registryUrl}${request.url.slice('/registry'.length)}`, {
            ...{ method: request.method, headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) },
            ...(body !== undefined && { body: new Uint8Array(body) }),
          });
        } catch (error) {
          failed(error);
          const problem = new Problem(502, 'REGISTRY_SILENT', '登记服务没有应答 / registry does not answer');
          return reply
            .code(502)
            .type(PROBLEM)
            .send(JSON.stringify(bodyOf(problem)));
        }
        reply.code(answer.status);
        for (const name of HANDED_BACK) {
          const value = answer.headers.get(name);
          if (value !== null) reply.header(name, value);
        }
        const cookies = answer.headers.getSetCookie();
        if (cookies.length > 0) reply.header('set-cookie', cookies);
        return reply.send(
          answer.status === 204 || answer.status === 304 ? null : Buffer.from(await answer.arrayBuffer()),
        );
      },
    });
  });
}
