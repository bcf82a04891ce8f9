import { visitOf } from '@guidang/access';
import { z } from 'zod';
import { statistics } from '../../read/statistics.ts';
import type { Door, DoorPorts } from '../door.ts';
import { XLSX } from '../xlsx.ts';
import { Filters } from './cases.ts';

const Wanted = Filters.pick({ year: true, department: true });
const Exported = Wanted.extend({ language: z.enum(['zh', 'en']).default('zh') });

/** Statistics (GB/T 39784-2021 chapter 10), on the screen, as a workbook and on paper. */
export function statisticsRoutes(app: Door, { within, now }: Pick<DoorPorts, 'within' | 'now'>): void {
  const access = { action: 'statistics.read' };
  app.get('/api/statistics', { config: { access }, schema: { querystring: Wanted } }, async (request) => {
    const { scope } = visitOf(request);
    return { tables: await statistics(within(scope), request.query, scope) };
  });

  app.get('/api/statistics.xlsx', { config: { access }, schema: { querystring: Exported } }, async (request, reply) => {
    const { scope } = visitOf(request);
    const tables = await statistics(within(scope), request.query, scope);
    // What draws workbooks and paper is large, and loaded when somebody exports.
    const { statisticsWorkbook } = await import('../../print/statistics.ts');
    return reply
      .type(XLSX)
      .header('content-disposition', 'attachment; filename="statistics.xlsx"')
      .send(await statisticsWorkbook(tables, request.query.language));
  });

  app.get('/api/statistics.pdf', { config: { access }, schema: { querystring: Exported } }, async (request, reply) => {
    const { scope, principal } = visitOf(request);
    const tables = await statistics(within(scope), request.query, scope);
    const { statisticsPaper } = await import('../../print/statistics.ts');
    const { notesOf } = await import('../../print/registers.ts');
    const at = new Date(now());
    const notes = notesOf(request.query, at, principal.account, request.query.department ?? '全部立档单位');
    return reply
      .type('application/pdf')
      .header('content-disposition', 'inline; filename="statistics.pdf"')
      .send(await statisticsPaper(tables, notes, at));
  });
}
