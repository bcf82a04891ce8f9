import { CHANGING, SAFE, visitOf } from '@guidang/access';
import { paragraph, text } from '@guidang/contracts';
import { z } from 'zod';
import { Settings } from '../../scheme/settings.ts';
import { addTemplate, allTemplates, changeTemplate, dropTemplate, templateById } from '../../tables/settings.ts';
import { byOf, record, tagged, versionGiven } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { notFound, problems } from '../problem.ts';
import { ifMatch, TemplateId, versioned } from '../shapes.ts';

const fields = {
  name: text(100).describe('模板名称'),
  note: paragraph(500).describe('说明: for which matters it is'),
  content: Settings,
};
const Content = z.strictObject(fields).describe('方案模板');
export const NewTemplate = Content.extend({ id: TemplateId });
const Entry = z.object({ id: TemplateId, ...fields, ...versioned }).describe('方案模板 as it stands');
const targetOf = (id: string) => ({ type: 'template', id, department: null });

/** 模板 (GB/T 39784-2021 11.2-2, 11.2-4): what drafts are begun with. A draft keeps a copy; the template may change or go. */
export function templateRoutes(app: Door, { store, log, now }: RegistryPorts): void {
  app.get(
    '/v1/templates',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'listTemplates',
        tags: ['schemes'],
        summary: '方案模板 / templates',
        security: SAFE,
        response: { 200: z.object({ items: z.array(Entry) }), ...problems },
      },
    },
    async (request) => ({ items: await store.within(visitOf(request).scope, allTemplates) }),
  );
  app.post(
    '/v1/templates',
    {
      config: { access: { action: 'template.edit' } },
      schema: {
        operationId: 'addTemplate',
        tags: ['schemes'],
        summary: '新增模板 / add a template',
        security: CHANGING,
        body: NewTemplate,
        response: { 201: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const after = await addTemplate(tx, request.body, byOf(request, now));
        await record(request, log, tx, 'template.edit', [{ target: targetOf(after.id), after }]);
        return after;
      });
      return tagged(reply.code(201), entry);
    },
  );
  app.put(
    '/v1/templates/:id',
    {
      config: { access: { action: 'template.edit' } },
      schema: {
        operationId: 'changeTemplate',
        tags: ['schemes'],
        summary: '修改模板 / change a template',
        security: CHANGING,
        params: z.object({ id: TemplateId }),
        headers: ifMatch,
        body: Content,
        response: { 200: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const before = await templateById(tx, request.params.id);
        if (before === undefined) throw notFound();
        const after = await changeTemplate(tx, { id: before.id, ...request.body }, version, byOf(request, now));
        await record(request, log, tx, 'template.edit', [{ target: targetOf(after.id), before, after }]);
        return after;
      });
      return tagged(reply, entry);
    },
  );
  app.delete(
    '/v1/templates/:id',
    {
      config: { access: { action: 'template.edit' } },
      schema: {
        operationId: 'dropTemplate',
        tags: ['schemes'],
        summary: '删除模板 / drop a template',
        security: CHANGING,
        params: z.object({ id: TemplateId }),
        headers: ifMatch,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      await store.within(visitOf(request).scope, async (tx) => {
        if ((await templateById(tx, request.params.id)) === undefined) throw notFound();
        const before = await dropTemplate(tx, request.params.id, version);
        await record(request, log, tx, 'template.edit', [{ target: targetOf(before.id), before, after: null }]);
      });
      return reply.code(204).send(null);
    },
  );
}
