import { CaseNumber, type UseRequested } from '@guidang/contracts';
import { z } from 'zod';
import type { RequestRow } from '../../ledger/ledger.ts';
import { parseRequest } from '../../rule/input.ts';
import type { Door, DoorPorts } from '../door.ts';
import type { Visitor } from '../keys.ts';
import { Problem, problems } from '../problem.ts';
import { seeingOf, visitorOf } from '../who.ts';

const RequestId = z
  .string()
  .regex(
    /^[A-Za-z0-9._-]{8,80}$/,
    '申请编号: 8–80 位字母、数字、点、下划线或连字符 / id: 8–80 letters, digits, dots, underscores or hyphens',
  );

const Asked = z.strictObject({
  id: RequestId.describe(
    'identifier of the request, chosen by whoever asks; asking twice with the same one is asking once',
  ),
  case: CaseNumber.describe('办件编号'),
  path: z.string().min(1).max(400).describe('path of the file inside the package, as the index names it'),
  purpose: z
    .string()
    .min(1, '请写明利用目的 / say what the copy is for')
    .max(200, '利用目的至多 200 字 / at most 200 characters')
    .describe('利用目的; printed on the copy and kept for ever, so it may not name people'),
});

const State = z.object({
  id: z.string(),
  case: z.string(),
  path: z.string(),
  purpose: z.string(),
  state: z.enum(['waiting', 'made', 'refused']),
  reason: z
    .string()
    .nullable()
    .describe('why it was refused: CASE_NOT_STORED, RIGHTS, NO_SUCH_FILE, FORMAT_HAS_NO_COPY'),
  detail: z
    .string()
    .nullable()
    .describe('what stands against a copy of this very file: ENCRYPTED, BROKEN, TOO_LARGE …'),
  message: z.string().describe('the state in words'),
  copy: z.string().nullable().describe('where the copy is: /copies/<id>'),
  askedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
});

/** `POST /requests` and `GET /requests/:id`: a person asks for a copy; the step answers, and the chain keeps both. */
export function requestsRoutes(app: Door, ports: DoorPorts): void {
  app.post(
    '/requests',
    {
      schema: {
        summary: '申请利用副本 / ask for a use copy',
        description:
          'For archivists and departments. The request is on the bus when this answers; what became of it is told by GET /requests/:id.',
        tags: ['requests'],
        security: [{ key: [] }],
        body: Asked,
        response: { 200: State.describe('asked before'), 202: State.describe('asked'), ...problems },
      },
    },
    async (request, reply) => {
      const visitor = visitorOf(request, 'archivist', 'department');
      const asked = requestOf(request.body, visitor, ports.now());
      const noted = await ports.ledger.note(asked);
      if (!isSame(noted, asked))
        throw new Problem(409, 'ID_TAKEN', '该申请编号已用于另一申请 / this id belongs to another request', {
          faults: [{ field: 'id', rule: 'ID_TAKEN', message: '请换用新的编号 / choose another one' }],
        });
      reply.header('location', `/requests/${asked.id}`);
      // What was noted and not known to be published is published (again): the step takes the same request once.
      if (noted.state !== 'waiting' || noted.publishedAt !== null) return reply.code(200).send(said(noted));
      await ports.publish({ ...asked, time: noted.askedAt?.toISOString() ?? asked.time });
      await ports.ledger.published(asked, new Date(ports.now()));
      return reply.code(202).send(said(noted));
    },
  );

  app.get(
    '/requests/:id',
    {
      schema: {
        summary: '查询申请 / what became of a request',
        description: 'To the account that asked, and to archivists.',
        tags: ['requests'],
        security: [{ key: [] }],
        params: z.object({ id: RequestId }),
        response: { 200: State, ...problems },
      },
    },
    async (request) => {
      const visitor = visitorOf(request, 'archivist', 'department');
      const row = await ports.answers(seeingOf(visitor)).request(request.params.id);
      if (row === undefined || (visitor.role !== 'archivist' && row.account !== visitor.account))
        throw new Problem(404, 'NO_SUCH_REQUEST', '没有该申请 / no such request');
      return said(row);
    },
  );
}

/** Judged by what the step itself will judge it by. @throws Malformed */
function requestOf(
  { id, case: caseNumber, path, purpose }: z.infer<typeof Asked>,
  { account, role }: Visitor,
  now: number,
): UseRequested {
  return parseRequest({
    id,
    type: 'use.requested',
    version: 1,
    case: caseNumber,
    time: new Date(now).toISOString(),
    by: { account, role },
    data: { path, purpose },
  });
}

const isSame = (row: RequestRow, { case: caseNumber, by, data }: UseRequested): boolean =>
  row.case === caseNumber &&
  row.account === by.account &&
  row.role === by.role &&
  row.path === data.path &&
  row.purpose === data.purpose;

const WORDS: Readonly<Record<string, string>> = {
  waiting: '已受理, 正在处理 / taken, being worked on',
  made: '副本已制作 / the copy is made',
  CASE_NOT_STORED: '该办件尚未归档入库 / the case is not stored in the archive',
  RIGHTS: '无权利用该文件 / no right to this file',
  NO_SUCH_FILE: '归档信息包中没有该文件 / no such file in the package',
  FORMAT_HAS_NO_COPY: '该文件无法制作副本 / no copy can be made of this file',
};
const DETAILS: Readonly<Record<string, string>> = {
  TOO_LARGE: '文件过大 / too large',
  TOO_MANY_PAGES: '页数过多 / too many pages',
  NO_PAGES: '没有页面 / it has no pages',
  ENCRYPTED: '文件已加密 / it is encrypted',
  BROKEN: '文件已损坏 / it is damaged',
  TIME: '制作超时 / it takes too long',
  MEMORY: '占用内存过多 / it takes too much memory',
  CRASHED: '制作程序中止 / it made the program end',
};

const said = (row: RequestRow): z.infer<typeof State> => ({
  id: row.id,
  case: row.case,
  path: row.path,
  purpose: row.purpose,
  state: row.state,
  reason: row.reason,
  detail: row.detail,
  message: [WORDS[row.reason ?? row.state], row.detail === null ? undefined : DETAILS[row.detail]]
    .filter((words) => words !== undefined)
    .join('; '),
  copy: row.copyId === null ? null : `/copies/${row.copyId}`,
  askedAt: row.askedAt?.toISOString() ?? null,
  answeredAt: row.answeredAt?.toISOString() ?? null,
});
