import {
  ApplicationForm,
  commitmentTo,
  type DossierHead,
  type Fault,
  type FormFacts,
  Malformed,
  parseJson,
  parseWith,
  type Scheme,
} from '@guidang/contracts';
import { ageVerdict } from './age.ts';
import { askedBy } from './asked.ts';

/** Bytes of a form that are parsed. */
const FORM_BYTES = 8 * 1024 * 1024;
const MOST_PROBLEMS = 20;

/** Field and rule of a fault. The names of fields that are not ours are the publisher's: they may themselves be personal, and become `*`. */
function problemOf({ field, rule }: Fault): string {
  const ours = rule === 'UNRECOGNIZED_KEYS' ? field.replace(/[^.]*$/, '*') : field;
  const safe = /^[A-Za-z0-9.*[\]]{0,80}$/.test(ours) && !/\d{5}/.test(ours) ? ours : '*';
  return `${safe || 'form'}:${rule}`;
}

const unread = (problems: string[]): FormFacts => ({
  valid: false,
  commitmentMatches: null,
  age: null,
  asked: [],
  problems,
});

/** What the application form turned out to be: nothing of what stands in it. @param bytes null where they were too many to hold, or not there */
export function formFactsOf(bytes: Uint8Array | null, head: DossierHead, scheme: Scheme): FormFacts {
  if (bytes === null) return unread(['form:NOT_HELD']);
  try {
    const form = parseWith(ApplicationForm, parseJson(bytes, FORM_BYTES));
    const ofThisCase = form.case === head.case;
    return {
      valid: ofThisCase,
      commitmentMatches: commitmentTo(form.salt, form.applicant.identity) === head.applicant.reference,
      age: ageVerdict(form, head.acceptedAt, scheme),
      asked: askedBy(form, head, scheme),
      problems: ofThisCase ? [] : ['case:OTHER_CASE'],
    };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return unread([...new Set(error.faults.map(problemOf))].slice(0, MOST_PROBLEMS));
  }
}
