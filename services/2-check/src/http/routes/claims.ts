import { visitOf } from '@guidang/access';
import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { conflict, notThere, problems } from '../problem.ts';
import { caseOf, FindingParams, QueuedFinding, shownFinding, TOKEN } from '../shapes.ts';

const PATH = '/v1/reviews/:case/findings/:key/claim';

/** 认领: a finding is looked at by one person at a time, for a while. */
export function claimRoutes(app: Door, { queue, claimMs, now }: DoorPorts): void {
  const access = { action: 'review.decide', at: caseOf(queue) };
  app.put(
    PATH,
    {
      config: { access },
      schema: {
        operationId: 'claimFinding',
        tags: ['reviews'],
        summary: '认领 / take a finding to look at, or keep it for longer',
        security: TOKEN,
        params: FindingParams,
        response: { 200: QueuedFinding, ...problems },
      },
    },
    async (request) => {
      const { account } = visitOf(request).principal;
      const at = new Date(now());
      const { case: caseNumber, key } = request.params;
      const found = await queue.claim(caseNumber, key, account, new Date(at.getTime() + claimMs), at);
      if (!found) throw notThere();
      if (found.settled) throw conflict('FINDING_SETTLED', '该检测项已复核 / it is settled already');
      if (found.acceptedBy.includes(account)) {
        await queue.release(caseNumber, key, account);
        throw conflict(
          'SAME_PERSON',
          '您已复核通过，须由另一人复核 / you have accepted it; another person has to look',
        );
      }
      if (found.claimedBy !== account)
        throw conflict('CLAIMED', `已由 ${found.claimedBy} 认领 / ${found.claimedBy} is looking at it`);
      return shownFinding(found, at);
    },
  );
  app.delete(
    PATH,
    {
      config: { access },
      schema: {
        operationId: 'releaseFinding',
        tags: ['reviews'],
        summary: '放弃认领 / give a finding back',
        security: TOKEN,
        params: FindingParams,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { case: caseNumber, key } = request.params;
      await queue.release(caseNumber, key, visitOf(request).principal.account);
      return reply.code(204).send(null);
    },
  );
}
