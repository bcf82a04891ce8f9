/** 定期检测: rounds over what is stored, and packages in which something was found, as they travel. Types alone. */
import type { Beside } from './cases.ts';

/** What the looks of one year came to. */
export interface FixityRound {
  readonly year: number;
  /** Packages in the store at the end of the year; for the year that runs, now. */
  readonly held: number;
  /** of them, in the store before the year began: each has to be looked at within it (DA/T 92-2022 9.4) */
  readonly obliged: number;
  /** of these, looked at in the year */
  readonly answered: number;
  /** packages looked at in the year, those stored in it included */
  readonly inspected: number;
  readonly attention: number;
  readonly damaged: number;
  readonly first: string | null;
  readonly last: string | null;
  /** looks a day, from the first to the last */
  readonly perDay: number | null;
}

export interface FixityOverview {
  /** Days after which a package is looked at again, and after which it must have been. */
  readonly policy: { readonly days: number; readonly mostDays: number };
  readonly held: number;
  /** never looked at since they were stored */
  readonly never: number;
  readonly due: number;
  readonly overdue: number;
  /** due within thirty days */
  readonly soon: number;
  readonly attention: number;
  readonly damaged: number;
  /** When the next package is due that is not due yet; null where none is. */
  readonly nextDue: string | null;
  readonly lastLook: string | null;
  readonly looksOfDay: number;
  readonly looksOfWeek: number;
  /** newest first */
  readonly rounds: readonly FixityRound[];
  /** Packages from elsewhere, which the numbers above leave out: they are no department's. null where one does not look at the whole city */
  readonly elsewhere: FixityElsewhere | null;
}

/** How packages from elsewhere stand. */
export interface FixityElsewhere {
  readonly held: number;
  readonly overdue: number;
  readonly attention: number;
  readonly damaged: number;
  /** Those with something found at the last look, damaged ones first, fifty at most */
  readonly ill: readonly {
    readonly number: string;
    readonly at: string;
    readonly outcome: 'attention' | 'damaged';
    /** places whose copy is not what it was */
    readonly damaged: readonly string[];
  }[];
}

export const FIXITY_STATES = ['faulty', 'due', 'overdue', 'all'] as const;
export type FixityState = (typeof FIXITY_STATES)[number];

export interface InspectedPackage {
  readonly case: string;
  readonly referenceCode: string | null;
  readonly matter: string;
  readonly department: string;
  readonly storedAt: string;
  /** null where nobody has looked since it was stored */
  readonly lookedAt: string | null;
  readonly dueAt: string;
  readonly outcome: 'sound' | 'attention' | 'damaged' | null;
  readonly copies: readonly { readonly place: string; readonly state: string }[];
  readonly findings: readonly {
    readonly item: string;
    readonly itemZh: string;
    readonly itemEn: string;
    readonly code: string;
    readonly outcome: string;
    readonly object: string;
    readonly meaning: string;
  }[];
}

export interface InspectedList extends Beside {
  readonly total: number;
  readonly rows: readonly InspectedPackage[];
}
