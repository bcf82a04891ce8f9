import { DEPARTMENTS } from '../people/departments.ts';
import { person } from '../people/persons.ts';
import { Random } from '../random.ts';

/** Somebody who works in the city, with the posts they hold. */
export interface CityPerson {
  readonly account: string;
  readonly name: string;
  /** 统一社会信用代码; null: of the city's archives */
  readonly department: string | null;
  readonly posts: readonly string[];
}
export interface CityPost {
  readonly id: string;
  readonly role: string;
  readonly title: string;
  readonly department: string | null;
}

const CITY_POSTS: readonly CityPost[] = [
  { id: 'city-archivist', role: 'archivist', title: '市级档案管理员', department: null },
  { id: 'city-reviewer', role: 'reviewer', title: '市级复核员', department: null },
  { id: 'city-operator', role: 'operator', title: '运行值守员', department: null },
];

/** Posts of the city and of each department: two that file, one that reviews, one that keeps the department's archives. */
export const cityPosts = (): CityPost[] => [
  ...CITY_POSTS,
  ...Object.entries(DEPARTMENTS).flatMap(([id, { name, uscc }]) => [
    { id: `${id}-filer`, role: 'filer', title: `${name}归档员`, department: uscc },
    { id: `${id}-reviewer`, role: 'reviewer', title: `${name}复核员`, department: uscc },
    { id: `${id}-archivist`, role: 'archivist', title: `${name}档案管理员`, department: uscc },
  ]),
];

/** People with posts: one has several, and a post has several. */
export function cityPeople(seed: string): CityPerson[] {
  const named = (account: string): string => person(new Random(`${seed}/people/${account}`)).name;
  const one = (account: string, department: string | null, ...posts: string[]): CityPerson => ({
    ...{ account, name: named(account), department, posts },
  });
  return [
    ...[1, 2, 3].map((n) => one(`city-archivist-${n}`, null, 'city-archivist')),
    ...[1, 2].map((n) => one(`city-reviewer-${n}`, null, 'city-reviewer')),
    ...[1, 2].map((n) => one(`city-operator-${n}`, null, 'city-operator')),
    ...Object.entries(DEPARTMENTS).flatMap(([id, { uscc }]) => [
      one(`${id}-1`, uscc, `${id}-filer`),
      one(`${id}-2`, uscc, `${id}-filer`, `${id}-archivist`),
      one(`${id}-3`, uscc, `${id}-reviewer`),
    ]),
  ];
}
