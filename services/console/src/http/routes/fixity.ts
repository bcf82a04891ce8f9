import { type Visit, visitOf } from '@guidang/access';
import { z } from 'zod';
import { FIXITY_STATES } from '../../api/fixity.ts';
import type { FixityPapers } from '../../print/fixity.ts';
import { type FixityPolicy, fixityOverview, listInspected } from '../../read/fixity.ts';
import { Paging } from '../../read/key-paging.ts';
import type { Door, DoorPorts } from '../door.ts';
import { wholeList } from '../whole-list.ts';
import { XLSX } from '../xlsx.ts';
import { Filters } from './cases.ts';

const Wanted = Filters.pick({ department: true });
const Listed = Wanted.extend({ state: z.enum(FIXITY_STATES).default('faulty'), ...Paging.shape });
const Exported = Wanted.extend({ language: z.enum(['zh', 'en']).default('zh') });
/** Rows of each list that go onto paper: whoever has more of them asks department by department. */
const MOST_PRINTED = 2_000;

/** 定期检测 (GB/T 39784-2021 7.4, DA/T 92-2022 9.4): how the rounds over what is stored stand, and where somebody has to look. */
export function fixityRoutes(
  app: Door,
  { within, inspectionDays, now }: Pick<DoorPorts, 'within' | 'inspectionDays' | 'now'>,
): void {
  const access = { action: 'fixity.read' };
  const policy = (): FixityPolicy => ({ days: inspectionDays, now: now() });

  app.get('/api/fixity', { config: { access }, schema: { querystring: Wanted } }, async (request) => {
    const { scope } = visitOf(request);
    return fixityOverview(within(scope), request.query, scope, policy());
  });

  app.get('/api/fixity/packages', { config: { access }, schema: { querystring: Listed } }, async (request) => {
    const { scope } = visitOf(request);
    return listInspected(within(scope), request.query, scope, policy());
  });

  const papersOf = async ({ scope }: Visit, wanted: z.infer<typeof Wanted>): Promise<FixityPapers> => {
    const sql = within(scope);
    const whole = (state: 'faulty' | 'overdue') =>
      wholeList(MOST_PRINTED, (page) => listInspected(sql, { ...wanted, state, ...page }, scope, policy()));
    return {
      overview: await fixityOverview(sql, wanted, scope, policy()),
      ...{ faulty: await whole('faulty'), overdue: await whole('overdue') },
    };
  };

  app.get('/api/fixity.xlsx', { config: { access }, schema: { querystring: Exported } }, async (request, reply) => {
    const papers = await papersOf(visitOf(request), request.query);
    // What draws workbooks and paper is large, and loaded when somebody exports.
    const { fixityWorkbook } = await import('../../print/fixity.ts');
    return reply
      .type(XLSX)
      .header('content-disposition', 'attachment; filename="fixity.xlsx"')
      .send(await fixityWorkbook(papers, request.query.language));
  });

  app.get('/api/fixity.pdf', { config: { access }, schema: { querystring: Exported } }, async (request, reply) => {
    const visit = visitOf(request);
    const papers = await papersOf(visit, request.query);
    const { fixityPaper } = await import('../../print/fixity.ts');
    const { notesOf } = await import('../../print/registers.ts');
    const at = new Date(now());
    const notes = notesOf({}, at, visit.principal.account, request.query.department ?? '全部立档单位');
    return reply
      .type('application/pdf')
      .header('content-disposition', 'inline; filename="fixity.pdf"')
      .send(await fixityPaper(papers, notes, at));
  });
}
