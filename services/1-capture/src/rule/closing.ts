import { type CaseCaptured, type CaseClosed, type ChainObject, type Emit, emit, type Scheme } from '@guidang/contracts';
import { ImpossibleFacts } from './facts.ts';
import { missingOf } from './scope.ts';
import type { CaptureState } from './state.ts';

/** 办结: the whole dossier, counted. It is handed on whether it is complete or not; what is missing stands in it. */
export function close(
  state: CaptureState,
  { data }: CaseClosed,
  scheme: Scheme,
  { chain }: { readonly chain: ChainObject },
): Emit<CaseCaptured['body']> {
  // Every link left its id in the state, so their number is known here as well.
  if (chain.links !== state.seen.length) throw new ImpossibleFacts('the chain object holds another number of links');
  const missing = missingOf(scheme, state, data.outcome);
  return emit('CaseCaptured', 1, {
    round: state.round,
    complete: missing.length === 0,
    missing,
    dossier: {
      head: state.head!,
      form: state.form,
      materials: [...state.materials],
      superseded: [...state.superseded],
      steps: [...state.steps],
      results: [...state.results],
      closing: data,
    },
    chain,
  });
}
