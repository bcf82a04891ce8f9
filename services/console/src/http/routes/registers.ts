import { visitOf } from '@guidang/access';
import { z } from 'zod';
import { Paging } from '../../read/key-paging.ts';
import { listRefused } from '../../read/refusals.ts';
import type { Door, DoorPorts } from '../door.ts';
import { Filters } from './cases.ts';

const Wanted = Filters.pick({ year: true, department: true, retention: true, q: true });
const Params = z.object({ kind: z.enum(['catalogue', 'filing']) });
const Refused = z.object({
  state: z.enum(['refused', 'amended']).default('refused'),
  ...Paging.shape,
});

/** The archivist's papers, and what went back to the departments. */
export function registersRoutes(app: Door, { within, now }: Pick<DoorPorts, 'within' | 'now'>): void {
  app.get(
    '/api/refused',
    { config: { access: { action: 'review.read' } }, schema: { querystring: Refused } },
    async (request) => {
      const { scope } = visitOf(request);
      return listRefused(within(scope), request.query, scope);
    },
  );

  app.get(
    '/api/registers/:kind',
    { config: { access: { action: 'register.print' } }, schema: { params: Params, querystring: Wanted } },
    async (request, reply) => {
      const { scope, principal } = visitOf(request);
      const { kind } = request.params;
      // What draws paper is large, and loaded when somebody prints.
      const { printCatalogue, printFiling } = await import('../../print/registers.ts');
      const print = kind === 'catalogue' ? printCatalogue : printFiling;
      const pdf = await print(within(scope), request.query, scope, new Date(now()), principal.account);
      return reply.type('application/pdf').header('content-disposition', `inline; filename="${kind}.pdf"`).send(pdf);
    },
  );
}
