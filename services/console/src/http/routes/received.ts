import { visitOf } from '@guidang/access';
import { z } from 'zod';
import type { ReceivedRow } from '../../api/received.ts';
import { Paging } from '../../read/key-paging.ts';
import { listReceived } from '../../read/received.ts';
import type { Door, DoorPorts } from '../door.ts';
import { wholeList } from '../whole-list.ts';
import { XLSX } from '../xlsx.ts';

const Exported = z.object({ language: z.enum(['zh', 'en']).default('zh') });
const MOST_PRINTED = 5_000;

/** What came from elsewhere (decision 0033): received, turned away, and what was found. */
export function receivedRoutes(app: Door, { within, now }: Pick<DoorPorts, 'within' | 'now'>): void {
  const access = { action: 'desk.read' };
  app.get('/api/received', { config: { access }, schema: { querystring: Paging } }, async (request) =>
    listReceived(within(visitOf(request).scope), request.query),
  );

  const all = (sql: ReturnType<typeof within>): Promise<ReceivedRow[]> =>
    wholeList(MOST_PRINTED, (page) => listReceived(sql, page));
  app.get('/api/received.xlsx', { config: { access }, schema: { querystring: Exported } }, async (request, reply) => {
    const rows = await all(within(visitOf(request).scope));
    // What draws workbooks and paper is large, and loaded when somebody exports.
    const { receivedWorkbook } = await import('../../print/received.ts');
    return reply
      .type(XLSX)
      .header('content-disposition', 'attachment; filename="received.xlsx"')
      .send(await receivedWorkbook(rows, request.query.language));
  });
  app.get('/api/received.pdf', { config: { access }, schema: { querystring: Exported } }, async (request, reply) => {
    const { scope, principal } = visitOf(request);
    const rows = await all(within(scope));
    const { receivedPaper } = await import('../../print/received.ts');
    const { notesOf } = await import('../../print/registers.ts');
    const at = new Date(now());
    return reply
      .type('application/pdf')
      .header('content-disposition', 'inline; filename="received.pdf"')
      .send(await receivedPaper(rows, notesOf({}, at, principal.account, '外来档案'), at));
  });
}
