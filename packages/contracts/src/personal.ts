import { isIdNumber } from './codes/id-number.ts';
import { isUscc } from './codes/uscc.ts';

/** Something personal found in the open: where, and what kind. The value itself is never repeated. */
export interface PersonalFinding {
  /** Path of the field; a key that is itself personal stands in it as `*`. */
  field: string;
  kind: 'id-number' | 'phone' | 'name-field';
}

/**
 * Fields that by their name hold a person's name, number or address; they belong into the case's form object, not into a record. Lower case, without `_` and `-`.
 * Names of GB/T 39046 tables and the initials of pinyin that systems here use are among them.
 */
const NAME_FIELDS = new Set(
  `applicantname applyname applyername personname fullname realname legalman legalmanname legalperson legalmanidnumber contactname contactedcard
  idnumber idno idcard idcardno cardno cardnumber certno phone mobile telephone address email birthday dateofbirth
  xm sfzh sfzhm sfzjhm zjhm lxdh lxfs sjh sjhm lxdz jtzz
  姓名 申请人姓名 申请人 法定代表人 法人姓名 身份证 身份证号 身份证号码 公民身份号码 证件号码 手机 手机号 手机号码 电话 联系电话 联系方式 住址 地址 家庭住址 邮箱 出生日期`.split(
    /\s+/,
  ),
);
const isNameField = (key: string): boolean =>
  NAME_FIELDS.has(/[_-]/.test(key) ? key.toLowerCase().replaceAll(/[_-]/g, '') : key.toLowerCase());

/** Numbers that count something may have eleven digits. */
const COUNTING_FIELDS = new Set(['size', 'bytes', 'offset', 'from', 'to', 'number']);

/** 18 characters, also where they are written in the groups of the card (6-8-4). Digests and longer codes have letters or digits beside them. */
const ID_CANDIDATE = /(?<![0-9A-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![0-9A-Za-z])/g;
/** A mobile number, with or without the country's code, also in groups (3-4-4). */
const PHONE = /(?<![0-9A-Za-z.])(?:(?:\+|00)86[ -]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?![0-9A-Za-z])/;

/** Characters of the shortest thing that is looked for: a mobile number. Most texts have fewer, and are not looked at twice. */
const SHORTEST = 11;
const NOTHING: readonly PersonalFinding['kind'][] = [];

const idNumbersIn = (text: string): string[] =>
  (text.match(ID_CANDIDATE) ?? []).map((candidate) => candidate.replaceAll(/[ -]/g, '')).filter(isIdNumber);

/** A case number may be region, date and serial: eighteen digits that look like a person born on the day of the case. Cases go on for years, and people are older. */
const CASE_YEARS = 10;

/**
 * Whether a case number is the ID number of a person, as far as that can be told: by its check character, and by a date too long ago to be that of the case.
 * @param at when what is said of the case happened, milliseconds since 1970
 */
export const isPersonsNumber = (caseNumber: string, at: number): boolean =>
  idNumbersIn(caseNumber).some((id) => Number(id.slice(6, 10)) + CASE_YEARS < new Date(at).getUTCFullYear());

/**
 * Looks for personal data in the open anywhere in a JSON value: ID numbers (GB 11643 with a right check digit), mobile numbers,
 * fields that are named after a person's data. Returns every place, by path. architecture.md §4: no personal data in any record.
 * Of a case number it is told by the record's own `time`; where there is none, nobody can tell.
 */
export function findPersonal(value: unknown, path = ''): PersonalFinding[] {
  const found: PersonalFinding[] = [];
  walk(value, path, '', found, timeOf(value));
  return found;
}

function timeOf(record: unknown): number {
  const { time } = (record ?? {}) as { time?: unknown };
  return typeof time === 'string' ? Date.parse(time) : Number.NaN;
}

function walk(value: unknown, path: string, field: string, found: PersonalFinding[], at: number): void {
  if (typeof value === 'string') {
    // Full-width digits are digits to whoever reads them.
    const text = value.normalize('NFKC');
    for (const kind of field === 'case' ? kindsInCase(text, at) : kindsIn(text, path, field))
      found.push({ field: path, kind });
  } else if (typeof value === 'number') {
    const digits = String(value);
    if (isIdNumber(digits)) found.push({ field: path, kind: 'id-number' });
    else if (PHONE.test(digits) && !COUNTING_FIELDS.has(field)) found.push({ field: path, kind: 'phone' });
  } else if (Array.isArray(value)) {
    value.forEach((v, i) => {
      walk(v, `${path}[${i}]`, field, found, at);
    });
  } else if (value !== null && typeof value === 'object') {
    for (const [key, v] of Object.entries(value)) inField(key, v, path, found, at);
  }
}

function inField(key: string, value: unknown, path: string, found: PersonalFinding[], at: number): void {
  const inKey = kindsIn(key.normalize('NFKC'), '', '');
  const here = `${path ? `${path}.` : ''}${inKey.length > 0 ? '*' : key}`;
  for (const kind of inKey) found.push({ field: here, kind });
  if (isNameField(key) && value !== null && value !== '' && !isWebAddress(value))
    found.push({ field: here, kind: 'name-field' });
  walk(value, here, key, found, at);
}

const kindsInCase = (text: string, at: number): readonly PersonalFinding['kind'][] =>
  isPersonsNumber(text, at) ? ['id-number'] : NOTHING;

function kindsIn(text: string, path: string, field: string): readonly PersonalFinding['kind'][] {
  if (text.length < SHORTEST) return NOTHING;
  const kinds: PersonalFinding['kind'][] = [];
  if (idNumbersIn(text).length > 0 && !(field === 'uscc' && isUscc(text))) kinds.push('id-number');
  if (PHONE.test(mayHoldPhone(text, path, field))) kinds.push('phone');
  return kinds;
}

/** The part of a text in which eleven digits mean a phone: not a serial number of the publisher's, and not a path on its server. */
function mayHoldPhone(text: string, path: string, field: string): string {
  if (field === 'id' && !/(^|\.)person\.id$/.test(path)) return '';
  return isWebAddress(text) ? text.slice(`${text}?`.indexOf('?')) : text;
}

const isWebAddress = (value: unknown): boolean => typeof value === 'string' && /^[a-z]+:\/\//.test(value);
