import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deed } from './log/entry.ts';
import type { OperationLog } from './log/log.ts';
import type { Policy, Resource } from './policy.ts';
import { type Post, type Principal, type Scope, scopeOf } from './principal.ts';
import { AccessRefused, forbidden, notThere, unauthenticated } from './refused.ts';
import { sameSecret } from './secret.ts';

/** What a route is to the policy. A route without this cannot be registered. */
export type RouteAccess =
  /** Anybody, signed in or not. */
  | 'public'
  /** Whoever is signed in, with a post or without. */
  | 'signed-in'
  | {
      readonly action: string;
      /**
       * What the request is about, asked after its parameters and body were found well-formed; undefined where there is no such thing. Left out: a list, or
       * something of the city as a whole; what is listed is narrowed by `request.visit.scope`.
       */
      readonly at?: (request: FastifyRequest) => Promise<Resource | undefined> | Resource | undefined;
    };

/** Who came, and how. */
export interface Visitor {
  readonly principal: Principal;
  /** Absent where a token was shown in the place of a cookie: no browser sends those by itself. */
  readonly session?: { readonly id: string; readonly csrf: string; readonly idToken: string | null };
}

/** A request of somebody, as handlers see it. */
export interface Visit extends Visitor {
  /** Posts by which this is allowed; empty for a route of everybody signed in. */
  readonly posts: readonly Post[];
  /** What those posts cover together. */
  readonly scope: Scope;
}

export interface GuardPorts {
  readonly policy: Policy;
  readonly log: OperationLog;
  /** Who is asking, by cookie or by token; undefined where nobody is signed in. @throws AccessRefused where somebody is, and may not be */
  readonly whois: (request: FastifyRequest) => Promise<Visitor | undefined>;
  /** Addresses under which browsers know us (`https://host`): what changes something is taken from pages of these alone. */
  readonly origins: readonly string[];
  readonly now: () => number;
  /** Told of every route that is put under the guard, as it is registered. */
  readonly registered?: (method: string, url: string, access: RouteAccess) => void;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  interface FastifyRequest {
    visit: Visit | null;
    /** Set by a handler that has put its own entry into the log, with before and after. */
    logged: boolean;
  }
}

const CSRF_HEADER = 'x-csrf-token';
const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Refusals of one address in a minute that are each written down; a flood of them is written down once. */
const LOGGED_REFUSALS = 60;

/**
 * Puts every route that is registered on `app` from here on under the policy: who is asking, whether a page of ours asks, whether a post of theirs may do it at all, and
 * then, with the request read, whether it may do it to this. Every request of somebody, and every refusal, is in the log before it is answered.
 */
export async function guard(app: FastifyInstance, ports: GuardPorts): Promise<void> {
  const { policy } = ports;
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);
  app.decorateRequest('visit', null);
  app.decorateRequest('logged', false);
  app.addHook('onRoute', ({ config, url, method }) => {
    const access = config?.access;
    const where = `${String(method)} ${url}`;
    if (access === undefined) throw new Error(`${where} says nothing of who may use it`);
    if (typeof access === 'object' && !policy.actions.includes(access.action))
      throw new Error(`${where}: the policy knows no action ${access.action}`);
    for (const one of Array.isArray(method) ? method : [method]) ports.registered?.(one, url, access);
  });
  app.addHook('onRequest', async (request) => {
    const access = accessOf(request);
    if (access === 'public') return;
    const visitor = await ports.whois(request);
    if (visitor === undefined) throw unauthenticated();
    request.visit = { ...visitor, posts: [], scope: [] };
    if (CHANGES.has(request.method)) mustComeFromUs(request, visitor, ports.origins);
    if (typeof access === 'object') {
      const { principal } = visitor;
      const posts = principal.posts.filter((post) => policy.mayAtAll(principal, post, access.action));
      if (posts.length === 0) throw forbidden();
      request.visit = { ...visitor, posts, scope: scopeOf(posts) };
    }
  });
  app.addHook('preHandler', async (request) => {
    const access = accessOf(request);
    if (typeof access !== 'object' || access.at === undefined) return;
    const visit = request.visit!;
    const resource = await access.at(request);
    if (resource === undefined) throw notThere();
    const posts = visit.principal.posts.filter((post) =>
      policy.permits(visit.principal, post, access.action, resource),
    );
    if (posts.length > 0) request.visit = { ...visit, posts, scope: scopeOf(posts) };
    else throw isInScope(resource, visit.posts) ? forbidden() : notThere();
  });
  writeDown(app, ports);
}

const accessOf = ({ routeOptions }: FastifyRequest): RouteAccess => routeOptions.config.access ?? 'public';

/** A refusal inside one's own scope says so; outside it nobody is told whether there is anything. */
const isInScope = ({ department }: Resource, posts: readonly Post[]): boolean => {
  const scope = scopeOf(posts);
  return scope === 'city' || (typeof department === 'string' && scope.includes(department));
};

/** A browser sends the cookie with whatever a page asks for, so what changes something brings a word that only our own pages know. */
function mustComeFromUs(request: FastifyRequest, { session }: Visitor, origins: readonly string[]): void {
  if (session === undefined) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const word = request.headers[CSRF_HEADER];
  const foreign =
    (typeof origin === 'string' && !origins.includes(origin)) || (typeof site === 'string' && site === 'cross-site');
  if (foreign || typeof word !== 'string' || !sameSecret(word, session.csrf))
    throw new AccessRefused(
      403,
      'CSRF',
      '请求不是来自本系统页面，请刷新后再试 / not from a page of ours; please reload and try again',
    );
}

function writeDown(app: FastifyInstance, { log, now }: GuardPorts): void {
  const refusals = new Map<string, { since: number; count: number }>();
  const isFlood = (ip: string): boolean => {
    const at = now();
    const seen = refusals.get(ip);
    if (seen === undefined || at - seen.since > 60_000) {
      if (refusals.size > 10_000) refusals.clear();
      refusals.set(ip, { since: at, count: 1 });
      return false;
    }
    seen.count += 1;
    return seen.count > LOGGED_REFUSALS;
  };
  app.addHook('onSend', async (request, reply) => {
    const access = accessOf(request);
    if (access === 'public' || request.logged) return;
    const refused = reply.statusCode === 401 || reply.statusCode === 403;
    if (request.visit === null && (!refused || isFlood(request.ip))) return;
    request.logged = true;
    await log.append({
      ...deedOf(request, typeof access === 'object' ? access.action : 'signed-in'),
      outcome: outcomeOf(reply),
      code: reply.statusCode >= 400 ? `HTTP_${reply.statusCode}` : null,
    });
  });
}

const outcomeOf = ({ statusCode }: FastifyReply): Deed['outcome'] =>
  statusCode < 400 ? 'done' : statusCode < 500 ? 'refused' : 'failed';

/** What the log says of a request, whatever it was about: who, as what, from where, by which command. */
export function deedOf(request: FastifyRequest, action: string): Omit<Deed, 'outcome'> {
  const { visit } = request;
  const roles = visit && (visit.posts.length > 0 ? visit.posts : visit.principal.posts).map(({ role }) => role);
  return {
    account: visit?.principal.account ?? null,
    roles: [...new Set(roles ?? [])],
    ip: request.ip,
    command: `${request.method} ${request.routeOptions.url ?? ''}`,
    action,
  };
}

/** The visit of a handler behind the guard. */
export function visitOf({ visit }: FastifyRequest): Visit {
  if (visit === null) throw new Error('a handler ran before anybody asked who is there');
  return visit;
}
