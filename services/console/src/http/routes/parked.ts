import { deedOf, visitOf } from '@guidang/access';
import { z } from 'zod';
import type { ParkedRecord } from '../../api/work.ts';
import { Paging } from '../../read/key-paging.ts';
import { listParked, parkedOf, readParked } from '../../read/parked.ts';
import { ENTRIES, faultsAt, isEntry } from '../../release/judge.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';
import { reason } from './reason.ts';

const word = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,61}$/)
  .optional();
const Query = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  step: word,
  reason: word,
  ...Paging.shape,
});
const Params = z.object({ id: z.string().regex(/^parked-[0-9a-f]{32}$/) });
const Closing = z.strictObject({ reason });
const Release = z.strictObject({ topic: z.enum(ENTRIES), reason });

const closedAlready = (): Problem =>
  new Problem(409, 'ALREADY_CLOSED', '已由他人处理，请刷新 / somebody dealt with it already; please reload');

/**
 * Records that steps put aside: looked at, compared with their contract, closed with a reason, or sent on as they came, here or to another topic. Nothing of the archive
 * changes by that: a step decides about what was sent as about anything else.
 */
export function parkedRoutes(
  app: Door,
  { sql, guard, now, releases, failed }: Pick<DoorPorts, 'sql' | 'guard' | 'now' | 'releases' | 'failed'>,
): void {
  const shown = async (id: string): Promise<ParkedRecord> => {
    const [found, parked] = await Promise.all([readParked(sql, id), parkedOf(sql, id)]);
    if (found === undefined || parked === undefined) throw notFound();
    return { ...found, choices: found.closing ? [] : await releases.choices(parked) };
  };

  const read = { config: { access: { action: 'parked.read' } } };
  app.get('/api/parked', { ...read, schema: { querystring: Query } }, async ({ query }) => listParked(sql, query));

  app.get('/api/parked/:id', { ...read, schema: { params: Params } }, async ({ params }) => shown(params.id));

  app.post(
    '/api/parked/:id/closing',
    { config: { access: { action: 'parked.close' } }, schema: { params: Params, body: Closing } },
    async (request, reply) => {
      const { id } = request.params;
      const { reason } = request.body;
      const { account } = visitOf(request).principal;
      const found = await readParked(sql, id);
      if (found === undefined) throw notFound();
      await sql.together(async (tx) => {
        const closed = await tx.query(
          'INSERT INTO parked_closing (id, account, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING RETURNING id',
          ...[id, account, reason, new Date(now())],
        );
        if (closed.length === 0) throw closedAlready();
        request.logged = true;
        const target = { type: 'parked', id, department: null };
        await guard.log.appendWith(tx, [
          { ...deedOf(request, 'parked.close'), target, outcome: 'done', after: { reason } },
        ]);
      });
      return reply.code(201).send(await shown(id));
    },
  );

  app.post(
    '/api/parked/:id/release',
    { config: { access: { action: 'parked.release' } }, schema: { params: Params, body: Release } },
    async (request, reply) => {
      const { id } = request.params;
      const { topic, reason } = request.body;
      const { account } = visitOf(request).principal;
      const parked = await parkedOf(sql, id);
      if (parked === undefined) throw notFound();
      if (!isEntry(parked.input.topic))
        throw new Problem(
          409,
          'IS_A_LINK',
          '链节只能由其环节写入，不能放行；请排除原因后关闭 / a link is written by its step alone and cannot be released; mend the cause and close it',
        );
      const record = await releases.origin(parked);
      if (record === undefined)
        throw new Problem(
          409,
          'ORIGIN_DIFFERS',
          '原位置的记录与搁置时不同 / where it came from something else lies now',
        );
      const faults = faultsAt(topic, record, now());
      if (faults.length > 0)
        throw new Problem(
          422,
          'STILL_MALFORMED',
          '按现行契约仍会被搁置，请由来源系统更正后重发 / it would be put aside again as it is; the publisher has to correct and send it',
          faults,
        );
      await sql.together(async (tx) => {
        if (!(await releases.begin(tx, { id, account, reason, topic }, parked, record))) throw closedAlready();
        request.logged = true;
        const target = { type: 'parked', id, department: null };
        await guard.log.appendWith(tx, [
          { ...deedOf(request, 'parked.release'), target, outcome: 'done', after: { topic, reason } },
        ]);
      });
      // It is written down: what cannot be sent now is sent by itself as soon as it can.
      await releases.finish(id).catch(failed);
      return reply.code(201).send(await shown(id));
    },
  );
}
