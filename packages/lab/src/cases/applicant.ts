import { ApplicationForm, UNIT_ID } from '@guidang/contracts';
import type { Matter } from '../matters/matter.ts';
import { type Company, company } from '../people/companies.ts';
import { type Person, person } from '../people/persons.ts';
import type { Random } from '../random.ts';

/** Everybody a case names. None of this may stand in a record. */
export interface Applicant {
  /** who applies, or the legal representative of the company that does */
  person: Person;
  company: Company | null;
  /** 代办人 */
  agent: Person | null;
  /** those a roster lists */
  others: readonly Person[];
  /** bank account that payments go to */
  account: string;
}

const TRADES: Readonly<Record<string, string>> = {
  'construction-planning-permit': '房地产开发',
  'food-permit': '餐饮服务',
  'public-place-hygiene': '酒店管理',
  'private-school': '教育咨询',
  'road-freight': '物流运输',
};

export function applicantFor(m: Matter, random: Random): Applicant {
  const ages = m.id === 'elder-allowance' ? { youngest: 80, eldest: 103 } : {};
  const applies = m.applicant === '2' ? company(random.fork('company'), TRADES[m.id]) : null;
  const named = random.fork('others');
  return {
    person: applies?.legalPerson ?? person(random.fork('person'), ages),
    company: applies,
    agent: random.chance(m.id === 'elder-allowance' ? 0.6 : 0.15) ? person(random.fork('agent')) : null,
    others: m.items.some(({ name }) => name.includes('名册'))
      ? Array.from({ length: named.between(9, 24) }, (_, i) => person(named.fork(i)))
      : [],
    account: `6217${random.digits(15)}`,
  };
}

/** Who stands in the first place of every document: 姓名 or 单位名称. */
export const nameOf = ({ person: { name }, company: unit }: Applicant): string => unit?.name ?? name;

/** 申请表单 of the case as the object that travels in place of all this. */
export function formOf(
  number: string,
  { person: who, company: unit, agent }: Applicant,
  fields: readonly (readonly [string, string])[],
  salt: string,
): ApplicationForm {
  const party = ({ name, idNumber, phone, address }: Person) => ({
    name,
    identity: { type: '111', number: idNumber },
    phone,
    address,
  });
  return ApplicationForm.parse({
    type: 'application-form',
    version: 1,
    case: number,
    salt,
    applicant: unit
      ? { name: unit.name, identity: { type: UNIT_ID, number: unit.uscc }, phone: who.phone, address: unit.address }
      : party(who),
    ...(unit && { legalPerson: party(who) }),
    ...(agent && { agent: party(agent) }),
    fields: fields.map(([name, value]) => ({ name, value })),
  } satisfies ApplicationForm);
}

/** Every text that would give somebody away if it stood in a record: names, numbers, phones, addresses. */
export function personalOf({ person: who, company: unit, agent, others, account }: Applicant): string[] {
  const texts = [who, ...(agent ? [agent] : []), ...others].flatMap((one) => [
    one.name,
    one.idNumber,
    one.phone,
    one.address,
  ]);
  return [...new Set([...texts, ...(unit ? [unit.name, unit.uscc, unit.address] : []), account])];
}
