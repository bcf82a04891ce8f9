import { CaseNumber } from '@guidang/contracts';
import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { Problem, problems } from '../problem.ts';
import { seeingOf, visitorOf } from '../who.ts';

const Entry = z.object({
  case: z.string().describe('办件编号; of a package from elsewhere its 接收登记号, and what only a case has is empty'),
  referenceCode: z.string().describe('档号'),
  matter: z.string().describe('事项名称'),
  matterCode: z.string().describe('事项实施编码'),
  department: z.string().describe('立档单位'),
  departmentUscc: z.string().describe('统一社会信用代码'),
  fonds: z.string().describe('全宗号'),
  region: z.string().describe('行政区划, GB/T 2260'),
  channel: z.string().describe('办理形式, GB/T 39046 A.5'),
  kind: z.string().describe('办件类型, GB/T 39046 A.6; received: a package from elsewhere'),
  applicantKind: z.string().describe('服务对象, GB/T 39046 A.4'),
  scheme: z.object({ id: z.string(), version: z.number().int() }).describe('归档方案'),
  sharing: z.string().nullable().describe('共享类型: unconditional, conditional, none; null where it is not known'),
  receivedAt: z.string(),
  acceptedAt: z.string(),
  closedAt: z.string(),
  year: z.number().int().describe('年度'),
  outcome: z.string().describe('granted 准予, refused 不予, ended 终结, received 接收'),
  package: z.string().describe('content name of the package'),
  people: z
    .array(z.object({ role: z.string(), name: z.string() }))
    .describe('applicant, legal person, agent; told to archivists alone, and empty once they were forgotten'),
  described: z
    .array(z.object({ zh: z.string(), value: z.string() }))
    .describe('what the metadata of a package from elsewhere says; told to archivists alone'),
  files: z.array(
    z.object({
      path: z.string().describe('what a request for a copy names'),
      material: z.string(),
      item: z.string().nullable(),
      group: z.string(),
      title: z.string().describe('材料名称'),
      content: z.string(),
      size: z.number(),
      puid: z.string().nullable(),
    }),
  ),
});

/** `GET /cases/:case`: what the index knows of a case, with the files that can be asked for. */
export function casesRoute(app: Door, { catalogue }: DoorPorts): void {
  app.get(
    '/cases/:case',
    {
      schema: {
        summary: '查看已归档办件 / an archived case',
        description:
          'For archivists, and for departments where the matter is shared at all; departments are told no names. Packages from elsewhere are shown to archivists alone: no matter of ours says that they are shared.',
        tags: ['archive'],
        security: [{ key: [] }],
        params: z.object({ case: CaseNumber.describe('办件编号') }),
        response: { 200: Entry, ...problems },
      },
    },
    async (request) => {
      const visitor = visitorOf(request, 'archivist', 'department');
      const entry = await catalogue(seeingOf(visitor)).entry(request.params.case);
      const shared = visitor.role === 'archivist' || (entry?.sharing ?? 'none') !== 'none';
      if (entry === undefined || !shared)
        throw new Problem(
          404,
          'CASE_NOT_STORED',
          '没有已归档的该办件，或不予共享 / no such archived case, or it is not shared',
        );
      if (visitor.role === 'archivist')
        return { ...entry, people: [...entry.people], described: [...entry.described], files: [...entry.files] };
      return { ...entry, people: [], described: [], files: [...entry.files] };
    },
  );
}
