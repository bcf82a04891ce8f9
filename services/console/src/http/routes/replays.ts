import { deedOf, visitOf } from '@guidang/access';
import { STEPS, Time } from '@guidang/contracts';
import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { Problem } from '../problem.ts';

const Wanted = z
  .strictObject({ step: z.enum(STEPS), from: Time.nullable().default(null), until: Time.nullable().default(null) })
  .refine(({ from, until }) => from === null || until === null || from < until, {
    path: ['until'],
    message: '结束须晚于开始 / the end has to be later than the beginning',
  });

/** Dry runs of a step over a range, from the operators' wall: asked for, watched, and looked at. */
export function replaysRoutes(app: Door, { replays, guard: { log } }: Pick<DoorPorts, 'replays' | 'guard'>): void {
  app.get('/api/replays', { config: { access: { action: 'wall.read' } } }, async () => ({ rows: replays.list }));

  app.post(
    '/api/replays',
    { config: { access: { action: 'step.replay' } }, schema: { body: Wanted } },
    async (request, reply) => {
      const id = replays.start(visitOf(request).principal.account, request.body);
      if (id === undefined)
        throw new Problem(
          409,
          'REPLAY_RUNNING',
          '已有重演在进行，请等它结束 / a dry run is under way; please wait for it',
        );
      request.logged = true;
      const target = { type: 'step', id: request.body.step, department: null };
      await log.append({ ...deedOf(request, 'step.replay'), target, outcome: 'done', after: request.body });
      return reply.code(201).send({ id });
    },
  );
}
