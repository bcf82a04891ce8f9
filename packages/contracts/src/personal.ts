import { isIdNumber } from './codes/id-number.ts';
import { isUscc } from './codes/uscc.ts';

/** Something personal found in the open: where, and what kind. The value itself is never repeated. */
export interface PersonalFinding {
  field: string;
  kind: 'id-number' | 'phone' | 'name-field';
}

/** Fields that by their name hold a person's name or address; they belong into the case's form object, not into a record. */
const NAME_FIELDS = new Set([
  'applicantname',
  'personname',
  'fullname',
  'realname',
  'legalman',
  'legalperson',
  'idnumber',
  'idcard',
  'cardno',
  'phone',
  'mobile',
  'telephone',
  'address',
  'email',
  '姓名',
  '申请人姓名',
  '身份证号',
  '证件号码',
  '手机号',
  '联系电话',
  '住址',
  '地址',
]);

/** Fields whose values are digests or codes in which digit runs mean nothing personal. */
const CODE_FIELDS = new Set([
  'sha256',
  'sm3',
  'content',
  'previous',
  'id',
  'case',
  'matter',
  'traceparent',
  'signature',
  'token',
  'root',
  'note',
  'reference',
  'chain',
]);

const ID_CANDIDATE = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g;
const PHONE = /(?<![0-9A-Za-z.:_-])1[3-9]\d{9}(?![0-9A-Za-z_-])/;

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
    if (CODE_FIELDS.has(field)) return;
    for (const match of value.matchAll(ID_CANDIDATE)) {
      if (isIdNumber(match[0]) && !isUscc(match[0])) found.push({ field: path, kind: 'id-number' });
    }
    if (PHONE.test(value)) found.push({ field: path, kind: 'phone' });
  } else if (typeof value === 'number') {
    if (isIdNumber(String(value))) found.push({ field: path, kind: 'id-number' });
    else if (PHONE.test(String(value)) && field !== 'size' && field !== 'offset' && field !== 'bytes')
      found.push({ field: path, kind: 'phone' });
  } else if (Array.isArray(value)) {
    value.forEach((v, i) => {
      walk(v, `${path}[${i}]`, field, found);
    });
  } else if (value !== null && typeof value === 'object') {
    for (const [key, v] of Object.entries(value)) {
      const at = path ? `${path}.${key}` : key;
      if (NAME_FIELDS.has(key.toLowerCase()) && typeof v === 'string' && v !== '')
        found.push({ field: at, kind: 'name-field' });
      walk(v, at, key, found);
    }
  }
}
