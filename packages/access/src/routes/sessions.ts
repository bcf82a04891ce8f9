import { z } from 'zod';
import { deedOf } from '../guard.ts';
import { notThere } from '../refused.ts';
import { type AccessDoor, CHANGING, problems, SAFE, type SignInPorts } from './ports.ts';

const Online = z
  .object({
    id: z.string().describe('names the session; nobody can go in with it'),
    account: z.string(),
    mfa: z.boolean(),
    ip: z.string(),
    agent: z.string().describe('browser, as it says of itself'),
    beganAt: z.string(),
    seenAt: z.string(),
  })
  .describe('a session of somebody');

/** GET /v1/sessions, DELETE /v1/sessions/:id — 在线用户监管 (GB/T 39784-2021 7.2-3). */
export function sessionRoutes(app: AccessDoor, { sessions, log }: SignInPorts): void {
  app.get(
    '/v1/sessions',
    {
      config: { access: { action: 'session.read' } },
      schema: {
        operationId: 'listSessions',
        tags: ['supervision'],
        summary: '在线用户 / who is signed in',
        security: SAFE,
        response: { 200: z.object({ items: z.array(Online) }), ...problems },
      },
    },
    async () => ({
      items: (await sessions.list()).map(({ id, account, mfa, ip, agent, beganAt, seenAt }) => ({
        ...{ id, account, mfa, ip, agent, beganAt: beganAt.toISOString(), seenAt: seenAt.toISOString() },
      })),
    }),
  );
  app.delete(
    '/v1/sessions/:id',
    {
      config: { access: { action: 'session.end' } },
      schema: {
        operationId: 'endSession',
        tags: ['supervision'],
        summary: "结束会话 / end somebody's session",
        security: CHANGING,
        params: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: { 204: z.null().describe('ended'), ...problems },
      },
    },
    async (request, reply) => {
      const ended = await sessions.end(request.params.id);
      if (ended === undefined) throw notThere();
      request.logged = true;
      const target = { type: 'session', id: ended.account, department: null };
      await log.append({ ...deedOf(request, 'session.end'), target, outcome: 'done' });
      return reply.code(204).send(null);
    },
  );
}
