import type { Readable } from 'node:stream';
import { type Expected, type Stored, VaultTooLarge } from '@guidang/vault';
import { z } from 'zod';
import { Gate } from '../gate.ts';
import type { Door, Limits, Ports } from '../http/door.ts';
import { notNow } from '../http/failures.ts';
import { systemOf } from '../http/who.ts';
import { Problem, problems } from '../problem.ts';

const hex = (what: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/, `${what}: 64 lower-case hexadecimal digits / 64 位小写十六进制`)
    .optional();

const Headers = z.looseObject({
  'x-sha256': hex('SHA-256').describe(
    'SHA-256 of the file, hexadecimal; a file announced so is stored without a stop on the way',
  ),
  'x-sm3': hex('SM3').describe('SM3 of the file, hexadecimal'),
  'content-length': z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe('bytes of the file'),
});

/** The stream itself; the meta is what the document says of it. */
const FileBytes = z.any().meta({ type: 'string', format: 'binary', description: 'the file' });

const StoredFile = z.object({
  content: z.string().describe('content name: put it into `files[].content` of an event'),
  sha256: z.string().describe('SHA-256 as found, hexadecimal'),
  sm3: z.string().describe('SM3 as found, hexadecimal'),
  size: z.number().int().describe('bytes'),
});

/** `PUT /v1/files`: bytes straight into the intake store, under the name that they are. */
export function filesRoute(app: Door, ports: Ports, limits: Limits): void {
  const { vault, telemetry } = ports;
  const gate = new Gate(limits.UPLOADS_AT_ONCE, limits.UPLOADS_PER_KEY);
  // The stream as it is: the vault reads it.
  app.addContentTypeParser('application/octet-stream', async (_request: unknown, payload: unknown) => payload);
  telemetry.watch('uploads', () => gate.inside);
  app.put(
    '/v1/files',
    {
      schema: {
        summary: '上传文件 / upload a file',
        description:
          'The body is the file itself. What is announced in the headers must hold, or nothing is stored and the answer names both digests. The same file twice is one object; an upload that breaks off is none.',
        tags: ['files'],
        security: [{ key: [] }],
        consumes: ['application/octet-stream'],
        headers: Headers,
        body: FileBytes,
        response: { 201: StoredFile.describe('it is stored'), ...problems },
      },
    },
    async (request, reply) => {
      const expect = announced(request.headers);
      if (expect.size !== undefined && expect.size > limits.UPLOAD_MAX_BYTES)
        throw new VaultTooLarge(limits.UPLOAD_MAX_BYTES, expect.size);
      if (expect.size === 0 || request.body === undefined) throw emptyFile();
      const leave = gate.enter(systemOf(request).id);
      if (leave === undefined)
        throw notNow('TOO_MANY_UPLOADS', '同时上传过多,请稍后重试 / too many uploads at once, please ask again');
      try {
        const options = { expect, maxBytes: limits.UPLOAD_MAX_BYTES };
        const stored = await vault.put(limits.INTAKE_BUCKET, request.body as Readable, options);
        if (stored.size === 0) throw emptyFile();
        telemetry.uploaded(stored.size);
        return reply.code(201).send(said(stored));
      } finally {
        leave();
      }
    },
  );
}

const emptyFile = (): Problem => new Problem(422, 'EMPTY_FILE', '空文件 / the file is empty');

function announced(headers: z.infer<typeof Headers>): Expected {
  const length = headers['content-length'];
  return {
    sha256: headers['x-sha256'],
    sm3: headers['x-sm3'],
    ...(length !== undefined && { size: Number(length) }),
  };
}

/** Whether somebody else had stored the same bytes before is nobody's business. */
const said = ({ name, sha256, sm3, size }: Stored): z.infer<typeof StoredFile> => ({
  content: name,
  sha256,
  sm3,
  size,
});
