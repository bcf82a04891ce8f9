import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { CopyRow } from '../../ledger/ledger.ts';
import type { Door, DoorLimits, DoorPorts } from '../door.ts';
import { Problem, problems } from '../problem.ts';
import { PAGE_POLICY, verifyPage } from '../verify-page.ts';
import { CopyId } from './copies.ts';

const Copy = z.object({
  copyId: z.string().describe('副本编号'),
  referenceCode: z.string().describe('档号 of the case it is a copy of'),
  title: z.string().describe('材料名称'),
  matter: z.string().describe('事项名称'),
  purpose: z.string().describe('利用目的: what it was made for'),
  askedAt: z.string().describe('when it was asked for: the date on it'),
  madeAt: z.string().describe('when it was made'),
  pages: z.number().int(),
  size: z.number().describe('bytes'),
  sha256: z.string().describe('SHA-256 of the copy, hexadecimal'),
  link: z.string().describe('SHA-256 of the link in the chain (存证链) that records it'),
});
const Genuine = z.object({ genuine: z.literal(true), copy: Copy });
const Unknown = z.object({ genuine: z.literal(false), message: z.string() });
const Judged = z.object({
  genuine: z.boolean().describe('these very bytes are the copy'),
  message: z.string(),
  copy: Copy,
  found: z.object({
    sha256: z
      .string()
      .nullable()
      .describe('SHA-256 of what was sent; null where there was more of it than of the copy'),
    size: z.number(),
  }),
});

/** `GET /verify/:id` and `POST /verify/:id`: anybody may ask whether a copy is genuine. Nobody is named. */
export function verifyRoutes(app: Door, { answers }: DoorPorts, { VERIFY_PER_MINUTE }: DoorLimits): void {
  const config = { rateLimit: { max: VERIFY_PER_MINUTE, timeWindow: 60_000 } };
  // The stream as it is: it is digested while it comes, and nothing of it is kept.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/pdf', 'application/octet-stream'],
    async (_request: unknown, payload: unknown) => payload,
  );

  app.get(
    '/verify/:id',
    {
      config,
      schema: {
        summary: '验证副本 / whether a copy is known',
        description:
          'What the QR code leads to: JSON, or a page for people where the browser asks for text/html. Says that there is such a copy; whether a given file is it, POST says, or a comparison of SHA-256.',
        tags: ['verify'],
        params: z.object({ id: z.string().max(100) }),
        response: { 200: Genuine, 404: Unknown.describe('there is no such copy'), ...problems },
      },
    },
    async (request, reply) => {
      const id = CopyId.safeParse(request.params.id);
      const html = wantsPage(request.headers.accept);
      if (!id.success && !html) throw badId(id.error.issues[0]!.message);
      const copy = id.success ? await answers({ copy: id.data }).copy(id.data) : undefined;
      reply.header('vary', 'accept');
      if (html) return page(reply, copy);
      if (copy === undefined)
        return reply.code(404).send({ genuine: false as const, message: '没有此副本 / there is no such copy' });
      return reply.send({ genuine: true as const, copy: said(copy) });
    },
  );

  app.post(
    '/verify/:id',
    {
      config,
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        summary: '比对副本文件 / whether a file is the copy',
        description: 'The body is the PDF itself; nothing of it is kept. Says whether these very bytes are the copy.',
        tags: ['verify'],
        params: z.object({ id: z.string().max(100) }),
        consumes: ['application/pdf', 'application/octet-stream'],
        body: z.any().meta({ type: 'string', format: 'binary' }),
        response: { 200: Judged, 404: Unknown.describe('there is no such copy'), ...problems },
      },
    },
    async (request, reply) => {
      const id = CopyId.safeParse(request.params.id);
      if (!id.success) throw badId(id.error.issues[0]!.message);
      const copy = await answers({ copy: id.data }).copy(id.data);
      if (copy === undefined)
        return reply.code(404).send({ genuine: false as const, message: '没有此副本 / there is no such copy' });
      const found = await digestOf(request.body as Readable | undefined, copy.size);
      const genuine = found.sha256 !== null && `sha256:${found.sha256}` === copy.content;
      return reply.send({
        genuine,
        message: genuine
          ? '该文件即为所登记的副本 / this file is the copy'
          : '该文件与所登记的副本不一致 / this file is not the copy as it was made',
        copy: said(copy),
        found,
      });
    },
  );
}

const badId = (message: string): Problem =>
  new Problem(400, 'BAD_REQUEST', '副本编号有误 / the copy id has a fault', {
    faults: [{ field: 'id', rule: 'COPY_ID', message }],
  });

/** A page where the browser names HTML among what it takes; JSON otherwise. */
const wantsPage = (accept = ''): boolean => /\btext\/html\b/i.test(accept);

function page(reply: FastifyReply, copy: CopyRow | undefined): FastifyReply {
  return reply
    .code(copy ? 200 : 404)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .serializer((payload: unknown) => payload as string)
    .send(verifyPage(copy));
}

const said = (copy: CopyRow): z.infer<typeof Copy> => ({
  copyId: copy.copyId,
  referenceCode: copy.referenceCode,
  title: copy.title,
  matter: copy.matter,
  purpose: copy.purpose,
  askedAt: copy.askedAt.toISOString(),
  madeAt: copy.madeAt.toISOString(),
  pages: copy.pages,
  size: copy.size,
  sha256: copy.content.slice('sha256:'.length),
  link: copy.link,
});

async function digestOf(body: Readable | undefined, most: number): Promise<{ sha256: string | null; size: number }> {
  const digest = createHash('sha256');
  let size = 0;
  if (body === undefined) return { sha256: digest.digest('hex'), size };
  // What is longer than the copy is not digested to its end; the connection stays, so that the answer arrives.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > most) return { sha256: null, size };
    digest.update(chunk as Buffer);
  }
  return { sha256: digest.digest('hex'), size };
}
