import type { Matter } from '../matters/index.ts';
import type { CaseKind, Mix } from './kinds.ts';

export interface CaseOptions {
  /** the kind to tell; absent: drawn by `mix` */
  kind?: CaseKind;
  /** one of the kind's variants; absent: drawn */
  variant?: string;
  /** default `MIX` */
  mix?: Mix;
  /** id of one of the lab's matters, or a matter of a made-up city; absent: drawn */
  matter?: string | Matter;
  /** objects of the case (files, form, countersignature) it comes to where nothing goes amiss; default 20. Never fewer than the scheme requires. */
  files?: number;
  /** all that happens lies before this moment; default 1 March 2026, so that a case is the same whenever it is made */
  now?: Date;
  /** how many of the cases have a large file, and how large about; default one in twenty-five, 6 MB */
  large?: { share: number; bytes: number };
}

export const DEFAULTS = {
  files: 20,
  now: new Date('2026-03-01T01:00:00Z'),
  large: { share: 0.04, bytes: 6_000_000 },
} as const;
