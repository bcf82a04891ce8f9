/** 清册: packages that one person proposes something for and another approves, as they travel. Types and what both sides count by. */
import type { Beside } from './cases.ts';

export const LIST_KINDS = ['prolong', 'transfer', 'destroy', 'rearrange'] as const;
export type ListKind = (typeof LIST_KINDS)[number];
export const LIST_STATES = ['proposed', 'approved', 'rejected', 'withdrawn'] as const;
export type ListState = (typeof LIST_STATES)[number];

/** Packages that one list holds at most: as many as somebody can still look through. */
export const MOST_ITEMS = 500;

/** What was decided about a package last, and that a list holds it, in words: Chinese, English. */
export const DISPOSALS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  prolong: ['已续存', 'kept on'],
  transfer: ['已批准移交', 'handed over'],
  destroy: ['已批准销毁', 'to be destroyed'],
};
export const HELD = ['在清册中', 'held by a list'] as const;

/** A package of a list, as it was when it was proposed. */
export interface ListItem {
  readonly case: string;
  readonly package: string;
  readonly referenceCode: string;
  readonly matter: string;
  readonly department: string;
  readonly departmentUscc: string;
  readonly fonds: string;
  readonly category: string;
  readonly year: number;
  readonly closedAt: string;
  readonly retention: string;
  /** End of its retention; null for 永久. */
  readonly endsAt: string | null;
  /** 续存: its end from now on, null for 永久; else as before. */
  readonly until: string | null;
  /** 整理调整: 档号 without its 件号, as it counts, and as it will count; else null */
  readonly was: string | null;
  readonly series: string | null;
  readonly files: number;
  readonly bytes: number;
}

export interface ListSummary {
  readonly id: string;
  readonly kind: ListKind;
  /** Its one department; null where it is over several */
  readonly department: string | null;
  readonly retention: string | null;
  readonly receiver: string | null;
  readonly scheme: { readonly id: string; readonly version: number } | null;
  readonly rule: string | null;
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly digest: string;
  readonly state: ListState;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly opinion: string | null;
  /** Records of it that lie in case.decisions. */
  readonly recorded: number;
}

export interface ListOfLists extends Beside {
  readonly total: number;
  readonly rows: readonly ListSummary[];
}

export interface WholeList extends ListSummary {
  readonly packages: readonly ListItem[];
}

/** A decision about a package, as its case shows it. */
export interface DecidedState {
  readonly action: ListKind;
  readonly list: string;
  readonly at: string;
  readonly by: string;
  readonly proposedBy: string;
  readonly reason: string;
  readonly opinion: string;
  readonly retention: string | null;
  readonly until: string | null;
  readonly receiver: string | null;
  readonly series: string | null;
  readonly lies: { readonly topic: string; readonly partition: number; readonly offset: number };
}
