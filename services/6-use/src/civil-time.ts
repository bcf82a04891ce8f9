const SHANGHAI_MS = 8 * 3_600_000;

/** `yyyy-MM-dd HH:mm` by the clock of Asia/Shanghai (UTC+8; no summer time since 1991). */
export const civilTime = (rfc3339: string): string =>
  new Date(Date.parse(rfc3339) + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ');

/** `yyyy-MM-dd` by the same clock. */
export const civilDate = (rfc3339: string): string => civilTime(rfc3339).slice(0, 10);
