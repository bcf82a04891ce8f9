import { SAFE } from '@guidang/access';
import { MatterCode, Scheme, Uscc } from '@guidang/contracts';
import { z } from 'zod';
import { compare } from '../../scheme/compare.ts';
import type { SchemeRow, Store } from '../../store.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { notFound, Problem, problems } from '../problem.ts';
import { SchemeId, SchemeVersion } from '../shapes.ts';
import { DifferenceBody } from './drafts.ts';

const MOST = 200;

const Published = z
  .object({
    digest: z.string().describe('content name of the published bytes; links name it'),
    publishedAt: z.string().describe('when, by the clock of the bus; RFC 3339 in UTC'),
    scheme: Scheme,
  })
  .describe('a scheme as it was published');

const Page = z
  .object({
    items: z.array(Published).describe('in the order of id and version'),
    next: z.string().nullable().describe('`after` of the next page; null where this is the last one'),
  })
  .describe('a page of schemes');

export function listRoute(app: Door, store: Store): void {
  app.get(
    '/v1/schemes',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'listSchemes',
        tags: ['published'],
        summary: '查询归档方案 / find schemes',
        querystring: z.object({
          department: Uscc.optional().describe('统一社会信用代码 of the department'),
          matter: MatterCode.optional().describe('事项实施编码'),
          limit: z.coerce.number().int().min(1).max(MOST).default(50).describe('how many at most'),
          after: z
            .string()
            .regex(/^[A-Za-z0-9._-]{1,80}@[1-9]\d{0,8}$/)
            .optional()
            .describe('`next` of the page before'),
        }),
        response: { 200: Page, ...problems },
      },
    },
    async ({ query: { department, matter, limit, after } }) => {
      const rows = await store.list({
        department,
        matter,
        limit: limit + 1,
        after: after === undefined ? undefined : placeOf(after),
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(publishedOf),
        next: rows.length > limit && last ? `${last.schemeId}@${last.version}` : null,
      };
    },
  );
}

export function schemeRoute(app: Door, store: Store): void {
  app.get(
    '/v1/schemes/:id/:version',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getScheme',
        tags: ['published'],
        summary: '查询某一版本的归档方案 / one version of a scheme',
        description:
          'The bytes as they were published: their SHA-256 is the ETag, and the digest that links name. A version never changes.',
        params: z.object({ id: SchemeId, version: SchemeVersion }),
        response: { 200: Scheme, ...problems },
      },
      // What is sent are the published bytes themselves.
      serializerCompiler: () => (bytes: unknown) => bytes as string,
    },
    async ({ params: { id, version }, headers }, reply) => {
      const row = await store.find(id, version);
      if (row === undefined) throw new Problem(404, 'SCHEME_UNKNOWN', '没有此方案或版本 / no such scheme or version');
      const etag = `"${row.digest}"`;
      reply.header('etag', etag).header('cache-control', 'public, max-age=31536000, immutable');
      if (headers['if-none-match'] === etag) return reply.code(304).send(undefined as never);
      return reply.type('application/json; charset=utf-8').send(row.value as never);
    },
  );
}

const Version = z.object({
  version: z.number().int(),
  digest: z.string().describe('content name of the published bytes; links name it'),
  state: z.enum(['published', 'superseded']).describe('the newest version is in force, those before it are superseded'),
  validFrom: z.string(),
  publishedAt: z.string().nullable(),
});

/** History of a scheme, and any two of its versions beside one another. */
export function versionRoutes(app: Door, { store, topic }: RegistryPorts): void {
  app.get(
    '/v1/schemes/:id/versions',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'listVersions',
        tags: ['published'],
        summary: '方案的各个版本 / the versions of a scheme',
        security: SAFE,
        params: z.object({ id: SchemeId }),
        response: { 200: z.object({ items: z.array(Version).describe('newest first') }), ...problems },
      },
    },
    async ({ params: { id } }) => {
      await topic.catchUp();
      const versions = topic.versions(id).toReversed();
      if (versions.length === 0) throw notFound();
      const items = [];
      for (const [at, version] of versions.entries()) {
        const row = await store.find(id, version);
        const { scheme, digest } = topic.find(id, version)!;
        const state = at === 0 ? ('published' as const) : ('superseded' as const);
        items.push({
          version,
          digest,
          state,
          validFrom: scheme.validFrom,
          publishedAt: row?.publishedAt.toISOString() ?? null,
        });
      }
      return { items };
    },
  );
  app.get(
    '/v1/schemes/:id/comparison',
    {
      config: { access: { action: 'catalogue.read' } },
      schema: {
        operationId: 'compareVersions',
        tags: ['published'],
        summary: '比较两个版本 / two versions compared',
        security: SAFE,
        params: z.object({ id: SchemeId }),
        querystring: z.object({ from: SchemeVersion, to: SchemeVersion }),
        response: { 200: z.object({ differences: z.array(DifferenceBody) }), ...problems },
      },
    },
    async ({ params: { id }, query: { from, to } }) => {
      const [before, after] = [await store.find(id, from), await store.find(id, to)];
      if (before === undefined || after === undefined) throw notFound();
      return { differences: compare(JSON.parse(before.value) as Scheme, JSON.parse(after.value) as Scheme) };
    },
  );
}

const publishedOf = ({ digest, publishedAt, value }: SchemeRow): z.infer<typeof Published> => ({
  digest,
  publishedAt: publishedAt.toISOString(),
  scheme: JSON.parse(value) as Scheme,
});

function placeOf(cursor: string): { schemeId: string; version: number } {
  const at = cursor.lastIndexOf('@');
  return { schemeId: cursor.slice(0, at), version: Number(cursor.slice(at + 1)) };
}
