import { visitOf } from '@guidang/access';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listFavourites, MOST_FAVOURITES, mark, unmark } from '../../own/favourites.ts';
import { dropSearch, keepSearch, listSearches, MOST_SEARCHES } from '../../own/searches.ts';
import { struckOut } from '../../read/struck-out.ts';
import type { Door, DoorPorts } from '../door.ts';
import { Problem } from '../problem.ts';
import { CaseParams, ofCase, text } from './cases.ts';

const SearchId = z.object({ id: z.uuid() });
const Kept = z.strictObject({
  page: z.enum(['/cases', '/refused', '/parked', '/pre-archive', '/review']),
  name: text(40),
  query: z
    .string()
    .max(1_000)
    .refine((query) => !query.includes('\u0000') && query.isWellFormed(), '不是合法文本 / not a text'),
});

/** What somebody keeps for themselves: searches and marked cases. Nobody else sees them, and they change nothing of the archive. */
export function ownRoutes(app: Door, ports: Pick<DoorPorts, 'within' | 'own' | 'now'>): void {
  const mine = (request: FastifyRequest) => {
    const { principal, scope } = visitOf(request);
    return { sql: ports.own(principal.account, scope), account: principal.account, at: new Date(ports.now()) };
  };
  const keeping = { config: { access: { action: 'own.keep' } } };

  app.get('/api/searches', keeping, async (request) => ({ rows: await listSearches(mine(request).sql) }));

  app.put('/api/searches/:id', { ...keeping, schema: { params: SearchId, body: Kept } }, async (request, reply) => {
    const { sql, account, at } = mine(request);
    const { name, query } = request.body;
    if (struckOut(name) !== name || struckOut(decoded(query)) !== decoded(query))
      throw new Problem(
        422,
        'PERSONAL_DATA',
        '检索条件中像是有证件号或手机号，不予保存 / what looks like the number of a person is not kept',
      );
    if (!(await keepSearch(sql, account, { ...request.params, ...request.body }, at)))
      throw new Problem(
        409,
        'TOO_MANY',
        `至多保存 ${MOST_SEARCHES} 个检索 / at most ${MOST_SEARCHES} searches are kept`,
      );
    return reply.code(204).send();
  });

  app.delete('/api/searches/:id', { ...keeping, schema: { params: SearchId } }, async (request, reply) => {
    await dropSearch(mine(request).sql, request.params.id);
    return reply.code(204).send();
  });

  app.get('/api/favourites', { config: { access: { action: 'case.read' } } }, async (request) =>
    listFavourites(mine(request).sql),
  );

  const ofOne = { config: { access: { action: 'case.read', at: ofCase(ports) } }, schema: { params: CaseParams } };
  app.put('/api/favourites/:case', ofOne, async (request, reply) => {
    const { sql, account, at } = mine(request);
    if (!(await mark(sql, account, request.params.case, at)))
      throw new Problem(
        409,
        'TOO_MANY',
        `至多收藏 ${MOST_FAVOURITES} 件 / at most ${MOST_FAVOURITES} cases are marked`,
      );
    return reply.code(204).send();
  });

  app.delete('/api/favourites/:case', ofOne, async (request, reply) => {
    await unmark(mine(request).sql, request.params.case);
    return reply.code(204).send();
  });
}

/** Words of a query as somebody wrote them. */
const decoded = (query: string): string => [...new URLSearchParams(query).values()].join('\n');
