/** What is expected to come of a case, so that an end-to-end test can hold the steps to it. */
export interface Expectation {
  /** `stored`; `refused` by the check and left so; `withdrawn`; `waiting`: nothing was said that would end it */
  ends: 'stored' | 'refused' | 'withdrawn' | 'waiting';
  /** what the check says at each closing that it refuses or warns of; other findings may stand beside these */
  findings: readonly ExpectedFinding[];
  /** materials that capture does not take in */
  refusals: readonly { material: string; code: 'DIGEST_MISMATCH' }[];
}

export interface ExpectedFinding {
  /** closing it belongs to, from 1 */
  round: number;
  /** code of the item (DA/T 70-2018) */
  item: string;
  outcome: 'FAIL' | 'WARN';
  /** identifier of the material it is about; null where it is about the case as a whole */
  material: string | null;
}

export const STORED: Expectation = { ends: 'stored', findings: [], refusals: [] };

export const fail = (item: string, material: string | null = null, round = 1): ExpectedFinding => ({
  round,
  item,
  outcome: 'FAIL',
  material,
});
