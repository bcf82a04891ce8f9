import type { CheckProfile } from '@guidang/contracts';
import { dayOf, isWeekend, yearOf } from './days.ts';

/** A calendar as data: data/calendar-*.json, each one never changed. */
export interface CalendarData {
  readonly id: string;
  readonly years: readonly {
    readonly year: number;
    /** whether the notice of that year, with the weekend days that are worked, was out when this was written */
    readonly announced: boolean;
    readonly off: readonly (readonly string[])[];
    readonly on: readonly string[];
  }[];
}

/** 工作日历: which days are worked. */
export interface Calendar {
  readonly id: string;
  /** Whether all days of the year are certain. */
  isKnown(year: number): boolean;
  isWorkday(day: number): boolean;
}

/** The calendar with what a scheme adds. What a scheme says of a day goes before what the data says. */
export function calendarOf(data: CalendarData, added: CheckProfile['calendar']): Calendar {
  const [off, on] = [new Set<number>(), new Set<number>()];
  for (const year of data.years) {
    for (const [from, to] of year.off) for (let day = dayOf(from!); day <= dayOf(to!); day++) off.add(day);
    for (const day of year.on) on.add(dayOf(day));
  }
  for (const text of added?.off ?? []) mark(dayOf(text), off, on);
  for (const text of added?.on ?? []) mark(dayOf(text), on, off);
  const known = new Set([
    ...data.years.filter(({ announced }) => announced).map(({ year }) => year),
    ...(added?.known ?? []),
  ]);
  return {
    id: data.id,
    isKnown: (year) => known.has(year),
    isWorkday: (day) => on.has(day) || (!off.has(day) && !isWeekend(day)),
  };
}

function mark(day: number, as: Set<number>, instead: Set<number>): void {
  as.add(day);
  instead.delete(day);
}

/**
 * Working days of a period: from the day after `from` to `to`, that day included (行政许可法 art. 82 counts working days; a period begins on the next day).
 * @returns the days counted, and the years in them that are not certain
 */
export function workdaysBetween(calendar: Calendar, from: number, to: number): { days: number[]; unsure: number[] } {
  const days: number[] = [];
  for (let day = from + 1; day <= to; day++) if (calendar.isWorkday(day)) days.push(day);
  const unsure: number[] = [];
  for (let year = yearOf(from + 1); year <= yearOf(to); year++) if (!calendar.isKnown(year)) unsure.push(year);
  return { days, unsure };
}
