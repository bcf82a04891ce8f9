import { CODE_LISTS, type ProcessStep } from '@guidang/contracts';
import type { CaseRecord } from './case-record.ts';
import { PROFILE } from './names.ts';
import { civilTime } from './time.ts';
import { type Element, element } from './xml.ts';

/**
 * 流程信息.xml: how the case was handled, in the order it was recorded. Element names of layout B (standards/2 §2.6): YWXW 业务行为, CLRY 处理人员 (staff number and
 * post, as published), CLBM 处理部门, CLSJ 处理时间, CLYJ 处理意见.
 */
export const processInformation = ({ manifest: { dossier } }: CaseRecord): Element =>
  element('description', { title: '流程信息元数据', profile: PROFILE }, dossier.steps.map(processOf));

function processOf({ step, name, action, state, person, unit, opinion, startedAt, endedAt }: ProcessStep): Element {
  const begun = { start: startedAt, ...(endedAt !== undefined && { end: endedAt }) };
  return element('process', { title: '环节', code: step, state: CODE_LISTS.stepState[state] }, [
    element('YWXW', { title: '业务行为', action: CODE_LISTS.action[action] }, name),
    element('CLRY', { title: '处理人员', post: person.post }, person.id),
    element('CLBM', { title: '处理部门', code: unit.uscc }, unit.name),
    element('CLSJ', { title: '处理时间', ...begun }, civilTime(endedAt ?? startedAt)),
    element('CLYJ', { title: '处理意见' }, opinion),
  ]);
}
