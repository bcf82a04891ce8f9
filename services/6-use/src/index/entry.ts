import { type ApplicationForm, archivalYear, type Identity, type PackageIndex } from '@guidang/contracts';
import type { Held } from '../package/holdings.ts';
import { cut, cutFinely, folded } from './cutter.ts';
import type { Leaf } from './leaves.ts';
import type { Descriptions } from './read-package.ts';
import { vectorOf, type Weighted } from './vector.ts';

/** A case as it stands in the index. Nothing here names a person but `people`, which can be forgotten. */
export interface Entry {
  readonly case: string;
  readonly referenceCode: string;
  /** content name of the package */
  readonly package: string;
  readonly index: PackageIndex;
  readonly year: number;
  /** 共享类型; null where the package does not hold the scheme */
  readonly sharing: string | null;
  /** names and codes as they are compared, a line each: what is searched for parts of words */
  readonly text: string;
  /** what is searched for words: a tsvector */
  readonly words: string;
  readonly wordCount: number;
  readonly people: PersonalEntry | null;
}

export interface PersonalEntry {
  /** with it, whoever shows their identity number can be recognised as the applicant the chain speaks of */
  readonly salt: string;
  readonly text: string;
  /** words of the case and of the people in it, so that both can be searched for together */
  readonly words: string;
  readonly people: readonly { readonly role: Role; readonly name: string; readonly identity: Identity }[];
}
export type Role = 'applicant' | 'legal-person' | 'agent';

const MOST_TEXT = 200_000;

/** Makes the entry of a stored case from its package and from what its link says. Pure: the same case gives the same entry. */
export function entryOf(held: Held, index: PackageIndex, descriptions: Descriptions): Entry {
  const { head, closedAt, files } = index;
  const { materials, process, form, scheme } = descriptions;
  const titles = files.map(({ title }) => title);
  const fileNames = materials.flatMap(({ attributes }) => attributes.original ?? []);
  const texts: Weighted[] = [
    { weight: 'A', texts: [held.referenceCode, head.case, head.matter.name, head.matter.code], cut: cutFinely },
    { weight: 'B', texts: titles, cut: cutFinely },
    { weight: 'C', texts: [head.department.name, ...stated(descriptions.basic, OF_THE_CASE), ...fileNames], cut },
    { weight: 'D', texts: stated(process, ['YWXW', 'CLBM', 'CLYJ']), cut },
  ];
  const { words, count } = vectorOf(texts);
  const lines = [held.referenceCode, head.case, head.matter.name, head.department.name, ...titles, ...fileNames];
  return {
    case: head.case,
    referenceCode: held.referenceCode,
    package: held.package.content,
    index,
    year: archivalYear(closedAt),
    sharing: scheme?.sharing ?? null,
    text: linesOf(lines),
    words,
    wordCount: count,
    people: form === undefined ? null : personal(form, texts),
  };
}

/** Elements of 基本信息.xml worth finding a case by; the title of the case and the applicant are not among them, since they name people. */
const OF_THE_CASE = [
  'retention_period',
  'service_type',
  'information_system_dcscription',
  'fonds_constituting_unit_name',
];

const stated = (leaves: readonly Leaf[], names: readonly string[]): string[] =>
  leaves.filter(({ name }) => names.includes(name)).map(({ text }) => text);

export const linesOf = (lines: readonly string[]): string =>
  [...new Set(lines.map(folded))].join('\n').slice(0, MOST_TEXT).toWellFormed();

function personal({ salt, applicant, legalPerson, agent }: ApplicationForm, texts: readonly Weighted[]): PersonalEntry {
  const people = (
    [
      ['applicant', applicant],
      ['legal-person', legalPerson],
      ['agent', agent],
    ] as const
  ).flatMap(([role, party]) => (party ? [{ role, name: party.name, identity: party.identity }] : []));
  const names = people.map(({ name }) => name);
  return {
    salt,
    text: linesOf(names),
    words: vectorOf([{ weight: 'A', texts: names, cut: cutFinely }, ...texts]).words,
    people,
  };
}
