/**
 * Characters that look like another one and are not found, sorted or compared as it: radicals in the place of ideographs, compatibility ideographs, and letters of
 * two scripts in one word.
 */
const RADICALS = /[\u2e80-\u2fd5]/gu;
const COMPATIBILITY = /[\uf900-\ufaff]|[\u{2f800}-\u{2fa1f}]/gu;
/** These twelve have a compatibility block and are ideographs of their own. */
const UNIFIED = new Set('\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29');
const LATIN = /[A-Za-z]/;
const GREEK_OR_CYRILLIC = /[\u0370-\u03ff\u0400-\u052f]/gu;
const WORD = /[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]+/gu;

/** The characters of a text that are mistaken for others. */
export function lookAlikes(text: string): string[] {
  const mixed = (text.match(WORD) ?? [])
    .filter((word) => LATIN.test(word))
    .flatMap((word) => word.match(GREEK_OR_CYRILLIC) ?? []);
  return [
    ...(text.match(RADICALS) ?? []),
    ...(text.match(COMPATIBILITY) ?? []).filter((one) => !UNIFIED.has(one)),
    ...mixed,
  ];
}
