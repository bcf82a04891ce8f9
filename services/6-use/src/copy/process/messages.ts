import type { FoundAgainst } from '../../rule/refusal.ts';
import type { CopyJob, MadeCopy } from '../copy.ts';

export interface Question {
  readonly job: CopyJob;
  /** the file, whose digest was checked */
  readonly content: Uint8Array;
}

/**
 * `ready` comes once, when everything a copy needs is loaded. `broke`: making the copy failed in a way nobody foresaw; the process ends, since its memory may
 * be spoilt.
 */
export type Answer =
  | { readonly ready: true }
  | { readonly made: MadeCopy }
  | { readonly against: FoundAgainst }
  | { readonly broke: string };
