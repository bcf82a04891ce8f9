import { visitOf } from '@guidang/access';
import { z } from 'zod';
import type { QueuedCase } from '../../review/queue.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notThere, Problem, problems } from '../problem.ts';
import { CaseParams, caseOf, QueuedFinding, shownFinding, TOKEN } from '../shapes.ts';

const Queued = z
  .object({
    case: z.string().describe('办件编号'),
    standing: z
      .enum(['waiting', 'refused'])
      .describe('waiting: it waits for people; refused: it went back, and may be overruled'),
    why: z.string().describe('LEFT_TO_PEOPLE, ROUNDS or REFUSED'),
    round: z.number().int().describe('round of checking'),
    department: z.string().describe('统一社会信用代码'),
    matter: z.string().describe('事项名称'),
    since: z.string().describe('RFC 3339 in UTC'),
    open: z.number().int().describe('findings nobody has settled'),
    claimed: z.number().int().describe('of those, how many somebody is looking at'),
  })
  .describe('a case in the queue');

const shown = ({ link: _, since, ...rest }: QueuedCase): z.infer<typeof Queued> => ({
  ...rest,
  since: since.toISOString(),
});

const Query = z.object({
  standing: z.enum(['waiting', 'refused']).optional(),
  mine: z.literal('true').optional().describe('only cases of which I have claimed something'),
  after: z.string().max(120).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The queue, and one case of it with everything that people may settle. */
export function reviewRoutes(app: Door, { queue, now }: DoorPorts): void {
  app.get(
    '/v1/reviews',
    {
      config: { access: { action: 'review.read' } },
      schema: {
        operationId: 'listReviews',
        tags: ['reviews'],
        summary: '待复核办件 / cases that wait for people, those first that have waited longest',
        security: TOKEN,
        querystring: Query,
        response: {
          200: z.object({ items: z.array(Queued), next: z.string().nullable().describe('`after` of the next page') }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { principal, scope } = visitOf(request);
      const { standing, mine, after, limit } = request.query;
      const found = await queue.list({
        ...{ scope, standing, limit: limit + 1, now: new Date(now()) },
        claimedBy: mine && principal.account,
        after: after === undefined ? undefined : placeOf(after),
      });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map(shown),
        next: found.length > limit && last ? `${last.since.toISOString()}~${last.case}` : null,
      };
    },
  );
  app.get(
    '/v1/reviews/:case',
    {
      config: { access: { action: 'review.read', at: caseOf(queue) } },
      schema: {
        operationId: 'readReview',
        tags: ['reviews'],
        summary: '待复核检测项 / what people may settle of a case',
        security: TOKEN,
        params: CaseParams,
        response: {
          200: Queued.omit({ open: true, claimed: true }).extend({
            link: z.string().describe('SHA-256 of the link that asks'),
            files: z
              .array(
                z.object({
                  object: z.string().describe('as findings name it'),
                  name: z.string(),
                  content: z.string().describe('content name'),
                  size: z.number(),
                  format: z.string(),
                }),
              )
              .describe('files in force'),
            findings: z.array(QueuedFinding),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const found = await queue.find(request.params.case);
      if (!found) throw notThere();
      const { entry, findings } = found;
      return {
        ...{ ...entry, since: entry.since.toISOString(), files: [...entry.files] },
        findings: findings.map((one) => shownFinding(one, new Date(now()))),
      };
    },
  );
}

/** @throws Problem where it is no `next` of ours */
function placeOf(after: string): { since: Date; case: string } {
  const at = after.indexOf('~');
  const since = new Date(after.slice(0, Math.max(at, 0)));
  if (Number.isNaN(since.getTime()))
    throw new Problem(400, 'BAD_REQUEST', '翻页标记有误 / `after` is no place of ours');
  return { since, case: after.slice(at + 1) };
}
