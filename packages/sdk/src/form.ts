import { randomBytes } from 'node:crypto';
import { ApplicationForm, type Commitment, commitmentTo, parseWith } from '@guidang/contracts';

/** What was filled in, and by whom: everything of a form but what the SDK adds. */
export type FilledForm = Omit<ApplicationForm, 'type' | 'version' | 'salt'>;

export interface MadeForm {
  /** The form as an object of the case, UTF-8. */
  readonly bytes: Buffer;
  /** What records carry in the place of the applicant. */
  readonly reference: Commitment;
}

/**
 * The form as it will lie in the vault, and the commitment to who applied. The salt is drawn anew each time: a form made again is another object with
 * another commitment, so file and reference of one call belong into one event.
 * @throws Malformed where the form breaks its contract; the faults name fields and rules, never what was filled in
 */
export function madeForm(filled: FilledForm, salt: string = randomBytes(32).toString('hex')): MadeForm {
  const form = parseWith(ApplicationForm, { type: 'application-form', version: 1, salt, ...filled });
  return { bytes: Buffer.from(JSON.stringify(form)), reference: commitmentTo(salt, form.applicant.identity) };
}
