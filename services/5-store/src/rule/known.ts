import type { Finding, HandedIn } from '@guidang/contracts';

/** The same thing found of the same object, whichever stage found it: items of transfer (YJ) and of preservation (CQ) bear the same names behind their stage. */
export const wordsOfFinding = ({ item, object, code }: Pick<Finding, 'item' | 'object' | 'code'>): string =>
  `${item.replace(/^(YJ|CQ)-/, '')} ${object} ${code}`;

/** What was found of a package from elsewhere when it was received, and was let stand: nothing new where it is found again. */
export const knownWhenReceived = ({ findings }: HandedIn): string[] => findings.map(wordsOfFinding);
