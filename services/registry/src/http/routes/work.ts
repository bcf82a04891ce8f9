import { CHANGING, visitOf } from '@guidang/access';
import { paragraph } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decideBytes, finishPublishing, type Unpublishable } from '../../publish.ts';
import { putTogether } from '../../scheme/put-together.ts';
import { type Change, changeDraft, type DraftEntry, draftById } from '../../tables/drafts.ts';
import { MovedOn } from '../../tables/versioned.ts';
import { byOf, record } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { problems } from '../problem.ts';
import { DraftId } from '../shapes.ts';
import { bodyOfDraft, draftTarget } from './drafts.ts';

const Ids = z.array(DraftId).min(1).max(500).describe('drafts; each is done for itself');
const Outcome = z
  .object({
    id: DraftId,
    done: z.boolean(),
    code: z
      .string()
      .nullable()
      .describe('why not: NOT_THERE, RIGHTS, STATE, DRAFT_INCOMPLETE, BASE_MOVED, NOT_REVIEWED, MOVED_ON'),
    message: z.string().nullable().describe('the same in words'),
    publishedVersion: z.number().int().nullable(),
  })
  .describe('what came of one draft');
type Outcome = z.infer<typeof Outcome>;
const Outcomes = z.object({ items: z.array(Outcome), done: z.number().int() });

const done = ({ id, publishedVersion }: DraftEntry): Outcome => ({
  id,
  done: true,
  code: null,
  message: null,
  publishedVersion,
});
const notDone = (id: string, { code, message }: Unpublishable): Outcome => ({
  id,
  done: false,
  code,
  message,
  publishedVersion: null,
});
const NOT_THERE = { code: 'NOT_THERE', message: '不存在，或不在岗位范围内 / not there, or outside your scope' };
const RIGHTS = {
  code: 'RIGHTS',
  message: '当前岗位无此权限，或须由他人办理 / no post of yours may do that, or somebody else has to',
};
const state = (message: string): Unpublishable => ({ code: 'STATE', message });

/** 送审，复核，发布: for one draft or many at once; what cannot be done for one does not hold up the others. */
export function workRoutes(app: Door, ports: RegistryPorts): void {
  const { store, log, policy, now, topic } = ports;

  /** One draft in a transaction of its own, after the policy was asked for this very one. */
  const forEach = async (
    request: FastifyRequest,
    action: string,
    ids: readonly string[],
    work: (tx: SqlDoor, draft: DraftEntry) => Promise<DraftEntry | Unpublishable>,
  ): Promise<Outcome[]> => {
    const { principal, scope } = visitOf(request);
    const outcomes: Outcome[] = [];
    for (const id of ids)
      outcomes.push(
        await store
          .within(scope, async (tx) => {
            const before = await draftById(tx, id);
            if (before === undefined) return notDone(id, NOT_THERE);
            const { department, owner } = before;
            if (!principal.posts.some((post) => policy.permits(principal, post, action, { department, owner })))
              return notDone(id, RIGHTS);
            const after = await work(tx, before);
            if ('code' in after) return notDone(id, after);
            await record(request, log, tx, action, [
              { target: draftTarget(after), before: bodyOfDraft(before), after: bodyOfDraft(after) },
            ]);
            return done(after);
          })
          .catch((error: unknown) => {
            if (error instanceof MovedOn)
              return notDone(id, { code: 'MOVED_ON', message: '刚被他人修改 / somebody else changed it just now' });
            throw error;
          }),
      );
    return outcomes;
  };
  const answer = (items: Outcome[]) => ({ items, done: items.filter((one) => one.done).length });
  const move = (request: FastifyRequest, change: Change) => (tx: SqlDoor, draft: DraftEntry) =>
    changeDraft(tx, draft, change, byOf(request, now));

  app.post(
    '/v1/drafts/submissions',
    {
      config: { access: { action: 'draft.edit' } },
      schema: {
        operationId: 'submitDrafts',
        tags: ['drafts'],
        summary: '送审 / hand drafts over to be reviewed',
        security: CHANGING,
        body: z.strictObject({ ids: Ids }),
        response: { 200: Outcomes, ...problems },
      },
    },
    async (request) =>
      answer(
        await forEach(request, 'draft.edit', request.body.ids, async (tx, draft) => {
          if (draft.state !== 'drafted')
            return state('只有编制中的草稿可以送审 / only what is being drafted can be handed over');
          const { faults } = await putTogether(tx, draft, (draft.baseVersion ?? 0) + 1, new Date(now()));
          if (faults.length > 0)
            return {
              code: 'DRAFT_INCOMPLETE',
              message: faults
                .map(({ field, message }) => `${field} ${message}`)
                .join('; ')
                .slice(0, 900),
            };
          return move(request, { state: 'submitted' })(tx, draft);
        }),
      ),
  );

  app.post(
    '/v1/drafts/reviews',
    {
      config: { access: { action: 'draft.review' } },
      schema: {
        operationId: 'reviewDrafts',
        tags: ['drafts'],
        summary: '复核 / review drafts',
        description: 'By somebody else than who edited them last.',
        security: CHANGING,
        body: z.strictObject({
          ids: Ids,
          verdict: z.enum(['passed', 'returned']).describe('通过，退回'),
          comment: paragraph(1000).default('').describe('复核意见'),
        }),
        response: { 200: Outcomes, ...problems },
      },
    },
    async (request) => {
      const { ids, verdict, comment } = request.body;
      const reviewedBy = visitOf(request).principal.account;
      return answer(
        await forEach(request, 'draft.review', ids, async (tx, draft) => {
          if (draft.state !== 'submitted')
            return state('只有已送审的草稿可以复核 / only what was handed over can be reviewed');
          return move(request, { state: verdict === 'passed' ? 'reviewed' : 'drafted', comment, reviewedBy })(
            tx,
            draft,
          );
        }),
      );
    },
  );

  app.post(
    '/v1/drafts/publications',
    {
      config: { access: { action: 'draft.publish' } },
      schema: {
        operationId: 'publishDrafts',
        tags: ['drafts'],
        summary: '发布 / publish drafts',
        description:
          'Each becomes a record on registry.schemes, once; the version before it is superseded, and cases that were accepted under it keep it.',
        security: CHANGING,
        body: z.strictObject({ ids: Ids }),
        response: { 200: Outcomes, ...problems },
      },
    },
    async (request) =>
      store.alone(async () => {
        const by = byOf(request, now);
        await topic.catchUp();
        await finishPublishing(ports, by);
        const outcomes = await forEach(request, 'draft.publish', request.body.ids, (tx, draft) =>
          decideBytes(tx, ports, draft, by),
        );
        await finishPublishing(ports, by);
        return answer(outcomes);
      }),
  );
}
