import { type CaseEvent, type Park, type PublishedScheme, park, type SchemeRef } from '@guidang/contracts';
import type { CaptureState } from './state.ts';

/** Events that are counted against the scheme. A step, a withdrawal or an amendment is what it is whatever the scheme says. */
const COUNTED: ReadonlySet<string> = new Set<CaseEvent['type']>([
  'case.form.replaced',
  'case.material.added',
  'case.material.replaced',
  'case.result.issued',
  'case.closed',
]);

/** A case keeps the scheme it was accepted under. */
export function schemeOf({ head }: CaptureState, event: CaseEvent): SchemeRef | undefined {
  if (head === null) return event.type === 'case.accepted' ? event.data.scheme : undefined;
  return COUNTED.has(event.type) ? head.scheme : undefined;
}

/** Whether the scheme is there, and is the one of the matter and the department that the case names. Every difference is named. */
export function outOfScheme(
  state: CaptureState,
  event: CaseEvent,
  scheme: PublishedScheme | undefined,
): Park | undefined {
  if (schemeOf(state, event) === undefined) return undefined;
  const accepting = event.type === 'case.accepted';
  if (!scheme)
    return park(
      'SCHEME_UNKNOWN',
      accepting ? 'data.scheme' : 'case',
      '该归档方案版本尚未发布 / no such version of the scheme is published',
    );
  if (!accepting) return undefined;
  const { matter, department } = scheme.scheme;
  const faults = [
    { same: event.data.matter.code === matter.code, field: 'data.matter.code', zh: '事项', en: 'matter' },
    {
      same: event.data.department.uscc === department.uscc,
      field: 'data.department.uscc',
      zh: '受理单位',
      en: 'department',
    },
    {
      same: event.data.department.fonds === department.fonds,
      field: 'data.department.fonds',
      zh: '全宗号',
      en: 'fonds',
    },
  ]
    .filter(({ same }) => !same)
    .map(({ field, zh, en }) => ({
      field,
      rule: 'SCHEME_MISMATCH',
      message: `${zh}与归档方案不一致 / not the ${en} of the scheme`,
    }));
  return faults.length === 0 ? undefined : { do: 'park', reason: 'SCHEME_MISMATCH', faults };
}
