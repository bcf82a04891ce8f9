import { CaseEvent, MatterCode, Scheme } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import {
  CITY_MATTERS,
  type CityYear,
  cityCase,
  cityCaseNumber,
  cityOrder,
  cityPeople,
  cityPosts,
  MOULDS,
  templateOf,
} from '../src/city/index.ts';
import { matterCode, schemeOf } from '../src/matters/index.ts';
import { DEPARTMENTS } from '../src/people/index.ts';

const YEAR: CityYear = { seed: 'city', cases: 5_000, until: new Date('2026-11-01T00:00:00Z') };

describe('a city', () => {
  it('has 24 departments and 491 matters, each with a code of its own, every department with some', () => {
    expect(Object.keys(DEPARTMENTS)).toHaveLength(24);
    expect(new Set(Object.values(DEPARTMENTS).map(({ fonds }) => fonds)).size).toBe(24);
    const codes = CITY_MATTERS.map(matterCode);
    expect(new Set(codes).size).toBe(491);
    for (const code of codes) expect(MatterCode.safeParse(code).success, code).toBe(true);
    expect(new Set(CITY_MATTERS.map(({ department }) => department)).size).toBe(24);
    expect(new Set(CITY_MATTERS.map(({ name, department }) => `${department} ${name}`)).size).toBe(491);
  });
  it('has a scheme for each of them, and a template for each mould', () => {
    for (const matter of CITY_MATTERS) expect(Scheme.safeParse(schemeOf(matter)).success, matter.name).toBe(true);
    // Registry gives what is configured through it version 1; cases that go by another would find no scheme.
    for (const matter of CITY_MATTERS.filter(({ id }) => id.startsWith('m-'))) expect(schemeOf(matter).version).toBe(1);
    for (const { mould } of MOULDS) expect(templateOf(mould)).toMatchObject({ validFrom: expect.any(String) });
  });
  it('has people with posts: everybody holds posts that there are, some several, and no post is of nobody', () => {
    const posts = new Set(cityPosts().map(({ id }) => id));
    const held = cityPeople('city').flatMap((person) => person.posts);
    expect(held.filter((id) => !posts.has(id))).toEqual([]);
    expect([...posts].filter((id) => !held.includes(id))).toEqual([]);
    expect(cityPeople('city')).toEqual(cityPeople('city'));
  });
});

describe('a year of its cases', () => {
  const numbers = Array.from({ length: 5_000 }, (_, index) => cityCaseNumber(YEAR, index));
  it('has numbers of their own, spread over the year and over most matters', () => {
    expect(new Set(numbers).size).toBe(5_000);
    const months = Map.groupBy(numbers, (number) => number.slice(31, 37));
    expect(months.size).toBeGreaterThanOrEqual(12);
    const byMatter = Map.groupBy(numbers, (number) => number.slice(0, 31));
    expect(byMatter.size).toBeGreaterThan(400);
  });
  it.each([0, 250, 1_234, 2_500, 4_990])(
    'case %i is told in events of the contract, before the year ends, and the same again',
    async (index) => {
      const [plan, again] = [await cityCase(YEAR, index), await cityCase(YEAR, index)];
      expect(plan.case).toBe(numbers[index]);
      for (const event of plan.events) expect(CaseEvent.safeParse(event).success).toBe(true);
      expect(plan.events.at(-1)!.time < YEAR.until.toISOString()).toBe(true);
      expect(again.events).toEqual(plan.events);
      expect(plan.files.length).toBeLessThan(14);
    },
  );
});

describe('the order in which a year is told', () => {
  it.each([1, 2, 7, 60, 100, 491, 5_000])('has each of %i cases once', (count) => {
    expect(cityOrder(count).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
  });
  it('leaves no month empty once a hundred of five thousand are told, and has some that are still open among them', () => {
    const told = cityOrder(5_000).slice(0, 100);
    for (let month = 0; month < 12; month += 1)
      expect(told.filter((index) => Math.floor((index * 12) / 5_000) === month).length).toBeGreaterThanOrEqual(6);
    expect(told.some((index) => index >= 5_000 - Math.ceil(5_000 / 60))).toBe(true);
  });
});
