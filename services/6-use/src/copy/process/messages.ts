import type { FoundAgainst } from '../../rule/refusal.ts';
import type { CopyJob, MadeCopy } from '../copy.ts';

/** Bytes that lie in a file, from an offset on. */
export interface Stretch {
  readonly path: string;
  readonly from: number;
  readonly size: number;
}

export interface Question {
  readonly job: CopyJob;
  readonly source: Stretch;
}

/**
 * `ready` comes once, when everything a copy needs is loaded. `unread`: the source could not be read, which is nobody's fault but ours. `broke`: making the
 * copy failed in a way nobody foresaw; the process ends, since its memory may be spoilt.
 */
export type Answer =
  | { readonly ready: true }
  | { readonly made: MadeCopy }
  | { readonly against: FoundAgainst }
  | { readonly unread: string }
  | { readonly broke: string };
