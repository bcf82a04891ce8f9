import type { CapturedFile, CaseResult, DossierHead, DossierMaterial, ProcessStep } from '@guidang/contracts';

/** A material that could not be taken in and has not been sent again, with the one in force that it was to supersede. */
export interface RefusedMaterial {
  readonly material: string;
  readonly replaces: string | null;
}

/** What capture remembers of a case (预归档卷): the fold of its own links. JSON, never changed in place. */
export interface CaptureState {
  readonly phase: 'unknown' | 'open' | 'closed' | 'withdrawn';
  /** null until the case is accepted */
  readonly head: DossierHead | null;
  readonly form: CapturedFile | null;
  /** in force, in the order they came; one that replaces another stands at the end */
  readonly materials: readonly DossierMaterial[];
  readonly superseded: readonly DossierMaterial[];
  readonly steps: readonly ProcessStep[];
  readonly results: readonly CaseResult[];
  readonly refused: readonly RefusedMaterial[];
  /** of closing: 1 from acceptance on, one more after each 补正 */
  readonly round: number;
  /** Ids of the links so far. They derive from the events' ids, so an event that comes again is known by its own. */
  readonly seen: readonly string[];
}

export const BLANK: CaptureState = {
  phase: 'unknown',
  head: null,
  form: null,
  materials: [],
  superseded: [],
  steps: [],
  results: [],
  refused: [],
  round: 0,
  seen: [],
};
