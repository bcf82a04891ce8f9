import type { CaptureState } from './state.ts';

/** What a replacement comes to: the material in force it supersedes (null: none), and the refused one it was sent in the place of, if any. */
export interface Replacing {
  readonly supersedes: string | null;
  readonly insteadOf: string | null;
}

const inForce = ({ materials }: CaptureState, id: string): boolean => materials.some(({ material }) => material === id);

/**
 * A publisher may replace what is in force, and also what was refused: it knows its material by the identifier it gave it, whether we could take it in
 * or not. Then the new one does what the refused one was to do. Undefined where the identifier is neither.
 */
export function replacing(state: CaptureState, identifier: string): Replacing | undefined {
  if (inForce(state, identifier)) return { supersedes: identifier, insteadOf: null };
  const refused = state.refused.find(({ material }) => material === identifier);
  if (!refused) return undefined;
  const { replaces } = refused;
  return { supersedes: replaces !== null && inForce(state, replaces) ? replaces : null, insteadOf: identifier };
}
