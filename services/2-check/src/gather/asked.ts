import { type ApplicationForm, type DossierHead, type FormFacts, holds, type Scheme } from '@guidang/contracts';

const OUTCOMES = ['granted', 'refused', 'ended'] as const;

/**
 * The materials that a form makes required (适用条件), with the outcomes of the case for which it does: when the form comes nobody knows how the case will end. Which
 * fields decided it stays in the form.
 */
export function askedBy(form: ApplicationForm, head: DossierHead, { items }: Scheme): FormFacts['asked'] {
  const filled = new Map(form.fields.map(({ name, value }) => [name, value]));
  return items.flatMap(({ code, requiredWhen }) => {
    if (!requiredWhen) return [];
    const outcomes = OUTCOMES.filter((outcome) => holds(requiredWhen, (field) => known(field, head, outcome, filled)));
    return outcomes.length > 0 ? [{ item: code, outcomes }] : [];
  });
}

/** A field that is not in the form is known to be empty. */
function known(
  field: string,
  { applicant, channel, kind }: DossierHead,
  outcome: string,
  filled: ReadonlyMap<string, string>,
): string | null {
  const ofCase: Readonly<Record<string, string>> = { 'applicant.kind': applicant.kind, channel, kind, outcome };
  return ofCase[field] ?? filled.get(field.slice('form.'.length)) ?? null;
}
