import type { ApplicationForm, FormFacts, Scheme } from '@guidang/contracts';
import { ageLimits, rulesOf } from '@guidang/properties';

const RESIDENT_ID = '111';
const SHANGHAI_MS = 8 * 3_600_000;
/** Older than anybody has become. */
const OLDEST = 130;

/**
 * Whether the applicant's age at acceptance is one that the matter takes, by the date of birth in the number of a resident's card. Only the verdict leaves this
 * function: what is not needed for it is not told.
 */
export function ageVerdict({ applicant }: ApplicationForm, acceptedAt: string, scheme: Scheme): FormFacts['age'] {
  const { type, number } = applicant.identity;
  if (type !== RESIDENT_ID) return 'none';
  const accepted = new Date(Date.parse(acceptedAt) + SHANGHAI_MS).toISOString().slice(0, 10).replaceAll('-', '');
  const birth = number.slice(6, 14);
  const hadBirthday = accepted.slice(4) >= birth.slice(4);
  const age = Number(accepted.slice(0, 4)) - Number(birth.slice(0, 4)) - (hadBirthday ? 0 : 1);
  const { leastAge, mostAge } = ageLimits(rulesOf(scheme));
  if (age < 0 || age > OLDEST) return 'impossible';
  return age < leastAge ? 'too-young' : age > mostAge ? 'too-old' : 'fits';
}
