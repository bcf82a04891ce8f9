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

const hasIdNumber = (text: string): boolean =>
  (text.match(ID_CANDIDATE) ?? []).some((candidate) => isIdNumber(candidate.replaceAll(/[ -]/g, '')));

/**
 * Looks for personal data in the open anywhere in a JSON value: ID numbers (GB 11643 with a right check digit), mobile numbers,
 * fields that are named after a person's data. Returns every place, by path. architecture.md §4: no personal data in any record.
 */
export function findPersonal(value: unknown, path = ''): PersonalFinding[] {
  const found: PersonalFinding[] = [];
  walk(value, path, '', found);
  return found;
}

function walk(value: unknown, path: string, field: string, found: PersonalFinding[]): void {
  if (typeof value === 'string') {
    // Full-width digits are digits to whoever reads them.
    for (const kind of kindsIn(value.normalize('NFKC'), path, field)) found.push({ field: path, kind });
  } else if (typeof value === 'number') {
    const digits = String(value);
    if (isIdNumber(digits)) found.push({ field: path, kind: 'id-number' });
    else if (PHONE.test(digits) && !COUNTING_FIELDS.has(field)) found.push({ field: path, kind: 'phone' });
  } else if (Array.isArray(value)) {
    value.forEach((v, i) => {
      walk(v, `${path}[${i}]`, field, found);
    });
  } else if (value !== null && typeof value === 'object') {
    for (const [key, v] of Object.entries(value)) inField(key, v, path, found);
  }
}

function inField(key: string, value: unknown, path: string, found: PersonalFinding[]): void {
  const inKey = kindsIn(key.normalize('NFKC'), '', '');
  const at = `${path ? `${path}.` : ''}${inKey.length > 0 ? '*' : key}`;
  for (const kind of inKey) found.push({ field: at, kind });
  if (isNameField(key) && value !== null && value !== '' && !isWebAddress(value))
    found.push({ field: at, kind: 'name-field' });
  walk(value, at, key, found);
}

function kindsIn(text: string, path: string, field: string): readonly PersonalFinding['kind'][] {
  // A case number may be region, date and serial: eighteen digits that look like a person born yesterday.
  if (field === 'case' || text.length < SHORTEST) return NOTHING;
  const kinds: PersonalFinding['kind'][] = [];
  if (hasIdNumber(text) && !(field === 'uscc' && isUscc(text))) kinds.push('id-number');
  if (PHONE.test(mayHoldPhone(text, path, field))) kinds.push('phone');
  return kinds;
}

/** The part of a text in which eleven digits mean a phone: not a serial number of the publisher's, and not a path on its server. */
function mayHoldPhone(text: string, path: string, field: string): string {
  if (field === 'id' && !/(^|\.)person\.id$/.test(path)) return '';
  return isWebAddress(text) ? text.slice(`${text}?`.indexOf('?')) : text;
}

const isWebAddress = (value: unknown): boolean => typeof value === 'string' && /^[a-z]+:\/\//.test(value);
