import { describe, expect, it } from 'vitest';
import { calendarOf, workdaysBetween } from '../src/calendar/calendar.ts';
import { dayAt, dayOf, isWeekend, textOf } from '../src/calendar/days.ts';
import { CALENDARS } from '../src/rules/calendars.ts';

const CN = CALENDARS.get('cn@1')!;
const plain = calendarOf(CN, undefined);
const workdays = (from: string, to: string, calendar = plain): number =>
  workdaysBetween(calendar, dayOf(from), dayOf(to)).days.length;

describe('days', () => {
  it('are those of Shanghai', () => {
    expect(textOf(dayAt(Date.parse('2026-03-01T15:59:59Z')))).toBe('2026-03-01');
    expect(textOf(dayAt(Date.parse('2026-03-01T15:59:59.999Z')))).toBe('2026-03-01');
    expect(textOf(dayAt(Date.parse('2026-03-01T16:00:00Z')))).toBe('2026-03-02');
  });

  it.each([
    ['2026-03-06', false],
    ['2026-03-07', true],
    ['2026-03-08', true],
    ['2026-03-09', false],
    ['1969-12-28', true],
  ])('%s is a weekend: %s', (day, weekend) => expect(isWeekend(dayOf(day))).toBe(weekend));
});

describe('the calendar of 2025 to 2027', () => {
  it.each([
    ['a day on which everybody works', '2026-03-02', true],
    ['a Saturday', '2026-03-07', false],
    ['春节', '2026-02-17', false],
    ['the last day of 春节, a Monday', '2026-02-23', false],
    ['the Saturday before, which is worked', '2026-02-14', true],
    ['a Saturday after, which is worked', '2026-02-28', true],
    ['国庆节 and 中秋节 of 2025', '2025-10-08', false],
    ['a Sunday that is worked for it', '2025-09-28', true],
    ['the Sunday after New Year, which is worked', '2026-01-04', true],
  ])('%s', (_, day, works) => expect(plain.isWorkday(dayOf(day))).toBe(works));

  it('has spans that lie in their year, in order, and days worked that are weekends', () => {
    for (const { year, off, on } of CN.years) {
      for (const [from, to] of off) {
        expect(from!.slice(0, 4)).toBe(String(year));
        expect(dayOf(to!)).toBeGreaterThanOrEqual(dayOf(from!));
      }
      for (const day of on) expect(isWeekend(dayOf(day)), day).toBe(true);
    }
  });

  it('has 248 working days in 2025 and as many in 2026', () => {
    // 365 days, 104 weekend days, 28 days off with the 5 days worked for them in 2025; 2026 likewise by the notice.
    expect([workdays('2024-12-31', '2025-12-31'), workdays('2025-12-31', '2026-12-31')]).toEqual([248, 248]);
  });
});

describe('a period', () => {
  it('begins on the day after, and counts its last day', () => {
    expect(workdays('2026-03-02', '2026-03-02')).toBe(0);
    expect(workdays('2026-03-02', '2026-03-03')).toBe(1);
    expect(workdays('2026-03-06', '2026-03-09')).toBe(1);
    expect(workdays('2026-02-13', '2026-02-24')).toBe(2);
  });

  it('says which years are not certain', () => {
    const unsure = (from: string, to: string, calendar = plain) =>
      workdaysBetween(calendar, dayOf(from), dayOf(to)).unsure;
    expect(unsure('2026-12-01', '2026-12-31')).toEqual([]);
    expect(unsure('2026-12-31', '2027-01-01')).toEqual([2027]);
    expect(unsure('2026-12-01', '2028-01-01')).toEqual([2027, 2028]);
    // The first day that counts is the last of a year that is not known.
    expect(unsure('2024-12-30', '2025-01-02')).toEqual([2024]);
    expect(unsure('2024-12-31', '2025-01-02')).toEqual([]);
    const added = calendarOf(CN, { off: ['2027-02-09'], on: ['2027-02-20'], known: [2027] });
    expect(unsure('2026-12-31', '2027-03-01', added)).toEqual([]);
  });

  it('takes what a scheme says of a day before what the data says', () => {
    const added = calendarOf(CN, { off: ['2026-03-03', '2026-02-28'], on: ['2026-03-07', '2026-10-01'], known: [] });
    expect(['2026-03-03', '2026-02-28', '2026-03-07', '2026-10-01'].map((day) => added.isWorkday(dayOf(day)))).toEqual([
      ...[false, false, true, true],
    ]);
  });
});
