import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { Problem, problems } from '../problem.ts';
import { seeingOf, visitorOf } from '../who.ts';

export const CopyId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, '副本编号: 32 位小写十六进制 / copy id: 32 lower-case hexadecimal digits');

/** `GET /copies/:id`: the copy itself, to whom it was made for, and to archivists. */
export function copiesRoute(app: Door, { answers, copies }: DoorPorts): void {
  app.get(
    '/copies/:id',
    {
      schema: {
        summary: '下载利用副本 / the use copy',
        description: 'To the account it was made for, and to archivists. The digest is checked while it is sent.',
        tags: ['requests'],
        security: [{ key: [] }],
        params: z.object({ id: CopyId }),
        produces: ['application/pdf', 'application/problem+json'],
        response: {
          200: {
            description: 'the copy',
            content: { 'application/pdf': { schema: z.any().meta({ type: 'string', format: 'binary' }) } },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const visitor = visitorOf(request, 'archivist', 'department');
      const copy = await answers(seeingOf(visitor)).copy(request.params.id);
      if (copy === undefined || (visitor.role !== 'archivist' && copy.account !== visitor.account))
        throw new Problem(404, 'NO_SUCH_COPY', '没有该副本 / no such copy');
      const bytes = await copies.vault.get(copies.bucket, copy.content);
      return reply
        .type('application/pdf')
        .headers({
          'content-disposition': `inline; filename="${copy.copyId}.pdf"`,
          'content-length': copy.size,
          'cache-control': 'private, no-store',
          etag: `"${copy.content}"`,
        })
        .serializer((payload: unknown) => payload as string)
        .send(bytes as never);
    },
  );
}
