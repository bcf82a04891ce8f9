import { deedOf, forbidden, visitOf } from '@guidang/access';
import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';

const Params = z.object({ id: z.uuid() });

const running = (): Problem =>
  new Problem(409, 'DUMP_RUNNING', '正在准备另一份导出，请等它完成 / another dump is being made; please wait for it');

/**
 * What an auditor takes away to judge elsewhere: every record of every topic and the log, as `guidang dump` writes them. It speaks of every department, and is
 * therefore for those alone whose post is for the whole city.
 */
export function dumpsRoutes(
  app: Door,
  { audits, dumps, guard: { log } }: Pick<DoorPorts, 'audits' | 'dumps' | 'guard'>,
): void {
  app.post(
    '/api/audits/:id/dump',
    { config: { access: { action: 'audit.run' } }, schema: { params: Params } },
    async (request, reply) => {
      if (visitOf(request).scope !== 'city') throw forbidden();
      const { id } = request.params;
      if (!(await audits.hasEnded(id))) throw notFound();
      if (dumps.isBusyFor(id)) throw running();
      const target = { type: 'dump', id, department: null };
      await log.append({ ...deedOf(request, 'audit.run'), class: 'archive', target, outcome: 'done' });
      // Written down first: nothing leaves the house that the log does not know of.
      if (!dumps.make(id)) throw running();
      request.logged = true;
      return reply.code(202).send({ id });
    },
  );

  app.get(
    '/api/audits/:id/dump.tar',
    { config: { access: { action: 'audit.read' } }, schema: { params: Params } },
    async (request, reply) => {
      if (visitOf(request).scope !== 'city') throw forbidden();
      const { id } = request.params;
      const archive = dumps.archive(id);
      if (archive === undefined) throw notFound();
      const target = { type: 'dump', id, department: null };
      await log
        .append({ ...deedOf(request, 'audit.read'), class: 'archive', target, outcome: 'done' })
        .catch((error: unknown) => {
          archive.stream.destroy();
          throw error;
        });
      request.logged = true;
      return reply
        .type('application/x-tar')
        .header('content-length', archive.bytes)
        .header('content-disposition', `attachment; filename="guidang-dump-${id.slice(0, 8)}.tar"`)
        .send(archive.stream);
    },
  );
}
