import { STORED } from '../expectation.ts';
import type { CaseKind } from '../kinds.ts';
import type { Turn } from '../story.ts';
import * as spoilt from './spoilt.ts';
import * as unfinished from './unfinished.ts';

/** Nothing goes amiss. */
const asItIs: Turn = (acts) => ({ acts, expect: STORED });

/** What turns a case in which nothing goes amiss into one of each kind. */
export const TURNS: Readonly<Record<CaseKind, Turn>> = {
  granted: asItIs,
  refused: asItIs,
  ended: asItIs,
  submission: asItIs,
  replaced: unfinished.replaced,
  amended: unfinished.amended,
  incomplete: unfinished.incomplete,
  withdrawn: unfinished.withdrawn,
  open: unfinished.open,
  'closed-too-early': unfinished.closedTooEarly,
  'wrong-digest': spoilt.wrongDigest,
  virus: spoilt.virus,
  'fake-extension': spoilt.fakeExtension,
  'zip-bomb': spoilt.zipBomb,
  unlisted: spoilt.unlisted,
};
