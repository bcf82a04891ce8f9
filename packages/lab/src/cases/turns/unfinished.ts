import type { Basis } from '../basis.ts';
import { fail, STORED } from '../expectation.ts';
import type { DraftMaterial } from '../materials.ts';
import { type Act, added, type Turn } from '../story.ts';
import { anotherScan, brokenOff, exchanged, insertedBefore, requiredPapers } from './choosing.ts';

/** Left out: a required paper that the applicant should have brought. */
function without(acts: readonly Act[], basis: Basis): { left: Act[]; out: DraftMaterial } {
  const out = basis.own.fork('turn').pick(requiredPapers(acts, basis));
  return { left: acts.filter((act) => !(act.type === 'case.material.added' && act.material === out)), out };
}

export const incomplete: Turn = (acts, basis) => ({
  acts: without(acts, basis).left,
  expect: { ...STORED, ends: 'refused', findings: [fail('GD-2-9', 'REQUIRED_MISSING')] },
});

export const amended: Turn = (acts, basis) => {
  const { left, out } = without(acts, basis);
  const again: Act[] = [
    { sits: 'amend', type: 'case.amended', reason: '归档检测退回：缺少必备材料，现予补正。' },
    { sits: 'again', ...added(out) },
    { sits: 'again', type: 'case.closed', outcome: basis.outcome },
  ];
  return { acts: [...left, ...again], expect: { ...STORED, findings: [fail('GD-2-9', 'REQUIRED_MISSING')] } };
};

export const replaced: Turn = (acts, basis) => {
  const brought = basis.own.fork('turn').pick(requiredPapers(acts, basis));
  const unreadable = basis.variant === 'unreadable';
  const poor = unreadable ? brokenOff(brought) : brought;
  const material = anotherScan(brought);
  const act: Act = {
    sits: 'review',
    type: 'case.material.replaced',
    material,
    replaces: poor.material,
    reason: unreadable ? '扫描件无法读取，当场重新扫描。' : '扫描件不清晰，重新扫描。',
  };
  return { acts: insertedBefore(exchanged(acts, brought, poor), 'review', act), expect: STORED };
};

export const withdrawn: Turn = (acts, basis) => {
  const stays = acts.filter(({ sits }) => sits === 'receive' || sits === 'review');
  const random = basis.own.fork('turn');
  const act: Act = {
    sits: 'decide',
    type: 'case.withdrawn',
    reason: random.pick(['申请人主动撤回申请。', '申请人拟变更申请内容后重新提出。', '申请人已不再需要办理该事项。']),
  };
  return { acts: [...stays, act], expect: { ...STORED, ends: 'withdrawn' } };
};

export const open: Turn = (acts) => ({
  acts: acts.filter(({ sits }) => sits === 'receive' || sits === 'review'),
  expect: { ...STORED, ends: 'waiting' },
});

export const closedTooEarly: Turn = (acts) => ({
  acts: acts.filter((act) => !(act.type === 'case.step.recorded' && ['review', 'decide'].includes(act.step))),
  expect: { ...STORED, ends: 'refused', findings: [fail('GD-2-5', 'STEP_MISSING')] },
});
