import { randomUUID } from 'node:crypto';
import { CHANGING, SAFE, visitOf } from '@guidang/access';
import { Origin, Scheme } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { compare } from '../../scheme/compare.ts';
import { ownSettings } from '../../scheme/own.ts';
import { putTogether } from '../../scheme/put-together.ts';
import { Settings } from '../../scheme/settings.ts';
import {
  addDraft,
  changeDraft,
  DRAFT_STATES,
  type Draft,
  type DraftEntry,
  draftById,
  findDrafts,
} from '../../tables/drafts.ts';
import { matterByCode } from '../../tables/matters.ts';
import { templateById } from '../../tables/settings.ts';
import { byOf, record, tagged, versionGiven } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { conflict, notFound, problems } from '../problem.ts';
import {
  Account,
  DepartmentId,
  DraftId,
  ifMatch,
  MatterCode,
  SchemeId,
  SchemeVersion,
  TemplateId,
  versioned,
} from '../shapes.ts';

const State = z.enum(DRAFT_STATES).describe('drafted → submitted → reviewed → publishing → published; discarded');
export const DraftBody = z
  .object({
    id: DraftId,
    schemeId: SchemeId,
    baseVersion: z.number().int().nullable().describe('published version it began from; null: the scheme is new'),
    matter: MatterCode,
    department: DepartmentId,
    state: State,
    content: Settings,
    owner: Account.describe('who edited it last; somebody else reviews it'),
    comment: z.string().describe('意见 of the review'),
    reviewedBy: Account.nullable(),
    publishedBy: Account.nullable(),
    publishedVersion: z.number().int().nullable(),
    createdAt: z.string(),
    ...versioned,
  })
  .describe('方案草稿');

const Fault = z.object({ field: z.string(), rule: z.string(), message: z.string() });
const Source = z
  .object({
    field: z.string().describe('field of the scheme, e.g. retention, items.A01, metadata.title, referenceCode.width'),
    origin: z.union([Origin, z.enum(['standard', 'registry'])]).describe('whose value it is'),
    covers: z.array(z.union([Origin, z.literal('standard')])).describe('levels whose own value it covers'),
    said: z
      .array(z.object({ by: Origin, value: z.any().describe('what that level says') }))
      .describe('what each level that says something says, the nearest first'),
  })
  .describe('where a value comes from');
const Resolved = z.object({
  scheme: Scheme.nullable().describe('as it would be published now; null where something is missing or wrong'),
  faults: z.array(Fault).describe('what has to be mended before it can be published'),
  sources: z.array(Source),
});
export const DifferenceBody = z
  .object({
    path: z.string().describe('path by codes, e.g. items.A01.formats'),
    kind: z.enum(['added', 'removed', 'changed']),
    before: z.any().nullable(),
    after: z.any().nullable(),
  })
  .describe('one difference');

const From = z.union([
  z
    .strictObject({ scheme: SchemeId, version: SchemeVersion })
    .describe('a published version, also of another matter (复制)'),
  z.strictObject({ template: TemplateId }).describe('a template'),
  z.strictObject({ draft: DraftId }).describe('another draft'),
]);

/** What is told of a draft: without the bytes, which are served where they are published. */
export const bodyOfDraft = ({ value: _, ...draft }: DraftEntry) => draft;
export const draftTarget = ({ id, department }: Pick<Draft, 'id' | 'department'>) => ({
  type: 'draft',
  id,
  department,
});

