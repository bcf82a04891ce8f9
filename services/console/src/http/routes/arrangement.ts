import { visitOf } from '@guidang/access';
import { Retention } from '@guidang/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ArrangedGroup, ArrangementView } from '../../api/arrangement.ts';
import { MOST_ITEMS } from '../../api/desk.ts';
import { arrangement, foundBy } from '../../read/arrangement.ts';
import type { Door, DoorPorts } from '../door.ts';
import { Problem } from '../problem.ts';
import { XLSX } from '../xlsx.ts';
import { Filters } from './cases.ts';
import { propose } from './desk.ts';
import { reason } from './reason.ts';

const version = z.coerce.number().int().min(1).max(1_000_000);
const schemeId = z.string().regex(/^[A-Za-z0-9._-]{1,80}$/);
const Wanted = Filters.pick({ department: true, year: true, matter: true }).extend({
  scheme: schemeId.optional(),
  target: version.optional().describe('version of the scheme that is compared with; without it, the newest'),
  show: z.enum(['differing', 'all']).default('differing'),
});
const Exported = Wanted.extend({ language: z.enum(['zh', 'en']).default('zh') });
const Proposal = z.strictObject({
  scheme: schemeId,
  target: z.int().min(1).max(1_000_000),
  was: z
    .string()
    .max(120)
    .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed())
    .optional()
    .describe('档号 without its 件号, as the packages count now'),
  year: z.int().min(1900).max(3000).optional(),
  department: Filters.shape.department,
  version: z.int().min(1).max(1_000_000).optional().describe('version they were archived under'),
  retention: Retention.optional().describe('as it counts now'),
  archivedFor: Retention.optional().describe('as it was archived'),
  most: z.int().min(1).max(MOST_ITEMS).optional().describe('so many of them at most, by 档号; without it, all'),
  reason,
});

type Ports = Pick<DoorPorts, 'within' | 'guard' | 'now' | 'decisionsRead' | 'arrangements'>;

/**
 * 整理调整 (GB/T 39784-2021 6.1): how archived packages are arranged, beside what a published version of their scheme would make of it; and adjustments by rule, which two persons decide. A package stays as
 * it is: what was decided stands beside it.
 */
export function arrangementRoutes(app: Door, ports: Ports): void {
  const { within, now, arrangements } = ports;
  const access = { action: 'desk.read' };
  const view = async (request: FastifyRequest, wanted: z.infer<typeof Wanted>): Promise<ArrangementView> => {
    const { scope } = visitOf(request);
    await arrangements.refresh();
    if (wanted.scheme !== undefined && wanted.target !== undefined) mustBePublished(wanted.scheme, wanted.target);
    return arrangement(within(scope), arrangements, wanted, scope);
  };
  const whole = async (request: FastifyRequest, wanted: z.infer<typeof Wanted>): Promise<readonly ArrangedGroup[]> => {
    const { groups, groupsInAll } = await view(request, wanted);
    if (groups.length < groupsInAll)
      throw new Problem(
        422,
        'TOO_MANY',
        `至多导出 ${groups.length} 组，现有 ${groupsInAll} 组，请按年度或部门缩小 / at most ${groups.length} groups are exported and there are ${groupsInAll}; please narrow it down by year or department`,
      );
    return groups;
  };
  const mustBePublished = (scheme: string, target: number): void => {
    if (arrangements.of(scheme, target) === undefined)
      throw new Problem(422, 'NO_SUCH_VERSION', '该方案没有发布过此版本 / no such version of the scheme was published');
  };

  app.get('/api/arrangement', { config: { access }, schema: { querystring: Wanted } }, async (request) =>
    view(request, request.query),
  );
  app.get(
    '/api/arrangement.xlsx',
    { config: { access }, schema: { querystring: Exported } },
    async (request, reply) => {
      const groups = await whole(request, request.query);
      // What draws workbooks and paper is large, and loaded when somebody exports.
      const { arrangementWorkbook } = await import('../../print/arrangement.ts');
      return reply
        .type(XLSX)
        .header('content-disposition', 'attachment; filename="arrangement.xlsx"')
        .send(await arrangementWorkbook(groups, request.query.language));
    },
  );
  app.get('/api/arrangement.pdf', { config: { access }, schema: { querystring: Exported } }, async (request, reply) => {
    const groups = await whole(request, request.query);
    const { arrangementPaper } = await import('../../print/arrangement.ts');
    const { notesOf } = await import('../../print/registers.ts');
    const at = new Date(now());
    const { account } = visitOf(request).principal;
    const notes = notesOf(request.query, at, account, request.query.department ?? '全部立档单位');
    return reply
      .type('application/pdf')
      .header('content-disposition', 'inline; filename="arrangement.pdf"')
      .send(await arrangementPaper(groups, notes, at));
  });

  app.post(
    '/api/arrangement/lists',
    { config: { access: { action: 'desk.propose' } }, schema: { body: Proposal } },
    async (request, reply) => {
      const { reason, most, ...rule } = request.body;
      const { scope } = visitOf(request);
      await arrangements.refresh();
      mustBePublished(rule.scheme, rule.target);
      const found = await foundBy(within(scope), arrangements, rule, scope, most ?? MOST_ITEMS);
      if (found.size === 0)
        throw new Problem(
          422,
          'NOTHING_CHANGES',
          '没有符合规则且需要调整的档案 / no package of this rule would be arranged otherwise',
        );
      if (most === undefined && found.size > MOST_ITEMS)
        throw new Problem(
          422,
          'TOO_MANY',
          `一份清册至多 ${MOST_ITEMS} 件，请缩小范围，或先提出其中一部分 / a list holds ${MOST_ITEMS} at most; narrow the rule down, or propose some of them first`,
        );
      const numbers = [...found.keys()].slice(0, most ?? MOST_ITEMS);
      const { scheme, target, version, was, year, department, retention, archivedFor } = rule;
      const words = [
        `方案 ${scheme}`,
        version !== undefined && `依第 ${version} 版归档`,
        was !== undefined && `现归类 ${was}`,
        year !== undefined && `${year} 年度`,
        department !== undefined && `部门 ${department}`,
        retention !== undefined && `保管期限 ${retention}`,
        archivedFor !== undefined && archivedFor !== retention && `归档时期限 ${archivedFor}`,
        `按第 ${target} 版`,
        numbers.length < found.size && `按档号前 ${numbers.length} 件`,
      ];
      const wish = { kind: 'rearrange', retention: null, receiver: null, reason } as const;
      const list = await propose(
        ports,
        request,
        { ...wish, scheme: { id: scheme, version: target }, rule: words.filter(Boolean).join('，') },
        numbers,
        found,
      );
      return reply.code(201).send(list);
    },
  );
}
