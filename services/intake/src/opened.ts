import type { CaseEvent } from '@guidang/contracts';
import type { KnownCase } from './store.ts';

/** Who opened a case, where the event is its acceptance. */
export const openedBy = (event: CaseEvent): KnownCase[] =>
  event.type === 'case.accepted'
    ? [{ case: event.case, source: event.source, department: event.data.department.uscc }]
    : [];
