/** Packages at the end of their retention, and packages due at the archives, as they travel. Types alone. */
import type { Beside } from './cases.ts';

export interface DuePackage {
  readonly case: string;
  readonly referenceCode: string;
  readonly matter: string;
  readonly department: string;
  readonly fonds: string;
  readonly category: string;
  readonly year: number;
  readonly closedAt: string;
  readonly retention: string;
  /** Whether it was kept on already. */
  readonly prolonged: boolean;
  readonly endsAt: string | null;
  /** What its retention rests on: the scheme it was archived under. */
  readonly scheme: { readonly id: string; readonly version: number };
  readonly files: number;
  readonly bytes: number;
  readonly package: string;
  /** What was decided about it last: prolong, transfer, destroy. */
  readonly disposal: string | null;
  /** The list that holds it: one that waits for a decision, or whose decision is not read back yet. */
  readonly inList: string | null;
}

/** Packages of one fonds, unit, class and retention. */
export interface DueGroup {
  readonly fonds: string;
  readonly department: string;
  readonly category: string;
  readonly retention: string;
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
  /** the earliest end of retention, or closing */
  readonly first: string | null;
}

export interface DueList extends Beside {
  readonly total: number;
  readonly rows: readonly DuePackage[];
  /** largest first, at most a hundred */
  readonly groups: readonly DueGroup[];
}
