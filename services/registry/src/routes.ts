import { MatterCode, Scheme, Uscc } from '@guidang/contracts';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemOf, problems } from './problem.ts';
import type { SchemeRow, Store } from './store.ts';

/** A door with routes whose schemas are zod. */
export type Door = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

const MOST = 200;
const Id = z.string().regex(/^[A-Za-z0-9._-]{1,80}$/);
const Version = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);

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
      schema: {
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
      schema: {
        summary: '查询某一版本的归档方案 / one version of a scheme',
        description:
          'The bytes as they were published: their SHA-256 is the ETag, and the digest that links name. A version never changes.',
        params: z.object({ id: Id.describe('scheme'), version: Version.describe('its version') }),
        response: { 200: Scheme, ...problems },
      },
      // What is sent are the published bytes themselves.
      serializerCompiler: () => (bytes: unknown) => bytes as string,
    },
    async ({ params: { id, version }, headers }, reply) => {
      const row = await store.find(id, version);
      if (row === undefined) {
        const problem = problemOf(404, 'SCHEME_UNKNOWN', '没有此方案或版本 / no such scheme or version');
        return reply
          .code(404)
          .type('application/problem+json')
          .serializer(JSON.stringify)
          .send(problem as never);
      }
      const etag = `"${row.digest}"`;
      reply.header('etag', etag).header('cache-control', 'public, max-age=31536000, immutable');
      if (headers['if-none-match'] === etag) return reply.code(304).send(undefined as never);
      return reply.type('application/json; charset=utf-8').send(row.value as never);
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
