import cn from '../../data/calendar-cn-1.json' with { type: 'json' };
import type { CalendarData } from '../calendar/calendar.ts';

/** Calendars by id. None is ever taken out. */
export const CALENDARS: ReadonlyMap<string, CalendarData> = new Map([cn].map((calendar) => [calendar.id, calendar]));
