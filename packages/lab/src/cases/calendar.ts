import type { Random } from '../random.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Offices keep the time of Asia/Shanghai, which has no summer time. */
const SHANGHAI = 8 * 60 * MINUTE;

const isWorkday = (day: number): boolean => ![0, 6].includes(new Date(day).getUTCDay());

/** Midnight of the day in Shanghai, written as if it were UTC: a day to count with. */
const dayOf = (time: number): number => Math.floor((time + SHANGHAI) / DAY) * DAY;

/** The day so many working days after (before) another. Days are as `dayOf` gives them; holidays are not known here. */
export function workdays(day: number, count: number): number {
  let at = day;
  for (let left = Math.abs(count); left > 0; ) {
    at += Math.sign(count) * DAY;
    if (isWorkday(at)) left--;
  }
  return at;
}

/** The day a case is received: 26 to 41 working days before now, so that all that happens to it lies in the past. */
export function firstDay(now: number, random: Random): number {
  return workdays(dayOf(now), -random.between(26, 41));
}

/** When people sit down to a case: one moment for each gap of working days, in order, within office hours; several on a day follow each other by the hour. */
export function sittings(first: number, gaps: readonly number[], random: Random): number[] {
  let day = first;
  let slot = -1;
  return gaps.map((gap) => {
    slot = gap > 0 ? 0 : slot + 1;
    day = workdays(day, gap);
    const minutes = 8 * 60 + 30 + slot * 55 + random.below(30);
    return day - SHANGHAI + minutes * MINUTE + random.below(60) * 1000;
  });
}

/** RFC 3339 in UTC, to the second. */
export const stamped = (time: number): string =>
  new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** 2026年01月20日, as documents have it. */
export const written = (time: number): string => {
  const [y, m, d] = new Date(dayOf(time)).toISOString().slice(0, 10).split('-');
  return `${y}年${m}月${d}日`;
};

/** 20260120, as case numbers have it. */
export const compact = (time: number): string => new Date(dayOf(time)).toISOString().slice(0, 10).replaceAll('-', '');

/** The end of office hours on a day. */
export const endOf = (day: number): number => day - SHANGHAI + (17 * 60 + 30) * MINUTE;
