import type { Finding } from '@guidang/contracts';
import { callsForSomebody, isUnlooked } from '@guidang/properties';

/** What a record lists of findings: those that call for somebody; behind them, so that they push nothing out, what blocks and was looked at by nobody. */
export const toldOf = (findings: readonly Finding[]): Finding[] => [
  ...findings.filter(callsForSomebody),
  ...findings.filter(isUnlooked),
];
