import { deedOf, visitOf } from '@guidang/access';
import { z } from 'zod';
import type { AuditList } from '../../api/work.ts';
import { AuditRunning } from '../../audit/audits.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';

const Params = z.object({ id: z.uuid() });
const Beside = z.object({ with: z.uuid().describe('the earlier audit') });
const Options = z.strictObject({
  content: z.boolean().default(false).describe('also read every package back from the stores'),
});
/** The report is a page of another program: it is shown as what it is, and nothing in it runs. */
const INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

/** The auditor's page: audits are started, watched, read and taken along. */
export function auditsRoutes(
  app: Door,
  { audits, dumps, guard: { log, policy } }: Pick<DoorPorts, 'audits' | 'dumps' | 'guard'>,
): void {
  const read = { action: 'audit.read' };
  app.get('/api/audits', { config: { access: read } }, async (request): Promise<AuditList> => {
    const { principal, scope } = visitOf(request);
    const mayRun = principal.posts.some((post) => policy.mayAtAll(principal, post, 'audit.run'));
    const rows = (await audits.list()).map((run) => ({ ...run, dump: scope === 'city' ? dumps.of(run.id) : null }));
    return { mayStart: mayRun && audits.possible, mayDump: mayRun && scope === 'city', rows };
  });

  app.post(
    '/api/audits',
    { config: { access: { action: 'audit.run' } }, schema: { body: Options } },
    async (request, reply) => {
      if (!audits.possible)
        throw new Problem(
          409,
          'NO_ANCHORS',
          '未配置信任锚，不能启动审计 / no anchors are configured: an audit has nobody to believe',
        );
      try {
        const id = await audits.start(visitOf(request).principal.account, request.body);
        request.logged = true;
        const target = { type: 'audit', id, department: null };
        await log.append({
          ...deedOf(request, 'audit.run'),
          class: 'archive',
          target,
          outcome: 'done',
          after: request.body,
        });
        return reply.code(201).send({ id });
      } catch (error) {
        if (error instanceof AuditRunning)
          throw new Problem(
            409,
            'AUDIT_RUNNING',
            '已有审计在进行，请等它结束 / an audit is under way; please wait for it',
          );
        throw error;
      }
    },
  );

  app.get('/api/audits/anchors.json', { config: { access: read } }, async (_request, reply) => {
    const anchors = audits.anchors();
    if (anchors === undefined) throw notFound();
    return reply
      .type('application/json')
      .header('content-disposition', 'attachment; filename="anchors.json"')
      .send(anchors);
  });

  app.get(
    '/api/audits/:id/report.html',
    { config: { access: read }, schema: { params: Params } },
    async ({ params }, reply) => {
      const html = audits.report(params.id, 'html');
      if (html === undefined) throw notFound();
      return reply.type('text/html; charset=utf-8').header('content-security-policy', INERT).send(html);
    },
  );

  app.get(
    '/api/audits/:id/report.json',
    { config: { access: read }, schema: { params: Params } },
    async ({ params }, reply) => {
      const json = audits.report(params.id, 'json');
      if (json === undefined) throw notFound();
      return reply
        .type('application/json')
        .header('content-disposition', `attachment; filename="audit-${params.id}.json"`)
        .send(json);
    },
  );

  app.get(
    '/api/audits/:id/comparison',
    { config: { access: read }, schema: { params: Params, querystring: Beside } },
    async ({ params, query }) => {
      const comparison = audits.comparison(query.with, params.id);
      if (comparison === undefined) throw notFound();
      return comparison;
    },
  );
}
