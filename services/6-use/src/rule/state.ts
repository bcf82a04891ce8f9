import type { CaseIndexed, ReceivedIndexed } from '@guidang/contracts';

/** A stored case as use knows it: what `CaseIndexed` said. */
export type Holding = CaseIndexed['body'];

/** A package from elsewhere as use knows it: what `ReceivedIndexed` said, and the files that may be asked for. */
export type ReceivedHolding = ReceivedIndexed['body'] & Pick<ReceivedIndexed['facts'], 'listed'>;

/** What use remembers of a case: the fold of its own links. JSON, never changed in place. */
export interface UseState {
  /** null until the case is stored */
  readonly holding: Holding | null;
  /** of a package from elsewhere; absent where there is none */
  readonly received?: ReceivedHolding;
  /** Ids of the links so far. They are digests of what they answer, so an input that comes again is known, and nothing of it is kept. */
  readonly answered: readonly string[];
}

export const BLANK: UseState = { holding: null, answered: [] };
