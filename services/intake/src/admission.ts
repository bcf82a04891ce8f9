import type { CaseEvent, Fault } from '@guidang/contracts';
import type { PublishingSystem } from './keys.ts';
import { Problem } from './problem.ts';
import type { KnownCase } from './store.ts';

/**
 * Whether a system may say these events of a case. Pure. A system speaks under its own source, opens cases for its own departments only, and adds
 * only to cases that it opened.
 * @param known who opened the case, where it was opened before
 * @param batch whether fields begin with the place of their event
 */
export function refusalOf(
  system: PublishingSystem,
  known: KnownCase | undefined,
  events: readonly CaseEvent[],
  batch: boolean,
): Problem | undefined {
  const at = (n: number, field: string): string => (batch ? `[${n}].${field}` : field);
  const foreign = events.flatMap((event, n) => faultsOf(system, event).map((f) => ({ ...f, field: at(n, f.field) })));
  if (foreign.length > 0)
    return new Problem(403, foreign[0]!.rule, '此密钥无权发布此内容 / this key may not publish this', {
      faults: foreign,
    });
  const opensAt = events.findIndex(({ type }) => type === 'case.accepted');
  if (known === undefined && opensAt !== 0)
    return new Problem(
      409,
      'CASE_UNKNOWN',
      '该办件尚无受理事件 case.accepted / no case.accepted of this case has arrived before this event',
      {
        faults: [
          { field: at(0, 'case'), rule: 'CASE_UNKNOWN', message: '须先发布 case.accepted / case.accepted comes first' },
        ],
      },
    );
  return known === undefined ? undefined : ownershipOf(system, known);
}

function faultsOf(system: PublishingSystem, event: CaseEvent): Fault[] {
  const faults: Fault[] = [];
  if (event.source !== system.source)
    faults.push({
      field: 'source',
      rule: 'SOURCE_NOT_YOURS',
      message: 'source 与此密钥登记的系统不一致 / the source is not the one this key is registered for',
    });
  if (event.type === 'case.accepted' && !system.departments.has(event.data.department.uscc))
    faults.push({
      field: 'data.department.uscc',
      rule: 'DEPARTMENT_NOT_YOURS',
      message: '此密钥未登记该部门 / this key is not registered for that department',
    });
  return faults;
}

/** Whether a case is one that the system opened, and for a department that it still publishes for. */
export function ownershipOf(system: PublishingSystem, known: KnownCase): Problem | undefined {
  if (known.source !== system.source)
    return new Problem(403, 'CASE_NOT_YOURS', '该办件由其他系统受理 / this case was opened by another system');
  if (!system.departments.has(known.department))
    return new Problem(
      403,
      'DEPARTMENT_NOT_YOURS',
      '此密钥未登记该办件的部门 / this key is not registered for the department of this case',
    );
  return undefined;
}
