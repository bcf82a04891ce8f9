import type { ProcessStepCode } from '../matters/index.ts';
import type { Random } from '../random.ts';
import { nameOf } from './applicant.ts';
import type { Basis } from './basis.ts';
import { written } from './calendar.ts';

export type Values = Record<string, string>;

/** 20260120 as documents have it. */
const dated = (yyyymmdd: string): string => `${yyyymmdd.slice(0, 4)}年${yyyymmdd.slice(4, 6)}月${yyyymmdd.slice(6)}日`;

/** What stands on papers that the applicant brings. Nothing of the single case in them, so that two cases can share one. */
export function broughtBy({ applicant, day }: Basis, random: Random): Values {
  const { person, company } = applicant;
  return {
    name: nameOf(applicant),
    idNumber: company?.uscc ?? person.idNumber,
    date: written(day),
    serial: `GH-${random.digits(4)}-${random.digits(3)}`,
  };
}

export const identityCard = ({ applicant: { person }, day }: Basis): Values => ({
  name: person.name,
  gender: person.gender,
  birth: dated(person.birth),
  address: person.address,
  idNumber: person.idNumber,
  date: written(day),
});

/** Certificates and licences were issued years before. */
export const earlier = (random: Random): string =>
  dated(`${random.between(2014, 2024)}${String(random.between(1, 12)).padStart(2, '0')}${random.between(10, 28)}`);

export function businessLicence({ applicant: { person, company } }: Basis, random: Random): Values {
  const { name, uscc, address } = company ?? { name: person.name, uscc: person.idNumber, address: person.address };
  return { company: name, uscc, name: person.name, address, date: earlier(random) };
}

export function applicationForm({ applicant: { person, company }, form, matter, number, day }: Basis): Values {
  return {
    number,
    name: person.name,
    gender: person.gender,
    birth: dated(person.birth),
    idNumber: person.idNumber,
    phone: person.phone,
    address: company?.address ?? person.address,
    company: company?.name ?? '',
    uscc: company?.uscc ?? '',
    date: written(day),
    matter: matter.name,
    ...Object.fromEntries(form.fields.map(({ value }, i) => [`field${i}`, value])),
  };
}

export function notice({ applicant, department, matter, number, day, at }: Basis, random: Random): Values {
  return {
    department: department.name,
    serial: `莞受理〔${yearOf(at.receive)}〕${random.digits(4)}号`,
    body: `${nameOf(applicant)}：\n　　你（单位）于${written(day)}提出的${matter.name}申请，办件编号${number}，材料齐全、符合法定形式，根据《中华人民共和国行政许可法》第三十二条规定，现予受理。承诺办结时限为${matter.promisedDays ?? 1}个工作日，办理进度可凭办件编号查询。`,
    date: written(at.receive),
  };
}

export function refusal(basis: Basis, serial: string): Values {
  const { applicant, department, matter, number, day, at } = basis;
  return {
    department: department.name,
    serial,
    body: `${nameOf(applicant)}：\n　　你（单位）于${written(day)}提出的${matter.name}申请，办件编号${number}，经审查不符合法定条件、标准，根据《中华人民共和国行政许可法》第三十八条第二款规定，决定不予批准。\n　　如对本决定不服，可自收到本决定书之日起六十日内申请行政复议，或者六个月内提起行政诉讼。`,
    date: written(at.close),
  };
}

export function approval({ applicant, department, matter, number, at, handling }: Basis): Values {
  const step = (code: ProcessStepCode, time: number): Values => ({
    [`${code}Opinion`]: handling[code].opinion,
    [`${code}Officer`]: handling[code].officer,
    [`${code}Date`]: written(time),
  });
  return {
    number,
    matter: matter.name,
    applicant: nameOf(applicant),
    department: department.name,
    ...step('accept', at.receive),
    ...step('review', at.review),
    ...step('decide', at.decide),
  };
}

export function licence({ applicant, department, form, at, matter }: Basis, serial: string): Values {
  const { person, company } = applicant;
  return {
    serial,
    holder: nameOf(applicant),
    // A licence that hangs on a wall shows the number of a unit whole, that of a person in part.
    holderCode: company?.uscc ?? `${person.idNumber.slice(0, 6)}********${person.idNumber.slice(-4)}`,
    address: company?.address ?? person.address,
    scope: form.fields[0]!.value,
    department: department.name,
    issued: written(at.close),
    validity: matter.result.years === null ? '长期' : `至${written(validUntil(at.close, matter.result.years))}`,
  };
}

/** The same day so many years on, less one. */
export function validUntil(time: number, years: number): number {
  const until = new Date(time);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until.getTime() - 24 * 3_600_000;
}

export const yearOf = (time: number): string => written(time).slice(0, 4);
