import { visitOf } from '@guidang/access';
import { z } from 'zod';
import { allDue, type DueBy, listDue } from '../../read/due.ts';
import { Paging } from '../../read/key-paging.ts';
import type { Door, DoorPorts } from '../door.ts';
import { XLSX } from '../xlsx.ts';
import { Filters } from './cases.ts';

const Narrowed = Filters.pick({ department: true, retention: true, year: true }).extend({
  category: Filters.shape.department,
});
const Months = { months: z.coerce.number().int().min(0).max(1_200).default(12) };
/** GB/T 18894-2016 10.3.1: what is kept for ever is handed over within five years; what is kept for thirty years goes with it by the rules of the archives. */
const Years = {
  closed: z.coerce.number().int().min(0).max(50).default(5).describe('years since the closing'),
  kept: z.coerce.number().int().min(1).max(100).default(30).describe('kept for at least so many years, or for ever'),
};
const Language = { language: z.enum(['zh', 'en']).default('zh') };

const monthsOn = (now: number, months: number): Date => {
  const at = new Date(now);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at;
};

/** 到期鉴定 and 移交进馆: which archived packages somebody has to decide about (GB/T 39784-2021 7.2, 9.1, 9.2), as lists, in a workbook and on paper. */
export function disposalRoutes(app: Door, { within, now }: Pick<DoorPorts, 'within' | 'now'>): void {
  const access = { action: 'desk.read' };
  const retention = ({ months }: { months: number }): DueBy => ({
    what: 'retention',
    until: monthsOn(now(), months),
  });
  const transfer = ({ closed, kept }: { closed: number; kept: number }): DueBy => ({
    ...{ what: 'transfer', closedBefore: monthsOn(now(), -12 * closed), years: kept },
  });

  app.get(
    '/api/disposal',
    { config: { access }, schema: { querystring: Narrowed.extend({ ...Months, ...Paging.shape }) } },
    async (request) => {
      const { scope } = visitOf(request);
      return listDue(within(scope), retention(request.query), request.query, scope);
    },
  );
  app.get(
    '/api/transfers',
    { config: { access }, schema: { querystring: Narrowed.extend({ ...Years, ...Paging.shape }) } },
    async (request) => {
      const { scope } = visitOf(request);
      return listDue(within(scope), transfer(request.query), request.query, scope);
    },
  );

  for (const [path, schema, by] of [
    [
      'disposal',
      Narrowed.extend({ ...Months, ...Language }),
      (query: unknown) => retention(query as { months: number }),
    ],
    ['transfers', Narrowed.extend({ ...Years, ...Language }), (query: unknown) => transfer(query as never)],
  ] as const) {
    app.get(`/api/${path}.xlsx`, { config: { access }, schema: { querystring: schema } }, async (request, reply) => {
      const { scope } = visitOf(request);
      const which = by(request.query);
      const due = await allDue(within(scope), which, request.query, scope);
      // What draws workbooks and paper is large, and loaded when somebody exports.
      const { dueWorkbook } = await import('../../print/due.ts');
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="${path}.xlsx"`)
        .send(await dueWorkbook(which.what, due, request.query.language));
    });
    app.get(`/api/${path}.pdf`, { config: { access }, schema: { querystring: schema } }, async (request, reply) => {
      const { scope, principal } = visitOf(request);
      const which = by(request.query);
      const due = await allDue(within(scope), which, request.query, scope);
      const { duePaper } = await import('../../print/due.ts');
      const { notesOf } = await import('../../print/registers.ts');
      const at = new Date(now());
      const notes = notesOf(request.query, at, principal.account, request.query.department ?? '全部立档单位');
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${path}.pdf"`)
        .send(await duePaper(which.what, due, notes, at));
    });
  }
}
