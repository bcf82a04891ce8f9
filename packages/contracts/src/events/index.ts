import { z } from 'zod';
import { CaseAccepted } from './accepted.ts';
import { CaseAmended, CaseClosed, CaseWithdrawn } from './closed.ts';
import { FormReplaced } from './form-replaced.ts';
import { MaterialAdded, MaterialReplaced } from './material.ts';
import { ResultIssued } from './result-issued.ts';
import { StepRecorded } from './step-recorded.ts';

/** Everything a government system may say about a case, version 1. */
export const CaseEvent = z
  .discriminatedUnion('type', [
    CaseAccepted,
    FormReplaced,
    MaterialAdded,
    MaterialReplaced,
    StepRecorded,
    ResultIssued,
    CaseClosed,
    CaseWithdrawn,
    CaseAmended,
  ])
  .describe('a record of case.events: everything a government system may say about a case; key is the case number');
export type CaseEvent = z.infer<typeof CaseEvent>;
export type CaseEventType = CaseEvent['type'];

/** Types and versions this software knows; an unknown one is parked by name. */
export const CASE_EVENT_VERSIONS: Readonly<Record<string, readonly number[]>> = {
  'case.accepted': [1],
  'case.form.replaced': [1],
  'case.material.added': [1],
  'case.material.replaced': [1],
  'case.step.recorded': [1],
  'case.result.issued': [1],
  'case.closed': [1],
  'case.withdrawn': [1],
  'case.amended': [1],
};

export * from './accepted.ts';
export * from './closed.ts';
export * from './file.ts';
export * from './form-replaced.ts';
export * from './material.ts';
export * from './result-issued.ts';
export * from './step-recorded.ts';
