import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mustBeFit, needsMfa } from '../directory.ts';
import { visitOf } from '../guard.ts';
import type { Identity } from '../oidc/provider.ts';
import { AccessRefused } from '../refused.ts';
import { returnTo } from '../session/return-to.ts';
import { type AccessDoor, CHANGING, problems, type SignInPorts } from './ports.ts';

/** Somebody whom the directory does not know still has an account in logs, which says nothing of them. */
const strangersAccount = ({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string =>
  `u-${createHash('sha256').update(`${issuer}\n${subject}`).digest('hex').slice(0, 24)}`;

const SEE_OTHER = 303;
const LOGIN_SECONDS = 600;

/** GET /v1/login, GET /v1/callback, POST /v1/logout. */
export function signInRoutes(app: AccessDoor, ports: SignInPorts): void {
  const leave = async (reply: FastifyReply, to: string, steppedUp: boolean): Promise<never> => {
    const { url, state, nonce, verifier } = await ports.provider.begin(steppedUp);
    const binding = await ports.pendings.keep(state, { nonce, verifier, returnTo: to, steppedUp });
    const flags = { ...ports.cookies.flags, maxAge: LOGIN_SECONDS };
    // A redirect has no body; what fastify is handed back here is the reply itself.
    return reply.setCookie(ports.cookies.login, binding, flags).redirect(url, SEE_OTHER) as never;
  };

  app.get(
    '/v1/login',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'signIn',
        tags: ['sign-in'],
        summary: '登录 / sign in',
        description: 'Sends the browser to the identity provider, and from there back to `returnTo`.',
        querystring: z.object({ returnTo: z.string().max(500).optional().describe('path of ours to come back to') }),
        response: { 303: z.null().describe('to the provider'), ...problems },
      },
    },
    async ({ query }, reply) => leave(reply, returnTo(query.returnTo), false),
  );

  app.get(
    '/v1/callback',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'finishSignIn',
        tags: ['sign-in'],
        summary: '登录返回 / back from the provider',
        querystring: z.looseObject({ state: z.string().min(1).max(500).describe('as it was sent') }),
        response: { 303: z.null().describe('to where the sign-in began'), ...problems },
      },
    },
    async (request, reply) => {
      const { state } = request.query;
      const binding = request.cookies[ports.cookies.login];
      reply.clearCookie(ports.cookies.login, ports.cookies.flags);
      const pending = binding === undefined ? undefined : await ports.pendings.take(state, binding);
      if (pending === undefined)
        throw new AccessRefused(
          403,
          'SIGN_IN_UNKNOWN',
          '登录请求无效或已过期，请重新登录 / this sign-in is not known or too old; please begin again',
        );
      try {
        const identity = await ports.provider.finish(new URL(request.url, 'http://here.invalid'), {
          state,
          ...pending,
        });
        const known = await ports.directory.byIdentity(identity.issuer, identity.subject);
        if (known === undefined && ports.strangers === 'refuse')
          throw new AccessRefused(403, 'NOT_REGISTERED', '该身份未在本系统登记 / this identity is not registered here');
        if (known && !identity.mfa && !pending.steppedUp && needsMfa(known.posts.map(({ role }) => role)))
          return await leave(reply, pending.returnTo, true);
        const account = known?.account ?? strangersAccount(identity);
        if (known) await fitOrTold(ports, request, known, identity.mfa);
        const word = await begin(ports, request, identity, account);
        return reply
          .setCookie(ports.cookies.session, word, ports.cookies.flags)
          .redirect(pending.returnTo, SEE_OTHER) as never;
      } catch (error) {
        if (!(error instanceof AccessRefused) || ports.failurePage === undefined) throw error;
        return reply.redirect(`${ports.failurePage}?code=${error.code}`, SEE_OTHER) as never;
      }
    },
  );

  app.post(
    '/v1/logout',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'signOut',
        tags: ['sign-in'],
        summary: '退出 / sign out',
        security: CHANGING,
        response: {
          200: z.object({
            url: z
              .string()
              .nullable()
              .describe("where the provider's own session is ended; null where it has no such place"),
          }),
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { session, principal } = visitOf(request);
      if (session === undefined) return { url: null };
      await ports.sessions.end(session.id);
      request.logged = true;
      await ports.log.append({ ...said(request, principal.account), action: 'sign-out', outcome: 'done' });
      reply.clearCookie(ports.cookies.session, ports.cookies.flags);
      const url = session.idToken === null ? undefined : await ports.provider.logoutUrl(session.idToken, ports.home);
      return { url: url ?? null };
    },
  );
}

const said = (request: FastifyRequest, account: string) => ({
  account,
  ip: request.ip,
  command: `${request.method} ${request.routeOptions.url ?? ''}`,
});

/** A refusal at the door is in the log under the account it was refused to. */
async function fitOrTold(
  { log }: SignInPorts,
  request: FastifyRequest,
  known: Parameters<typeof mustBeFit>[0] & { account: string },
  mfa: boolean,
): Promise<void> {
  try {
    mustBeFit(known, mfa);
  } catch (error) {
    const code = error instanceof AccessRefused ? error.code : null;
    await log.append({ ...said(request, known.account), action: 'sign-in', outcome: 'refused', code });
    throw error;
  }
}

/** A new session whoever was signed in before: a word that somebody else put into the browser leads nowhere. */
async function begin(
  ports: SignInPorts,
  request: FastifyRequest,
  identity: Identity,
  account: string,
): Promise<string> {
  const before = request.cookies[ports.cookies.session];
  const ended = before === undefined ? undefined : await ports.sessions.find(before);
  if (ended) await ports.sessions.end(ended.id);
  const { issuer, subject, mfa, idToken } = identity;
  const agent = request.headers['user-agent'] ?? '';
  const word = await ports.sessions.begin({ account, issuer, subject, mfa, idToken, ip: request.ip, agent });
  await ports.log.append({ ...said(request, account), action: 'sign-in', outcome: 'done', after: { mfa } });
  return word;
}
