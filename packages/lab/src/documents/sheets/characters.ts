import { MATTERS } from '../../matters/scheme.ts';
import { COMPANY_CHARACTERS } from '../../people/companies.ts';
import { DEPARTMENTS } from '../../people/departments.ts';
import { ADDRESS_CHARACTERS, NAME_CHARACTERS } from '../../people/persons.ts';

/** What may come to stand in a slot, by kind: a document's font holds these and no more. */
export const DIGITS = '0123456789 -.:/〔〕()';
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const DATES = `${DIGITS}年月日时分至长期`;
export const NAMES = NAME_CHARACTERS;
export const PLACES = ADDRESS_CHARACTERS + DIGITS;
export const COMPANIES = COMPANY_CHARACTERS;
export const GENDERS = '男女';
export const CODES = DIGITS + LETTERS;

const all = (texts: Iterable<string>): string => [...new Set([...texts].join(''))].join('');
export const MATTER_NAMES = all(MATTERS.map((m) => m.name));
export const DEPARTMENT_NAMES = all(Object.values(DEPARTMENTS).map((d) => d.name));
/** Whoever may have applied. */
export const APPLICANTS = all([NAMES, COMPANIES]);
