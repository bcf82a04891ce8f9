/**
 * Where a case stands, from the last word of each step. Steps are read from different topics, whose order among one another nobody promises, so each keeps
 * its own word and the stage follows from all of them.
 */
export interface Steps {
  capture?: {
    /** RFC 3339 of the word. */
    at: string;
    standing: 'open' | 'closed' | 'withdrawn';
    /** Counts the closings: 1 from the opening on, one more with every 补正. */
    round: number;
    missing: string[];
    /** Since when something is missing without a break; null where nothing is. */
    missingSince: string | null;
  };
  check?: { at: string; verdict: 'checked' | 'refused' | 'review'; round: number; open: number };
  seal?: { at: string };
  package?: { at: string };
  store?: { at: string; verdict: 'stored' | 'refused' };
  use?: { at: string };
}

export const STAGES = [
  'open',
  'captured',
  'review',
  'refused',
  'checked',
  'sealed',
  'packaged',
  'package-refused',
  'stored',
  'indexed',
  'withdrawn',
] as const;
export type Stage = (typeof STAGES)[number];

/** Whom a case waits for; `nobody` where it has arrived. */
export type WaitsFor =
  | 'applicant'
  | 'department'
  | 'archivist'
  | 'operator'
  | 'check'
  | 'seal'
  | 'package'
  | 'store'
  | 'use'
  | 'nobody';

export interface Standing {
  readonly stage: Stage;
  /** RFC 3339: since when. */
  readonly at: string;
  readonly waitsFor: WaitsFor;
}

const is = (stage: Stage, at: string, waitsFor: WaitsFor): Standing => ({ stage, at, waitsFor });

/** What stage follows from the words of the steps. `now` stands in where no step has said anything yet. */
export function standingOf({ capture, check, seal, package: packed, store, use }: Steps, now: string): Standing {
  if (use) return is('indexed', use.at, 'nobody');
  if (store)
    return store.verdict === 'stored' ? is('stored', store.at, 'use') : is('package-refused', store.at, 'operator');
  if (packed) return is('packaged', packed.at, 'store');
  if (seal) return is('sealed', seal.at, 'package');
  if (capture?.standing === 'withdrawn') return is('withdrawn', capture.at, 'nobody');
  // A verdict on an earlier round says nothing of the one that was opened again since.
  const current =
    check !== undefined && check.round >= (capture?.round ?? 0) && capture?.standing !== 'open' ? check : undefined;
  if (current?.verdict === 'checked') return is('checked', current.at, 'seal');
  if (current?.verdict === 'review') return is('review', current.at, 'archivist');
  if (current?.verdict === 'refused') return is('refused', current.at, 'department');
  if (capture?.standing === 'closed') return is('captured', capture.at, 'check');
  if (capture) return is('open', capture.at, capture.missing.length > 0 ? 'applicant' : 'department');
  return is('open', now, 'department');
}
