import type { CaseSummary } from './cases.ts';

/** A list that somebody looks for again. */
export interface SavedSearch {
  readonly id: string;
  /** Path of the page, `/cases`. */
  readonly page: string;
  readonly name: string;
  /** What it is narrowed by, as it stands in the address. */
  readonly query: string;
  readonly at: string;
}

export interface Favourites {
  readonly rows: readonly CaseSummary[];
}
