const SHANGHAI_MS = 8 * 3_600_000;

/** `yyyy-MM-dd HH:mm:ss` by the clock of Asia/Shanghai (UTC+8), as people and layout A write it. */
export const civilTime = (rfc3339: string): string =>
  new Date(Date.parse(rfc3339) + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');

/** `yyyy-MM-dd` by the same clock. */
export const civilDate = (rfc3339: string): string => civilTime(rfc3339).slice(0, 10);
