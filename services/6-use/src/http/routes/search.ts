import { z } from 'zod';
import { MOST_COUNTED, PAGE } from '../../index/catalogue.ts';
import type { Door, DoorPorts } from '../door.ts';
import { problems } from '../problem.ts';
import { seeingOf, visitorOf } from '../who.ts';

const Found = z.object({
  case: z.string().describe('办件编号; of a package from elsewhere its 接收登记号'),
  referenceCode: z.string().describe('档号'),
  matter: z.string().describe('事项名称'),
  department: z.string().describe('立档单位'),
  closedAt: z.string().describe('办结时间, RFC 3339 UTC'),
  outcome: z.string().describe('granted 准予, refused 不予, ended 终结, received 接收'),
  files: z.number().int().describe('files that can be asked for'),
  materials: z.array(z.string()).describe('materials whose names hold what was looked for, at most five'),
});

/** `GET /search`: archived cases by words, parts of names, codes, and by the names of the people in them. */
export function searchRoute(app: Door, { catalogue }: DoorPorts): void {
  app.get(
    '/search',
    {
      schema: {
        summary: '检索已归档办件 / search archived cases',
        description: `For archivists. Every term has to be found, as words or as a part of a name or code; the case whose code was given comes first, then the newest. ${PAGE} to a page.`,
        tags: ['archive'],
        security: [{ key: [] }],
        querystring: z.strictObject({
          q: z
            .string()
            .min(1, '请输入检索词 / say what to look for')
            .max(200, '检索词过长, 至多 200 字 / at most 200 characters')
            .refine((q) => !q.includes('\u0000') && q.isWellFormed(), '不是合法文本 / not a text'),
          page: z.coerce
            .number('页码须为 1–500 的整数 / page: a whole number from 1 to 500')
            .int()
            .min(1)
            .max(500)
            .default(1),
        }),
        response: {
          200: z.object({
            total: z.number().int().describe(`counted up to ${MOST_COUNTED} where every term is common`),
            page: z.number().int(),
            found: z.array(Found),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const visitor = visitorOf(request, 'archivist');
      const { q, page } = request.query;
      const { total, found } = await catalogue(seeingOf(visitor)).search(q, page);
      return { total, page, found: found.map((one) => ({ ...one, materials: [...one.materials] })) };
    },
  );
}
