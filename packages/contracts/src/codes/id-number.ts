/**
 * 公民身份号码, GB 11643-1999: 6 region + 8 birth date + 3 sequence + 1 check (ISO 7064 MOD 11-2).
 * It never travels in a record; it is here so that one in the open can be recognised and refused.
 */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the first 17 digits, or undefined where they are not 17 digits. */
export function idNumberCheckCharacter(first17: string): string | undefined {
  if (!/^\d{17}$/.test(first17)) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * WEIGHTS[i]!;
  return '10X98765432'[sum % 11];
}

function dateExists(yyyymmdd: string): boolean {
  const [y, m, d] = [Number(yyyymmdd.slice(0, 4)), Number(yyyymmdd.slice(4, 6)), Number(yyyymmdd.slice(6, 8))];
  if (y < 1850 || y > 2199 || m < 1 || m > 12 || d < 1) return false;
  return d <= new Date(Date.UTC(y, m, 0)).getUTCDate();
}

export const isIdNumber = (s: string): boolean =>
  s.length === 18 && dateExists(s.slice(6, 14)) && idNumberCheckCharacter(s.slice(0, 17)) === s[17]!.toUpperCase();
