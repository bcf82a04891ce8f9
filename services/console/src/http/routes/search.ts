import { forbidden, visitOf } from '@guidang/access';
import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { Problem } from '../problem.ts';

const Query = z.object({
  q: z
    .string()
    .trim()
    .min(1, '请输入检索词 / say what to look for')
    .max(200)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), '不是合法文本 / not a text'),
  page: z.coerce.number().int().min(1).max(500).default(1),
});

/** GET /api/search: through use's index, which knows names and therefore no departments: for whoever may see the contents of every case of the city. */
export function searchRoute(app: Door, { searchIndex, failed }: Pick<DoorPorts, 'searchIndex' | 'failed'>): void {
  app.get(
    '/api/search',
    { config: { access: { action: 'case.content' } }, schema: { querystring: Query } },
    async (request) => {
      if (visitOf(request).scope !== 'city') throw forbidden();
      if (searchIndex === undefined)
        throw new Problem(503, 'NO_INDEX', '未配置利用服务，不能全文检索 / use is not configured');
      const { q, page } = request.query;
      try {
        return await searchIndex(q, page);
      } catch (error) {
        failed(error);
        throw new Problem(502, 'USE_SILENT', '利用服务没有应答 / use does not answer');
      }
    },
  );
}
