import { z } from 'zod';

/**
 * 办件编号. GB/T 39046-2020 says an..50; the form met in Dongguan's region is 31 (实施编码) + YYYYMMDD + 4-digit serial = 43.
 * We take any an..50 that is safe as a key, a file name and a URL part, and recognise the 43-character form.
 */
export const CaseNumber = z
  .string()
  .regex(
    /^[0-9A-Z][0-9A-Z-]{5,49}$/,
    '办件编号: 6–50 capitals, digits and hyphens (GB/T 39046: an..50) / 6–50 位大写字母、数字或连字符',
  )
  .describe('办件编号 (GB/T 39046-2020, an..50): 6 to 50 capitals, digits and hyphens');
export type CaseNumber = z.infer<typeof CaseNumber>;

export interface CaseNumberParts {
  matter: string;
  date: string;
  serial: string;
}

/** The parts of a 43-character case number, or undefined where it has another form. */
export function parseCaseNumber(s: string): CaseNumberParts | undefined {
  if (!/^[0-9A-Z]{31}(19|20)\d{6}\d{4}$/.test(s)) return undefined;
  return { matter: s.slice(0, 31), date: s.slice(31, 39), serial: s.slice(39) };
}
