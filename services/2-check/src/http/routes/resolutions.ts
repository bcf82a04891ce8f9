import { deedOf, visitOf, writtenFirst } from '@guidang/access';
import { FindingResolution, type FindingResolution as Resolution } from '@guidang/contracts';
import { z } from 'zod';
import type { ReviewFinding, SentResolution } from '../../review/entries.ts';
import { parseResolution } from '../../rule/input.ts';
import type { Door, DoorPorts } from '../door.ts';
import { conflict, notThere, problems } from '../problem.ts';
import { caseOf, FindingParams, TOKEN } from '../shapes.ts';

const { resolution, reason } = FindingResolution.shape.data.shape;
const { id } = FindingResolution.shape;

const Sent = z
  .object({
    id: z.string(),
    case: z.string(),
    finding: z.string(),
    resolution,
    state: z
      .enum(['sent', 'followed', 'refused'])
      .describe('sent: not answered yet; refused: it could not be followed'),
    why: z.string().nullable().describe('why it could not be followed'),
    sentAt: z.string(),
    answeredAt: z.string().nullable(),
  })
  .describe('what somebody decided, and what became of it');

const shown = ({ id: own, case: of, key, sentAt, answeredAt, ...one }: SentResolution): z.infer<typeof Sent> => ({
  ...{ id: own, case: of, finding: key, resolution: one.resolution, state: one.state, why: one.why },
  sentAt: sentAt.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
});

/** 复核: what a person decides goes onto case.decisions; the step judges it and writes the link. Nothing is decided here. */
export function resolutionRoutes(app: Door, ports: DoorPorts): void {
  const { queue, publish, guard, now } = ports;
  app.post(
    '/v1/reviews/:case/findings/:key/resolutions',
    {
      config: { access: { action: 'review.decide', at: caseOf(queue) } },
      schema: {
        operationId: 'resolveFinding',
        tags: ['reviews'],
        summary: '复核 / accept or reject a finding that one has claimed, with the reason',
        security: TOKEN,
        params: FindingParams,
        body: z.strictObject({ id, resolution, reason }),
        response: { 202: Sent, ...problems },
      },
    },
    async (request, reply) => {
      const { principal } = visitOf(request);
      const { case: caseNumber, key } = request.params;
      const found = await queue.find(caseNumber);
      const before = await queue.resolution(request.body.id);
      const decision = parseResolution({
        ...{ id: request.body.id, type: 'finding.resolved', version: 1, case: caseNumber },
        // Asked again after an answer was lost, it is the same record to the byte.
        time: (before?.sentAt ?? new Date(now())).toISOString(),
        by: { account: principal.account, role: 'archivist' },
        data: { finding: key, resolution: request.body.resolution, reason: request.body.reason },
      });
      if (before) {
        mustBeTheSame(before, decision);
        if (before.publishedAt !== null) return reply.code(202).send(shown(before));
      } else {
        const finding = found?.findings.find((one) => one.key === key);
        if (!finding) throw notThere();
        mustBeTheirs(finding, principal.account, new Date(now()));
      }
      const noted = await queue.note(decision);
      mustBeTheSame(noted, decision);
      request.logged = true;
      const deed = {
        ...deedOf(request, 'review.decide'),
        class: 'archive' as const,
        target: { type: 'finding', id: `${caseNumber} ${key}`, department: found?.entry.department ?? null },
        after: { id: decision.id, resolution: decision.data.resolution },
      };
      await writtenFirst(guard.log, deed, async () => {
        await publish({ ...decision, time: noted.sentAt.toISOString() });
        await queue.published(decision, new Date(now()));
      });
      return reply.code(202).send(shown(noted));
    },
  );
  app.get(
    '/v1/resolutions/:id',
    {
      // Whoever sent it asks what became of it; it is theirs whatever posts they hold by now.
      config: { access: 'signed-in' },
      schema: {
        operationId: 'readResolution',
        tags: ['reviews'],
        summary: '复核结果 / what became of what one has sent',
        security: TOKEN,
        params: z.object({ id }),
        response: { 200: Sent, ...problems },
      },
    },
    async (request) => {
      const sent = await queue.resolution(request.params.id);
      if (sent?.account !== visitOf(request).principal.account) throw notThere();
      return shown(sent);
    },
  );
}

/** @throws Problem where the id stands for another decision */
function mustBeTheSame(noted: SentResolution, { case: of, by, data }: Resolution): void {
  const same =
    noted.case === of &&
    noted.account === by.account &&
    noted.key === data.finding &&
    noted.resolution === data.resolution &&
    noted.reason === data.reason;
  if (!same) throw conflict('ID_TAKEN', '该标识已用于另一复核意见 / this id stands for another resolution');
}

/** @throws Problem where it is settled, accepted by the same person, or not claimed by them */
function mustBeTheirs(
  { settled, acceptedBy, claimedBy, claimedUntil }: ReviewFinding,
  account: string,
  at: Date,
): void {
  if (settled) throw conflict('FINDING_SETTLED', '该检测项已复核 / it is settled already');
  if (acceptedBy.includes(account))
    throw conflict('SAME_PERSON', '您已复核通过，须由另一人复核 / you have accepted it; another person has to look');
  if (claimedBy !== account || claimedUntil === null || claimedUntil <= at)
    throw conflict('NOT_CLAIMED', '请先认领再复核 / claim it before you settle it');
}
