import type { Finding, ProcessStep, Scheme } from '@guidang/contracts';
import { z } from 'zod';
import { type Calendar, workdaysBetween } from '../calendar/calendar.ts';
import { dayAt, textOf } from '../calendar/days.ts';
import type { CaseFacts } from '../facts.ts';
import { item, type Say } from '../item.ts';

const codes = {
  WITHIN_LIMITS: ['PASS', 'closed within every limit of the matter, and by the day that was promised'],
  OVER_STATUTORY: ['FAIL', 'it took more working days than the law allows (法定办结时限)'],
  OVER_PROMISED: ['FAIL', 'it took more working days than the matter promises (承诺办结时限)'],
  AFTER_PROMISED_DAY: ['FAIL', 'closed after the day that this applicant was promised'],
  NO_LIMITS: ['NOT_APPLICABLE', 'the matter has no limit, and none was promised'],
  CALENDAR_UNKNOWN: [
    'NOT_RUN',
    'days of the period are not certain: the holidays of that year are not in the calendar',
  ],
  TIMES_UNKNOWN: ['NOT_RUN', 'when it was accepted or closed is no time; see GD-1-3'],
  SCHEME_UNKNOWN: ['NOT_RUN', 'nothing says which limits there are'],
} as const;
type Code = keyof typeof codes;

/** Days on which only a step ran that the law does not count (听证, 检验, 专家评审: 行政许可法 art. 45). */
function excludedDays(steps: readonly ProcessStep[], excluded: readonly string[]): Set<number> {
  const days = new Set<number>();
  for (const { step, startedAt, endedAt } of steps) {
    if (!excluded.includes(step) || endedAt === undefined) continue;
    for (let day = dayAt(Date.parse(startedAt)); day <= dayAt(Date.parse(endedAt)); day++) days.add(day);
  }
  return days;
}

function judged(
  say: Say<Code>,
  { limits }: Scheme,
  { dossier: { head, steps, closing } }: CaseFacts,
  calendar: Calendar,
  excluded: readonly string[],
): Finding[] {
  const { statutoryWorkingDays: statutory, promisedWorkingDays: promised } = limits;
  const [accepted, closed] = [Date.parse(head.acceptedAt), Date.parse(closing.closedAt)];
  const by = Date.parse(head.promisedAt ?? '');
  const untold = Number.isNaN(by);
  if (Number.isNaN(accepted) || Number.isNaN(closed))
    return [say('TIMES_UNKNOWN', 'case', { accepted: !Number.isNaN(accepted), closed: !Number.isNaN(closed) })];
  if (statutory === null && promised === null && untold)
    return [say('NO_LIMITS', 'case', { statutory, promised, promisedDay: null })];
  // A promise for a time before acceptance is none; GD-1-5 tells of it.
  const late = !untold && by >= accepted && dayAt(closed) > dayAt(by);
  const lateFor = late
    ? [say('AFTER_PROMISED_DAY', 'case', { promised: textOf(dayAt(by)), closed: textOf(dayAt(closed)) })]
    : [];
  const without = excludedDays(steps, excluded);
  const { days, unsure } = workdaysBetween(calendar, dayAt(accepted), dayAt(closed));
  const taken = days.filter((day) => !without.has(day)).length;
  const counted = { workingDays: taken, excluded: days.length - taken, calendar: calendar.id };
  if (unsure.length > 0 && (statutory !== null || promised !== null))
    return [...lateFor, say('CALENDAR_UNKNOWN', 'case', { ...counted, years: unsure.map(String) })];
  const faults = [
    ...(statutory !== null && taken > statutory
      ? [say('OVER_STATUTORY', 'case', { ...counted, limit: statutory })]
      : []),
    ...(promised !== null && taken > promised ? [say('OVER_PROMISED', 'case', { ...counted, limit: promised })] : []),
    ...lateFor,
  ];
  return faults.length > 0 ? faults : [say('WITHIN_LIMITS', 'case', { ...counted, statutory, promised })];
}

export const timeLimits = item(
  {
    code: 'GD-LOCAL-LIMIT',
    zh: '办理时限符合性检测',
    en: 'the case was closed within its time limits',
    property: 'integrity',
    level: 'WARN',
    mode: 'AUTO',
    looksAt:
      'working days from acceptance to closing, by the calendar of holidays and days worked (调休), against 法定 and 承诺办结时限 of the scheme; the day of closing against the day promised. `excluded`: steps whose days do not count (听证, 检验, 专家评审)',
    basis: 'ours: 行政许可法 art. 42, 45, 82 (recalled); scheme; data/calendar-cn-1.json',
    sure: 'local',
    built: 'yes',
    parameters: z.strictObject({ excluded: z.array(z.string()) }),
    codes,
  },
  ['case'],
  (say, { excluded }) => ({
    case: (facts, calendar) =>
      facts.scheme
        ? judged(say, facts.scheme, facts, calendar, excluded)
        : [say('SCHEME_UNKNOWN', 'case', { closed: facts.dossier.closing.closedAt })],
  }),
);
