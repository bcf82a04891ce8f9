import { CHANGING, SAFE, visitOf } from '@guidang/access';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Settings } from '../../scheme/settings.ts';
import { departmentById } from '../../tables/departments.ts';
import { changeDefaults, defaultsBy } from '../../tables/settings.ts';
import { byOf, record, tagged, versionGiven } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { notFound, problems } from '../problem.ts';
import { DepartmentId, ifMatch, versioned } from '../shapes.ts';

const Scope = z.union([z.literal('city'), DepartmentId]).describe('`city`, or a department');
const Entry = z
  .object({ scope: z.string(), content: Settings, ...versioned })
  .describe('默认值 of a level; version 0 where nobody said anything yet');

const departmentOf = (scope: string): string | null => (scope === 'city' ? null : scope);

/** 市级默认 and 部门默认: what a scheme takes where its matter says nothing. */
export function defaultsRoutes(app: Door, { store, log, now }: RegistryPorts): void {
  app.get(
    '/v1/defaults/:scope',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'getDefaults',
        tags: ['schemes'],
        summary: '默认值 / defaults',
        security: SAFE,
        params: z.object({ scope: Scope }),
        response: { 200: Entry, ...problems },
      },
    },
    async (request, reply) =>
      tagged(reply, await store.within(visitOf(request).scope, (tx) => defaultsBy(tx, request.params.scope))),
  );
  app.put(
    '/v1/defaults/:scope',
    {
      config: {
        access: {
          action: 'defaults.edit',
          at: ({ params }: FastifyRequest) => ({ department: departmentOf((params as { scope: string }).scope) }),
        },
      },
      schema: {
        operationId: 'changeDefaults',
        tags: ['schemes'],
        summary: '修改默认值 / change defaults',
        description: 'Published schemes stay as they are: a default counts when a draft is published.',
        security: CHANGING,
        params: z.object({ scope: Scope }),
        headers: ifMatch,
        body: Settings,
        response: { 200: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const { scope } = request.params;
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        if (scope !== 'city' && (await departmentById(tx, scope)) === undefined) throw notFound();
        const before = await defaultsBy(tx, scope);
        const after = await changeDefaults(tx, scope, request.body, version, byOf(request, now));
        const target = { type: 'defaults', id: scope, department: departmentOf(scope) };
        await record(request, log, tx, 'defaults.edit', [{ target, before: before.content, after: after.content }]);
        return after;
      });
      return tagged(reply, entry);
    },
  );
}
