import { type Retention, retentionYears } from './reference-code.ts';

const SHANGHAI_MS = 8 * 3_600_000;

/** 年度 a case belongs to: the year of its closing by the clock of Asia/Shanghai (UTC+8; no summer time since 1991). */
export const archivalYear = (closedAt: string): number => new Date(Date.parse(closedAt) + SHANGHAI_MS).getUTCFullYear();

/** The last second of a year in Asia/Shanghai, RFC 3339 in UTC. */
export const endOfYear = (year: number): string => `${String(year).padStart(4, '0')}-12-31T15:59:59Z`;

/** When retention ends: with the last second of the year that lies as many years after the year of closing; null for 永久 (decision 0004). */
export function retainUntil(closedAt: string, retention: Retention): string | null {
  const years = retentionYears(retention);
  return years === null ? null : endOfYear(archivalYear(closedAt) + years);
}
