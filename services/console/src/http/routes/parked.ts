import { deedOf, visitOf } from '@guidang/access';
import { z } from 'zod';
import { listParked, readParked } from '../../read/parked.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';

const word = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,61}$/)
  .optional();
const Query = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  step: word,
  reason: word,
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
});
const Params = z.object({ id: z.string().regex(/^parked-[0-9a-f]{32}$/) });
const Closing = z.strictObject({
  reason: z
    .string('请写明原因 / say why')
    .trim()
    .min(2, '请写明原因，至少 2 个字 / say why, in two characters at least')
    .max(500, '原因至多 500 字 / at most 500 characters')
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), '不是合法文本 / not a text'),
});

/** Records that steps put aside: looked at, compared with their contract, closed with a reason. Nothing of the archive changes by that. */
export function parkedRoutes(app: Door, { sql, guard, now }: Pick<DoorPorts, 'sql' | 'guard' | 'now'>): void {
  const read = { config: { access: { action: 'parked.read' } } };
  app.get('/api/parked', { ...read, schema: { querystring: Query } }, async ({ query }) => listParked(sql, query));

  app.get('/api/parked/:id', { ...read, schema: { params: Params } }, async ({ params }) => {
    const found = await readParked(sql, params.id);
    if (found === undefined) throw notFound();
    return found;
  });

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
        if (closed.length === 0)
          throw new Problem(409, 'ALREADY_CLOSED', '已由他人关闭，请刷新 / somebody closed it already; please reload');
        request.logged = true;
        const target = { type: 'parked', id, department: null };
        await guard.log.appendWith(tx, [
          { ...deedOf(request, 'parked.close'), target, outcome: 'done', after: { reason } },
        ]);
      });
      return reply.code(201).send(await readParked(sql, id));
    },
  );
}
