const DAY_MS = 24 * 3_600_000;
/** Offices keep the time of Asia/Shanghai, which has no summer time. */
const SHANGHAI_MS = 8 * 3_600_000;

/** A day in Shanghai as the number of days since 1970: what working days are counted with. */
export const dayAt = (time: number): number => Math.floor((time + SHANGHAI_MS) / DAY_MS);
/** @param text YYYY-MM-DD */
export const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY_MS;
export const textOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const yearOf = (day: number): number => new Date(day * DAY_MS).getUTCFullYear();
/** 1970-01-01 was a Thursday. */
export const isWeekend = (day: number): boolean => [0, 6].includes((((day + 4) % 7) + 7) % 7);
