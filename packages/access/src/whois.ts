import type { FastifyRequest } from 'fastify';
import { type Directory, mustBeFit } from './directory.ts';
import type { Visitor } from './guard.ts';
import type { Principal } from './principal.ts';
import { unauthenticated } from './refused.ts';
import type { Sessions } from './session/sessions.ts';
import type { TokenReader } from './token.ts';

export interface WhoisPorts {
  readonly cookie: string;
  readonly sessions: Sessions;
  readonly directory: Directory;
}

/** By cookie: the session says who, the directory what they may today. Who is signed in and known to nobody here is a user without a post. */
export const bySession =
  ({ cookie, sessions, directory }: WhoisPorts) =>
  async (request: FastifyRequest): Promise<Visitor | undefined> => {
    const word = request.cookies[cookie];
    const session = word === undefined ? undefined : await sessions.find(word);
    if (session === undefined) return undefined;
    const { id, csrf, idToken, account, mfa } = session;
    const known = await directory.byIdentity(session.issuer, session.subject);
    if (known) mustBeFit(known, mfa);
    const principal: Principal = known
      ? { account: known.account, name: known.name, posts: known.posts, mfa }
      : { account, name: account, posts: [], mfa };
    return { principal, session: { id, csrf, idToken } };
  };

const BEARER = /^Bearer ([A-Za-z0-9._-]{20,16000})$/;

/** By token, as services that have no sessions of their own ask. */
export const byToken =
  (read: TokenReader) =>
  async (request: FastifyRequest): Promise<Visitor | undefined> => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const principal = await read(token);
    if (principal === undefined) throw unauthenticated();
    mustBeFit({ active: true, posts: principal.posts }, principal.mfa);
    return { principal };
  };

/** The first way by which somebody is known. */
export const firstOf =
  (...ways: ((request: FastifyRequest) => Promise<Visitor | undefined>)[]) =>
  async (request: FastifyRequest): Promise<Visitor | undefined> => {
    for (const way of ways) {
      const visitor = await way(request);
      if (visitor) return visitor;
    }
    return undefined;
  };
