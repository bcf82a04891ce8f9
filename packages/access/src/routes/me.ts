import { z } from 'zod';
import { visitOf } from '../guard.ts';
import type { Policy } from '../policy.ts';
import { type Principal, scopeOf } from '../principal.ts';
import { ROLE_NAMES, ROLES } from '../roles.ts';
import { type AccessDoor, CHANGING, problems, SAFE, type SignInPorts } from './ports.ts';

const Me = z
  .object({
    account: z.string().describe('names the person in logs and records'),
    name: z.string().describe('for their own screen'),
    mfa: z.boolean().describe('signed in with more than one factor'),
    csrf: z.string().nullable().describe('send it as x-csrf-token with whatever changes something; null for a token'),
    posts: z
      .array(
        z.object({
          id: z.string(),
          role: z.enum(ROLE_NAMES).describe('role (GB/T 39784-2021 4.4)'),
          roleName: z.string().describe('角色'),
          title: z.string().describe('岗位名称'),
          department: z.string().nullable().describe('department of the post; null: the whole city'),
        }),
      )
      .describe('posts held today'),
    may: z
      .record(z.string(), z.union([z.literal('city'), z.array(z.string())]))
      .describe(
        'action of the policy → where it may be done: `city`, or departments; an action that is not named may not be done anywhere',
      ),
  })
  .describe('who is signed in, and what they may do');

/** GET /v1/me, POST /v1/token, GET /v1/jwks.json. */
export function meRoutes(app: AccessDoor, ports: SignInPorts): void {
  app.get(
    '/v1/me',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getMe',
        tags: ['sign-in'],
        summary: '当前用户 / who is signed in',
        security: SAFE,
        response: { 200: Me, ...problems },
      },
    },
    async (request) => {
      const { principal, session } = visitOf(request);
      // Asked every minute by every page that is open: what is looked at there is written down by what the page asks for.
      request.logged = true;
      const { account, name, mfa } = principal;
      const posts = principal.posts.map(({ id, role, title, department }) => ({
        ...{ id, role, roleName: ROLES[role].zh, title, department },
      }));
      return { account, name, mfa, csrf: session?.csrf ?? null, posts, may: mayOf(ports.policy, principal) };
    },
  );

  app.post(
    '/v1/token',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'issueToken',
        tags: ['sign-in'],
        summary: '向其他服务出示的身份令牌 / a token to show another service',
        description: 'Five minutes long, for one service. It holds account, roles and scopes, and no name.',
        security: CHANGING,
        body: z.object({ audience: z.enum(ports.audiences as [string, ...string[]]).describe('the service') }),
        response: {
          200: z.object({ token: z.string().describe('JWT, EdDSA'), expiresIn: z.number().int().describe('seconds') }),
          ...problems,
        },
      },
    },
    async (request) => ports.tokens.issue(visitOf(request).principal, request.body.audience),
  );

  app.get(
    '/v1/jwks.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getKeys',
        tags: ['sign-in'],
        summary: '验证令牌的公钥 / keys by which tokens are verified (RFC 7517)',
        response: { 200: z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }), ...problems },
      },
    },
    async () => (await ports.tokens.keys()) as { keys: { kty: string }[] },
  );
}

function mayOf(policy: Policy, who: Principal): z.infer<typeof Me>['may'] {
  const may: z.infer<typeof Me>['may'] = {};
  for (const action of policy.actions) {
    const posts = who.posts.filter((post) => policy.mayAtAll(who, post, action));
    if (posts.length === 0) continue;
    const scope = scopeOf(posts);
    may[action] = scope === 'city' ? 'city' : [...scope];
  }
  return may;
}
