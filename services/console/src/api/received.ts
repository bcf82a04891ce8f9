/** Packages from elsewhere, received or turned away, as they travel. Types alone. */
import type { Beside } from './cases.ts';

export interface ReceivedFinding {
  readonly item: string;
  readonly itemZh: string;
  readonly itemEn: string;
  readonly code: string;
  readonly outcome: string;
  /** Why it may stand, as whoever handed the package in says; null where nobody settled it */
  readonly settled: string | null;
}

export interface ReceivedRow {
  /** SHA-256 of the link. */
  readonly link: string;
  /** 接收登记号. */
  readonly number: string;
  readonly at: string;
  /** received; or why it was turned away: FAILED, LEFT_TO_PEOPLE, OTHER_BYTES */
  readonly outcome: 'received' | 'FAILED' | 'LEFT_TO_PEOPLE' | 'OTHER_BYTES';
  readonly by: string;
  readonly sender: string | null;
  readonly profile: string;
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly retention: string;
  readonly retainUntil: string | null;
  readonly package: string;
  readonly places: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly ReceivedFinding[];
  /** The last look at it since it was received; null where there was none, or it was turned away */
  readonly look: {
    readonly at: string;
    readonly outcome: 'sound' | 'attention' | 'damaged';
    /** places whose copy is not what it was */
    readonly damaged: readonly string[];
  } | null;
}

export interface ReceivedList extends Beside {
  readonly total: number;
  readonly received: number;
  readonly rows: readonly ReceivedRow[];
}
