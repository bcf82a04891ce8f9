import { CHANGING, SAFE, visitOf } from '@guidang/access';
import { CODE_LISTS, parseMatterCode, text } from '@guidang/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mattersCsv, mattersWorkbook } from '../../sheet/export-matters.ts';
import { addMatter, changeMatter, findMatters, type Matter, matterByCode } from '../../tables/matters.ts';
import { byOf, record, tagged, versionGiven } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { notFound, problems, unfit } from '../problem.ts';
import { DepartmentId, ifMatch, MatterCode, versioned } from '../shapes.ts';

const codesOf = <T extends object>(list: T) => z.enum(Object.keys(list) as [string, ...string[]]);
const days = z.number().int().min(0).max(3650).nullable();
const fields = {
  name: text(200).describe('事项名称'),
  type: codesOf(CODE_LISTS.matterType).describe('事项类型 (GB/T 39046 A.1)'),
  department: DepartmentId.describe('实施主体; the first 18 characters of the code'),
  applicants: z.array(codesOf(CODE_LISTS.applicantKind)).min(1).max(6).describe('服务对象 (A.4)'),
  kind: codesOf(CODE_LISTS.caseKind).describe('办件类型 (A.6)'),
  statutoryDays: days.describe('法定办结时限, working days'),
  promisedDays: days.describe('承诺办结时限, working days'),
  active: z.boolean(),
  extra: z
    .record(z.string().max(60), z.string().max(4000))
    .describe('what else the national list says of it, as it stands there'),
};
const Content = z.strictObject(fields).describe('事项');
export const NewMatter = Content.extend({ code: MatterCode });
export const MatterBody = z
  .object({
    code: MatterCode,
    ...fields,
    ...versioned,
    published: z.number().int().nullable().describe('newest published version of its scheme; null: none'),
    open: z.number().int().describe('drafts under way'),
  })
  .describe('事项 as it stands');

const filters = {
  department: DepartmentId.optional(),
  type: fields.type.optional(),
  active: z.stringbool().optional(),
  published: z.stringbool().optional().describe('whether a scheme of it is published'),
  text: text(100).optional().describe('text in name or code'),
};

/** 事项. */
export function matterRoutes(app: Door, { store, log, now }: RegistryPorts): void {
  app.get(
    '/v1/matters',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'findMatters',
        tags: ['catalogue'],
        summary: '查询事项 / find matters',
        security: SAFE,
        querystring: z.object({
          ...filters,
          after: MatterCode.optional().describe('`next` of the page before'),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: {
          200: z.object({ items: z.array(MatterBody), total: z.number().int(), next: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit } = request.query;
      const { items, total } = await store.within(visitOf(request).scope, (tx) =>
        findMatters(tx, { ...request.query, limit: limit + 1 }),
      );
      const page = items.slice(0, limit);
      return { items: page as never, total, next: items.length > limit ? page.at(-1)!.code : null };
    },
  );
  app.get(
    '/v1/matters/export',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'exportMatters',
        tags: ['catalogue'],
        summary: '导出事项 / matters as a file that can be taken in again',
        security: SAFE,
        querystring: z.object({ ...filters, format: z.enum(['csv', 'xlsx', 'json']).default('xlsx') }),
        response: { 200: z.any().describe('the file'), ...problems },
        produces: ['text/csv', 'application/json', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      },
    },
    async (request, reply) => {
      const { format, ...query } = request.query;
      const { items } = await store.within(visitOf(request).scope, (tx) =>
        findMatters(tx, { ...query, limit: 100_000 }),
      );
      reply.header('content-disposition', `attachment; filename="matters.${format}"`);
      if (format === 'json') return reply.type('application/json').serializer(JSON.stringify).send(listOf(items));
      const made = format === 'csv' ? Buffer.from(mattersCsv(items)) : await mattersWorkbook(items);
      const type =
        format === 'csv'
          ? 'text/csv; charset=utf-8'
          : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      return reply.type(type).send(made);
    },
  );
  app.get(
    '/v1/matters/:code',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'getMatter',
        tags: ['catalogue'],
        summary: '一个事项 / one matter',
        security: SAFE,
        params: z.object({ code: MatterCode }),
        response: { 200: MatterBody, ...problems },
      },
    },
    async (request, reply) => {
      const found = await store.within(visitOf(request).scope, (tx) => matterByCode(tx, request.params.code));
      if (found === undefined) throw notFound();
      return tagged(reply, found) as never;
    },
  );
  app.post(
    '/v1/matters',
    {
      config: {
        access: {
          action: 'matter.edit',
          at: ({ body }: FastifyRequest) => ({ department: (body as Matter).department }),
        },
      },
      schema: {
        operationId: 'addMatter',
        tags: ['catalogue'],
        summary: '新增事项 / add a matter',
        security: CHANGING,
        body: NewMatter,
        response: { 201: MatterBody, ...problems },
      },
    },
    async (request, reply) => {
      mustFit(request.body);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const added = await addMatter(tx, request.body, byOf(request, now));
        await record(request, log, tx, 'matter.edit', [{ target: matterTarget(added), after: added }]);
        return added;
      });
      return tagged(reply.code(201), entry) as never;
    },
  );
  app.put(
    '/v1/matters/:code',
    {
      config: {
        access: {
          action: 'matter.edit',
          at: async ({ params }: FastifyRequest) => {
            const found = await store.within('city', (tx) => matterByCode(tx, (params as { code: string }).code));
            return found && { department: found.department };
          },
        },
      },
      schema: {
        operationId: 'changeMatter',
        tags: ['catalogue'],
        summary: '修改事项 / change a matter',
        security: CHANGING,
        params: z.object({ code: MatterCode }),
        headers: ifMatch,
        body: Content,
        response: { 200: MatterBody, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const after = { code: request.params.code, ...request.body };
      mustFit(after);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const before = await matterByCode(tx, after.code);
        if (before === undefined) throw notFound();
        const changed = await changeMatter(tx, after, version, byOf(request, now));
        await record(request, log, tx, 'matter.edit', [{ target: matterTarget(changed), before, after: changed }]);
        return changed;
      });
      return tagged(reply, entry) as never;
    },
  );
}

export const matterTarget = ({ code, department }: Pick<Matter, 'code' | 'department'>) => ({
  type: 'matter',
  id: code,
  department,
});

/** In the names of the national list. */
const listOf = (matters: readonly Matter[]): object[] =>
  matters.map((matter) => ({
    ...{ task_code: matter.code, task_name: matter.name, task_type: matter.type, dept_code: matter.department },
    ...{ server_type: matter.applicants.join(','), project_type: matter.kind, anticipate_day: matter.statutoryDays },
    ...{ promise_day: matter.promisedDays, task_state: matter.active ? '1' : '2' },
    ...matter.extra,
  }));

function mustFit({ code, department }: Pick<Matter, 'code' | 'department'>): void {
  if (parseMatterCode(code)?.uscc !== department)
    throw unfit([
      {
        field: 'department',
        rule: 'CODE_DEPARTMENT',
        message: '实施主体须与实施编码的前 18 位相同 / the department has to be the first 18 characters of the code',
      },
    ]);
}
