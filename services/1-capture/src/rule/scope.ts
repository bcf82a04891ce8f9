import type { CapturedFile, Closing, DossierMaterial, Scheme } from '@guidang/contracts';

/** What stands in `missing` for the 申请表单, which no scheme lists; and how it is called where it is refused. */
export const FORM = 'form';

/**
 * Codes of what must be there and is not, the form first, then in the order of the scheme. What is required of a granted case alone (准予) counts only
 * once the case is closed as granted: before, nobody knows whether it will be.
 */
export function missingOf(
  scheme: Scheme,
  { form, materials }: { form: CapturedFile | null; materials: readonly DossierMaterial[] },
  outcome?: Closing['outcome'],
): string[] {
  const answered = new Set(materials.map(({ item }) => item));
  const required = scheme.items.filter(
    (item) => item.required === 'always' || (item.required === 'granted' && outcome === 'granted'),
  );
  const missing = required.map(({ code }) => code).filter((code) => !answered.has(code));
  return form === null ? [FORM, ...missing] : missing;
}

/**
 * The scheme item that a new material answers, or null where it answers none: the publisher could not say, the scheme does not list it, or as many as
 * the scheme takes are there already.
 * @param others the materials in force beside it; the one it supersedes is not among them
 */
export function answeredBy(scheme: Scheme, others: readonly DossierMaterial[], code: string | null): string | null {
  const item = scheme.items.find((one) => one.code === code);
  if (!item) return null;
  const there = others.filter((other) => other.item === item.code).length;
  return there < (item.atMost ?? Number.POSITIVE_INFINITY) ? item.code : null;
}
