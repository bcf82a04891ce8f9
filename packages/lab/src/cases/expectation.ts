import type { Finding } from '@guidang/contracts';

/** What is expected to come of a case, so that an end-to-end test can hold the steps to it. */
export interface Expectation {
  /** `stored`; `refused` by the check and left so; `withdrawn`; `waiting`: nothing was said that would end it */
  ends: 'stored' | 'refused' | 'withdrawn' | 'waiting';
  /** what the check is to say; others may stand beside these, but none of another item that refuses */
  findings: readonly ExpectedFinding[];
  /** materials that capture does not take in */
  refusals: readonly { material: string; code: 'DIGEST_MISMATCH' }[];
}

/** A finding by what identifies it. `round`: the closing it belongs to, from 1. */
export interface ExpectedFinding extends Pick<Finding, 'item' | 'code' | 'object'> {
  round: number;
  outcome: 'FAIL' | 'WARN';
}

export const STORED: Expectation = { ends: 'stored', findings: [], refusals: [] };

export const fail = (item: string, code: string, object = 'case'): ExpectedFinding => ({
  round: 1,
  item,
  outcome: 'FAIL',
  code,
  object,
});

/** The first file of a material, as findings name it. */
export const firstFile = ({ material }: { material: string }): string => `file:${material}/1`;
