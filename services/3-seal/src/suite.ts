import type { CaseSealed, Scheme, SealFacts, Suite } from '@guidang/contracts';

/** What a scheme may ask for, or a deployment seals with where it asks for nothing. */
export type Wanted = NonNullable<Scheme['suite']>;

const SUITES_OF: Readonly<Record<Wanted, readonly Suite[]>> = {
  international: ['international'],
  national: ['national'],
  both: ['international', 'national'],
};
export const suitesOf = (wanted: Wanted): readonly Suite[] => SUITES_OF[wanted];

/** The suite a case was sealed with, by what there is; undefined where there is no whole seal of any, or part of one. */
export function suiteOf({
  signature,
  timestamp,
  evidenceRecord,
  national,
}: Pick<SealFacts, 'signature' | 'timestamp' | 'evidenceRecord' | 'national'>):
  | CaseSealed['body']['suite']
  | undefined {
  const parts = [signature, timestamp, evidenceRecord];
  if (parts.every((part) => part === null)) return national === null ? undefined : 'national';
  if (parts.some((part) => part === null)) return undefined;
  return national === null ? 'international' : 'both';
}
