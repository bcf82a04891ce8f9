import { CaseNumber, Feedback } from '@guidang/contracts';
import { z } from 'zod';
import { ownershipOf } from '../admission.ts';
import type { Door, Ports } from '../http/door.ts';
import { systemOf } from '../http/who.ts';
import { Problem, problems } from '../problem.ts';
import type { FeedbackPlace } from '../store.ts';

const MOST = 200;
const Cursor = z.string().regex(/^\d{1,15}-\d{1,6}-\d{1,15}$/);

const Page = z.object({
  items: z.array(Feedback).describe('newest first'),
  next: z.string().nullable().describe('`before` of the next page, older; null where this is the last one'),
});

/** `GET /v1/cases/:case/feedback`: what the archive said of a case in the last 30 days, newest first. */
export function feedbackRoute(app: Door, { store }: Ports): void {
  app.get(
    '/v1/cases/:case/feedback',
    {
      schema: {
        summary: '查询归档反馈 / what the archive says of a case',
        description: 'Only to the system that opened the case. Kept for 30 days.',
        tags: ['cases'],
        security: [{ key: [] }],
        params: z.object({ case: CaseNumber.describe('办件编号') }),
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(MOST).default(50).describe('how many at most'),
          before: Cursor.optional().describe('`next` of the page before'),
        }),
        response: { 200: Page, ...problems },
      },
    },
    async (request) => {
      const { case: caseNumber } = request.params;
      const { limit, before } = request.query;
      const known = await store.caseOf(caseNumber);
      if (known === undefined) throw new Problem(404, 'CASE_UNKNOWN', '没有该办件 / no such case');
      const refusal = ownershipOf(systemOf(request), known);
      if (refusal) throw refusal;
      const rows = await store.feedbackOf(caseNumber, limit + 1, before === undefined ? undefined : placeOf(before));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ feedback }) => feedback),
        next: rows.length > limit && last !== undefined ? cursorOf(last) : null,
      };
    },
  );
}

const cursorOf = ({ at, partition, offset }: FeedbackPlace): string => `${at}-${partition}-${offset}`;

function placeOf(cursor: string): FeedbackPlace {
  const [at, partition, offset] = cursor.split('-').map(Number);
  return { at: at!, partition: partition!, offset: offset! };
}
