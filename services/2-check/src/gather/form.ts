import {
  ApplicationForm,
  commitmentTo,
  type DossierHead,
  type Fault,
  type FormFacts,
  Malformed,
  parseJson,
  parseWith,
} from '@guidang/contracts';

/** Bytes of a form that are parsed. */
const FORM_BYTES = 8 * 1024 * 1024;
const MOST_PROBLEMS = 20;

/** Field and rule of a fault. The names of fields that are not ours are the publisher's: they may themselves be personal, and become `*`. */
function problemOf({ field, rule }: Fault): string {
  const ours = rule === 'UNRECOGNIZED_KEYS' ? field.replace(/[^.]*$/, '*') : field;
  const safe = /^[A-Za-z0-9.*[\]]{0,80}$/.test(ours) && !/\d{5}/.test(ours) ? ours : '*';
  return `${safe || 'form'}:${rule}`;
}

/** What the application form turned out to be: nothing of what stands in it. @param bytes null where they were too many to hold, or not there */
export function formFactsOf(bytes: Uint8Array | null, head: DossierHead): FormFacts {
  if (bytes === null) return { valid: false, commitmentMatches: null, problems: ['form:NOT_HELD'] };
  try {
    const form = parseWith(ApplicationForm, parseJson(bytes, FORM_BYTES));
    const ofThisCase = form.case === head.case;
    return {
      valid: ofThisCase,
      commitmentMatches: commitmentTo(form.salt, form.applicant.identity) === head.applicant.reference,
      problems: ofThisCase ? [] : ['case:OTHER_CASE'],
    };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const problems = [...new Set(error.faults.map(problemOf))].slice(0, MOST_PROBLEMS);
    return { valid: false, commitmentMatches: null, problems };
  }
}
