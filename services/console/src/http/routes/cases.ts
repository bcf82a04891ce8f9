import { visitOf } from '@guidang/access';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { casePage, departmentOf } from '../../read/case-page.ts';
import { Paging } from '../../read/key-paging.ts';
import { exportCases, listCases, MOST_EXPORTED } from '../../read/list-cases.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';
import { XLSX } from '../xlsx.ts';

/** Words that the database can be asked with. */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), '不是合法文本 / not a text');

/** What a list of cases is narrowed by. */
export const Filters = z.object({
  q: text(200).optional(),
  stage: text(20).optional(),
  department: text(18).optional(),
  matter: text(40).optional(),
  missing: z.literal('yes').optional(),
  year: z.coerce.number().int().min(1900).max(3000).optional(),
  outcome: z.enum(['granted', 'refused', 'ended']).optional(),
  retention: text(5).optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
});
const Query = Filters.extend({
  ...Paging.shape,
  sort: z.enum(['accepted', 'stage', 'closed', 'case']).default('accepted'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
const Exported = Filters.extend({
  ...{ sort: Query.shape.sort, order: Query.shape.order },
  language: z.enum(['zh', 'en']).default('zh'),
  /** Those that were chosen from the list; without any, all of it. */
  case: z.preprocess((one) => (typeof one === 'string' ? [one] : one), z.array(text(60)).max(100)).optional(),
});
export const CaseParams = z.object({ case: text(60) });

/** The case a request is about, as the policy judges it. */
export const ofCase =
  ({ within }: Pick<DoorPorts, 'within'>) =>
  async ({ params }: FastifyRequest): Promise<{ department: string } | undefined> => {
    const department = await departmentOf(within('city'), (params as { case: string }).case);
    return department === undefined ? undefined : { department };
  };

/** GET /api/cases, GET /api/cases/:case, GET /api/choices. */
export function casesRoutes(app: Door, ports: Pick<DoorPorts, 'within' | 'scheme'>): void {
  app.get(
    '/api/cases',
    { config: { access: { action: 'case.read' } }, schema: { querystring: Query } },
    async (request) => {
      const { scope } = visitOf(request);
      return listCases(ports.within(scope), request.query, scope);
    },
  );

  app.get(
    '/api/cases.xlsx',
    { config: { access: { action: 'case.export' } }, schema: { querystring: Exported } },
    async (request, reply) => {
      const { scope } = visitOf(request);
      const { language, case: numbers, ...wanted } = request.query;
      const rows = await exportCases(ports.within(scope), { ...wanted, numbers }, scope);
      if (rows.length > MOST_EXPORTED)
        throw new Problem(
          422,
          'TOO_MANY',
          `至多导出 ${MOST_EXPORTED} 件，请缩小范围 / at most ${MOST_EXPORTED} cases are exported; please narrow the list down`,
        );
      // What draws workbooks is large, and loaded when somebody exports.
      const { casesWorkbook } = await import('../../print/cases.ts');
      return reply
        .type(XLSX)
        .header('content-disposition', 'attachment; filename="cases.xlsx"')
        .send(await casesWorkbook(rows, language));
    },
  );

  app.get(
    '/api/cases/:case',
    { config: { access: { action: 'case.read', at: ofCase(ports) } }, schema: { params: CaseParams } },
    async (request) => {
      const page = await casePage(
        { sql: ports.within(visitOf(request).scope), scheme: ports.scheme },
        request.params.case,
      );
      if (page === undefined) throw notFound();
      return page;
    },
  );

  app.get('/api/choices', { config: { access: { action: 'case.read' } } }, async (request) => {
    const { scope } = visitOf(request);
    const mine = scope === 'city' ? null : [...scope];
    const sql = ports.within(scope);
    const [departments, matters, years] = await Promise.all([
      sql.query<{ value: string; label: string }>(
        `SELECT department_uscc AS value, max(department_name) AS label FROM case_view
         WHERE $1::text[] IS NULL OR department_uscc = ANY($1::text[]) GROUP BY 1 ORDER BY 2`,
        mine,
      ),
      sql.query<{ value: string; label: string }>(
        `SELECT matter_code AS value, max(matter_name) AS label FROM case_view
         WHERE $1::text[] IS NULL OR department_uscc = ANY($1::text[]) GROUP BY 1 ORDER BY 2 LIMIT 1000`,
        mine,
      ),
      sql.query<{ year: number }>('SELECT DISTINCT year FROM case_view WHERE year IS NOT NULL ORDER BY 1 DESC'),
    ]);
    return { departments, matters, years: years.map(({ year }) => year) };
  });
}
