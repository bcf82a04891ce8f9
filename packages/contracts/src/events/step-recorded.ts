import { z } from 'zod';
import { paragraph, Time, text } from '../primitives.ts';
import { Unit } from './accepted.ts';
import { eventOf } from './event.ts';

/** 办理环节: one step of the handling (GB/T 39046-2020 办理). Where it stands in the scheme is `step`. */
export const ProcessStep = z
  .strictObject({
    step: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .describe('code of the scheme step (收件, 受理, 审核, 决定, 办结 …)'),
    name: text(100).describe('环节名称 (an..100)'),
    action: z.enum(['pass', 'return', 'other']).describe('业务动作: 通过, 退回, 其他'),
    state: z.enum(['1', '2']).describe('环节办理状态: 1 待办, 2 已办'),
    person: z
      .strictObject({
        id: z
          .string()
          .regex(/^[A-Za-z0-9._-]{1,60}$/)
          .describe('处理人: staff number in the publishing system, not a name'),
        post: text(60).describe('岗位'),
      })
      .describe('处理人'),
    unit: Unit.describe('处理单位'),
    opinion: paragraph(1000).describe('处理意见 (an..1000); no personal data'),
    startedAt: Time.describe('环节开始时间'),
    endedAt: Time.optional().describe('环节结束时间; absent while state is 1'),
  })
  .describe('办理环节 (GB/T 39046-2020): one step of the handling');
export type ProcessStep = z.infer<typeof ProcessStep>;

export const StepRecorded = eventOf('case.step.recorded', ProcessStep).describe(
  'a step of the handling was begun or done',
);
export type StepRecorded = z.infer<typeof StepRecorded>;