/** 方案草稿: a matter's next version, until it is published. */
export function draftRoutes(app: Door, ports: RegistryPorts): void {
  const { store, log, now, topic } = ports;
  const at = async ({ params }: FastifyRequest) => {
    const found = await store.within('city', (tx) => draftById(tx, (params as { id: string }).id));
    return found && { department: found.department };
  };
  const current = (schemeId: string): number | null => topic.versions(schemeId).at(-1) ?? null;

  app.get(
    '/v1/drafts',
    {
      config: { access: { action: 'draft.read' } },
      schema: {
        operationId: 'findDrafts',
        tags: ['drafts'],
        summary: '查询方案草稿 / find drafts',
        security: SAFE,
        querystring: z.object({
          matter: MatterCode.optional(),
          department: DepartmentId.optional(),
          state: State.optional(),
          scheme: SchemeId.optional(),
          owner: Account.optional(),
          after: DraftId.optional().describe('`next` of the page before'),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: { 200: z.object({ items: z.array(DraftBody), next: z.string().nullable() }), ...problems },
      },
    },
    async (request) => {
      const { limit } = request.query;
      const found = await store.within(visitOf(request).scope, (tx) =>
        findDrafts(tx, { ...request.query, limit: limit + 1 }),
      );
      const page = found.slice(0, limit);
      return { items: page.map(bodyOfDraft), next: found.length > limit ? page.at(-1)!.id : null };
    },
  );

  app.post(
    '/v1/drafts',
    {
      config: {
        access: {
          action: 'draft.edit',
          at: async ({ body }: FastifyRequest) => {
            const found = await store.within('city', (tx) => matterByCode(tx, (body as { matter: string }).matter));
            return found && { department: found.department };
          },
        },
      },
      schema: {
        operationId: 'beginDraft',
        tags: ['drafts'],
        summary: '新建草稿 / begin a draft',
        description:
          'Empty, or from a published version, a template or another draft. Without `from` and where the matter has a published scheme, from its newest version.',
        security: CHANGING,
        body: z.strictObject({
          matter: MatterCode,
          schemeId: SchemeId.optional().describe('absent: that of the matter, or one named after its code'),
          from: From.optional(),
        }),
        response: { 201: DraftBody, ...problems },
      },
    },
    async (request, reply) => {
      const { matter, from } = request.body;
      const { scope, principal } = visitOf(request);
      await topic.catchUp();
      const entry = await store.within(scope, async (tx) => {
        const found = (await matterByCode(tx, matter))!;
        const published = await newestOf(tx, matter);
        const schemeId = request.body.schemeId ?? published?.schemeId ?? `m-${matter}`;
        const baseVersion = current(schemeId);
        if (baseVersion !== null && topic.find(schemeId, baseVersion)?.scheme.matter.code !== matter)
          throw conflict(
            'SCHEME_OF_ANOTHER',
            '该方案标识已用于其他事项 / this name belongs to the scheme of another matter',
          );
        const content =
          from === undefined
            ? ownOfNewest(topic.find(schemeId, baseVersion ?? 0)?.scheme)
            : await contentFrom(tx, from, ports);
        const draft = {
          id: randomUUID(),
          schemeId,
          baseVersion,
          matter,
          department: found.department,
          content,
          owner: principal.account,
        };
        const added = await addDraft(tx, draft, byOf(request, now));
        await record(request, log, tx, 'draft.edit', [{ target: draftTarget(added), after: bodyOfDraft(added) }]);
        return added;
      });
      return tagged(reply.code(201), bodyOfDraft(entry));
    },
  );

  app.get(
    '/v1/drafts/:id',
    {
      config: { access: { action: 'draft.read', at } },
      schema: {
        operationId: 'getDraft',
        tags: ['drafts'],
        summary: '一份草稿，及其各项取值的来源 / a draft, and where each value comes from',
        security: SAFE,
        params: z.object({ id: DraftId }),
        response: { 200: z.object({ draft: DraftBody, resolved: Resolved }), ...problems },
      },
    },
    async (request, reply) => {
      const found = await store.within(visitOf(request).scope, async (tx) => {
        const draft = await draftById(tx, request.params.id);
        if (draft === undefined) throw notFound();
        return { draft, resolved: await putTogether(tx, draft, (draft.baseVersion ?? 0) + 1, new Date(now())) };
      });
      tagged(reply, found.draft);
      const { scheme = null, faults, sources } = found.resolved;
      return { draft: bodyOfDraft(found.draft), resolved: { scheme, faults, sources } } as never;
    },
  );

  app.put(
    '/v1/drafts/:id',
    {
      config: { access: { action: 'draft.edit', at } },
      schema: {
        operationId: 'saveDraft',
        tags: ['drafts'],
        summary: '保存草稿 / save a draft',
        description:
          'What is incomplete may be saved; what has to be mended is told by GET. Editing what was submitted or reviewed takes it back.',
        security: CHANGING,
        params: z.object({ id: DraftId }),
        headers: ifMatch,
        body: z.strictObject({ content: Settings }),
        response: { 200: DraftBody, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const { scope, principal } = visitOf(request);
      const entry = await store.within(scope, async (tx) => {
        const before = await draftById(tx, request.params.id);
        if (before === undefined) throw notFound();
        mustBeOpen(before);
        const change = {
          content: request.body.content,
          owner: principal.account,
          state: 'drafted',
          reviewedBy: null,
        } as const;
        const after = await changeDraft(tx, { ...before, version }, change, byOf(request, now));
        await record(request, log, tx, 'draft.edit', [
          { target: draftTarget(after), before: bodyOfDraft(before), after: bodyOfDraft(after) },
        ]);
        return after;
      });
      return tagged(reply, bodyOfDraft(entry));
    },
  );

  app.delete(
    '/v1/drafts/:id',
    {
      config: { access: { action: 'draft.edit', at } },
      schema: {
        operationId: 'discardDraft',
        tags: ['drafts'],
        summary: '放弃草稿 / throw a draft away',
        description: 'It stays to be read.',
        security: CHANGING,
        params: z.object({ id: DraftId }),
        headers: ifMatch,
        response: { 200: DraftBody, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const before = await draftById(tx, request.params.id);
        if (before === undefined) throw notFound();
        mustBeOpen(before);
        const after = await changeDraft(tx, { ...before, version }, { state: 'discarded' }, byOf(request, now));
        await record(request, log, tx, 'draft.edit', [
          { target: draftTarget(after), before: bodyOfDraft(before), after: bodyOfDraft(after) },
        ]);
        return after;
      });
      return tagged(reply, bodyOfDraft(entry));
    },
  );

  app.get(
    '/v1/drafts/:id/comparison',
    {
      config: { access: { action: 'draft.read', at } },
      schema: {
        operationId: 'compareDraft',
        tags: ['drafts'],
        summary: '与已发布版本比较 / what the draft would change',
        security: SAFE,
        params: z.object({ id: DraftId }),
        querystring: z.object({ with: SchemeVersion.optional().describe('a published version; absent: the newest') }),
        response: { 200: z.object({ with: z.number().int(), differences: z.array(DifferenceBody) }), ...problems },
      },
    },
    async (request) => {
      const { draft, resolved } = await store.within(visitOf(request).scope, async (tx) => {
        const found = await draftById(tx, request.params.id);
        if (found === undefined) throw notFound();
        return { draft: found, resolved: await putTogether(tx, found, (found.baseVersion ?? 0) + 1, new Date(now())) };
      });
      const version = request.query.with ?? current(draft.schemeId);
      const published = version === null ? undefined : topic.find(draft.schemeId, version)?.scheme;
      if (published === undefined || version === null) throw notFound();
      if (resolved.scheme === undefined)
        throw conflict('DRAFT_INCOMPLETE', '草稿尚不完整，请先按提示补充 / the draft is not complete yet');
      return { with: version, differences: compare(published, resolved.scheme) };
    },
  );
}

/** Draft edits end where publishing begins. */
export function mustBeOpen({ state }: Pick<Draft, 'state'>): void {
  if (state === 'published' || state === 'publishing' || state === 'discarded')
    throw conflict(
      'DRAFT_CLOSED',
      '草稿已发布或已放弃，请新建草稿 / the draft is published or thrown away; please begin another',
    );
}

const ownOfNewest = (scheme: Scheme | undefined): Settings => (scheme === undefined ? {} : ownSettings(scheme));

async function newestOf(tx: SqlDoor, matter: string): Promise<{ schemeId: string } | undefined> {
  const [row] = await tx.query<{ schemeId: string }>(
    'SELECT scheme_id AS "schemeId" FROM scheme WHERE matter = $1 ORDER BY published_at DESC LIMIT 1',
    matter,
  );
  return row;
}

async function contentFrom(tx: SqlDoor, from: z.infer<typeof From>, { topic }: RegistryPorts): Promise<Settings> {
  if ('template' in from) {
    const found = await templateById(tx, from.template);
    if (found === undefined) throw notFound();
    return found.content;
  }
  if ('draft' in from) {
    const found = await draftById(tx, from.draft);
    if (found === undefined) throw notFound();
    return found.content;
  }
  const found = topic.find(from.scheme, from.version);
  if (found === undefined) throw notFound();
  return ownSettings(found.scheme);
}
