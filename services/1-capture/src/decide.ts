import {
  CASE_EVENTS,
  type CaseEvent,
  type Emit,
  emit,
  type FilesFacts,
  type Rule,
  type Situation,
} from '@guidang/contracts';
import { accept } from './rule/accepting.ts';
import { close } from './rule/closing.ts';
import { consider } from './rule/consider.ts';
import { evolve } from './rule/evolve.ts';
import type { CaptureFacts } from './rule/facts.ts';
import { feedback } from './rule/feedback.ts';
import { parseInput } from './rule/input.ts';
import { replaceForm } from './rule/replacing-form.ts';
import { BLANK, type CaptureState } from './rule/state.ts';
import { takeInMaterial, takeInResult } from './rule/taking-in.ts';
import { schemeOf } from './rule/under-scheme.ts';

export type { CaptureFacts } from './rule/facts.ts';
export type { CaptureState } from './rule/state.ts';

/** One event, one link. What gathering found tells good news from bad; where it could not have been found so, this throws. */
function decide({ state, input, scheme, facts }: Situation<CaptureState, CaseEvent, CaptureFacts>): Emit {
  switch (input.type) {
    case 'case.accepted':
      return accept(input, scheme!.scheme, facts as FilesFacts);
    case 'case.form.replaced':
      return replaceForm(state, input, scheme!.scheme, facts as FilesFacts);
    case 'case.material.added':
    case 'case.material.replaced':
      return takeInMaterial(state, input, scheme!.scheme, facts as FilesFacts);
    case 'case.result.issued':
      return takeInResult(state, input, scheme!.scheme, facts as FilesFacts);
    case 'case.step.recorded':
      return emit('ProcessStepRecorded', 1, { step: input.data });
    case 'case.closed':
      return close(state, input, scheme!.scheme, facts as Extract<CaptureFacts, { chain: unknown }>);
    case 'case.withdrawn':
      return emit('CaseWithdrawn', 1, { withdrawnAt: input.data.withdrawnAt, reason: input.data.reason });
    case 'case.amended':
      return emit('CaseReopened', 1, { round: state.round + 1, reason: input.data.reason });
  }
}

/** 收件: the dossier of a case from its acceptance on. Anyone can decide again with this. */
export const captureRule: Rule<CaptureState, CaseEvent, CaptureFacts> = {
  step: 'capture',
  rules: 'capture@1',
  reads: [CASE_EVENTS],
  parse: parseInput,
  initial: () => BLANK,
  schemeOf,
  consider,
  decide,
  evolve,
  feedback,
};
