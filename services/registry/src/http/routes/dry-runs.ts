import { CHANGING, Moment, visitOf } from '@guidang/access';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dryRun } from '../../dry-run/dry-run.ts';
import { pastCases } from '../../dry-run/past-cases.ts';
import { putTogether } from '../../scheme/put-together.ts';
import { draftById } from '../../tables/drafts.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { conflict, notFound, problems } from '../problem.ts';
import { DraftId } from '../shapes.ts';

const Objection = z
  .object({
    item: z.string().describe('item of DA/T 70-2018 that would say so'),
    code: z
      .string()
      .describe(
        'REQUIRED_MISSING, REQUIRED_WHEN_MISSING, UNLISTED_REFUSED, TOO_MANY, FORMAT_NOT_ACCEPTED, STEP_MISSING, STEP_NOT_FINISHED',
      ),
    object: z.string().describe('item or step of the scheme, or material'),
  })
  .describe('why a case would be refused');

const Body = z
  .object({
    cases: z.number().int().describe('closed cases looked at'),
    refused: z.number().int().describe('of these would be refused'),
    newlyRefused: z.number().int().describe('of these the version they were accepted under did not object to'),
    noLongerRefused: z
      .number()
      .int()
      .describe('cases the version they were accepted under objects to, and the draft does not'),
    undecided: z.number().int().describe('cases where a condition hangs on form fields, which no record holds'),
    reasons: z.array(z.object({ code: z.string(), object: z.string(), cases: z.number().int() })),
    items: z
      .array(
        z.object({
          case: z.string().describe('办件编号'),
          closedAt: z.string(),
          version: z.number().int().describe('version it was accepted under'),
          objections: z.array(Objection),
          newly: z.array(Objection),
        }),
      )
      .describe('refused cases, the newest first'),
    more: z.number().int().describe('refused cases that are not listed'),
  })
  .describe('what a draft would have said of past cases');

const LISTED = 500;

/** 试运行: a draft before the closed cases of its matter, before it is published. Nothing is changed. */
export function dryRunRoutes(app: Door, { store, now, topic }: RegistryPorts): void {
  app.post(
    '/v1/drafts/:id/dry-runs',
    {
      config: {
        access: {
          action: 'draft.read',
          at: async ({ params }: FastifyRequest) => {
            const found = await store.within('city', (tx) => draftById(tx, (params as { id: string }).id));
            return found && { department: found.department };
          },
        },
      },
      schema: {
        operationId: 'tryDraft',
        tags: ['drafts'],
        summary: '试运行 / try a draft on past cases',
        security: CHANGING,
        params: z.object({ id: DraftId }),
        body: z.strictObject({
          from: Moment.optional().describe('cases closed from then on'),
          until: Moment.optional().describe('cases closed before'),
          limit: z.number().int().min(1).max(10_000).default(2_000).describe('the newest so many'),
        }),
        response: { 200: Body, ...problems },
      },
    },
    async (request) =>
      store.within(visitOf(request).scope, async (tx) => {
        const draft = await draftById(tx, request.params.id);
        if (draft === undefined) throw notFound();
        const { scheme } = await putTogether(tx, draft, (draft.baseVersion ?? 0) + 1, new Date(now()));
        if (scheme === undefined)
          throw conflict('DRAFT_INCOMPLETE', '草稿尚不完整，请先按提示补充 / the draft is not complete yet');
        const cases = await pastCases(tx, { matter: draft.matter, ...request.body });
        const run = dryRun(scheme, cases, (id, version) => topic.find(id, version)?.scheme);
        return { ...run, items: run.items.slice(0, LISTED), more: Math.max(0, run.items.length - LISTED) } as never;
      }),
  );
}
