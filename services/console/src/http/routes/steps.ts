import { randomUUID } from 'node:crypto';
import { deedOf, SentNotLogged, visitOf, writtenFirst } from '@guidang/access';
import { CONTROLS, Malformed, parseStepControl, STEPS, type StepControl } from '@guidang/contracts';
import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { Problem } from '../problem.ts';
import { reason } from './reason.ts';

const Params = z.object({ step: z.enum(STEPS) });
const Bidding = z.strictObject({ action: z.enum(['PAUSE', 'RESUME']), reason });
const MOST_SHOWN = 50;

/** Steps paused and resumed from the operators' wall. The word goes to the step as a record; nothing of the archive changes by it. */
export function stepsRoutes(
  app: Door,
  { guard, controls, publisher, now, failed }: Pick<DoorPorts, 'guard' | 'controls' | 'publisher' | 'now' | 'failed'>,
): void {
  app.get('/api/steps/controls', { config: { access: { action: 'wall.read' } } }, async () => {
    await controls.refresh();
    return { rows: controls.said.slice(-MOST_SHOWN).reverse() };
  });

  app.post(
    '/api/steps/:step/control',
    { config: { access: { action: 'step.control' } }, schema: { params: Params, body: Bidding } },
    async (request, reply) => {
      const { step } = request.params;
      const { action, reason } = request.body;
      await controls.refresh();
      if ((controls.paused(step) !== undefined) === (action === 'PAUSE'))
        throw new Problem(409, 'SAID_ALREADY', '该环节已处于此状态，请刷新 / the step is so already; please reload');
      const { account } = visitOf(request).principal;
      const said = { id: randomUUID(), type: 'step.control', version: 1, step, action, reason } as const;
      const record = recordOf({ ...said, by: account, time: new Date(now()).toISOString() });
      const target = { type: 'step', id: step, department: null };
      const deed = { ...deedOf(request, 'step.control'), target, after: { id: said.id, action, reason } };
      request.logged = true;
      let written = false;
      const send = async (): Promise<void> => {
        written = true;
        await (await publisher()).publish([record]);
      };
      await writtenFirst(guard.log, deed, send).catch((error: unknown) => {
        if (!written) throw error;
        failed(error);
        if (error instanceof SentNotLogged)
          throw new Problem(
            503,
            'SENT_NOT_LOGGED',
            '已送达，请勿再次发送；只是结果未能记入操作日志，请告知管理员 / it was sent, please do not send it again; that it was could not be written into the operation log, please tell an administrator',
          );
        // Not sent again by itself: a pause that comes true when nobody expects it any more would be worse than none.
        throw new Problem(
          503,
          'NOT_SENT',
          '消息平台没有应答，未能送达；请刷新后查看环节状态再试 / the broker does not answer; please reload, look whether it came through, and try again',
        );
      });
      await controls.refresh();
      return reply.code(201).send({ paused: controls.paused(step) !== undefined });
    },
  );
}

/** The record, as steps will read it. @throws Problem where they would pass over it */
function recordOf(control: StepControl) {
  const value = Buffer.from(JSON.stringify(control));
  const record = { topic: CONTROLS, partition: 0, key: control.step, value, headers: {} };
  try {
    parseStepControl({ ...record, key: Buffer.from(control.step), offset: 0, timestamp: 0 });
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Problem(422, 'MALFORMED', '原因不符合要求 / the reason breaks a rule', error.faults);
  }
  return record;
}
