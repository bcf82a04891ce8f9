import { z } from 'zod';
import { ruled } from '../malformed.ts';

/**
 * 统一社会信用代码, GB 32100-2015: 18 characters, [1] 登记管理部门 · [2] 机构类别 · [3–8] 行政区划 · [9–17] 主体标识码 · [18] check.
 * Shown by the standard's own check: weights 3^(i-1) mod 31 over an alphabet of 31 without I O S V Z.
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The check character that belongs to the first 17 characters, or undefined where one is outside the alphabet. */
export function usccCheckCharacter(first17: string): string | undefined {
  if (first17.length !== 17) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = ALPHABET.indexOf(first17[i]!);
    if (value < 0) return undefined;
    sum += value * WEIGHTS[i]!;
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}

export const isUscc = (s: string): boolean => s.length === 18 && usccCheckCharacter(s.slice(0, 17)) === s[17];

/** Check character of the 9-character 组织机构代码 inside (GB 11714): `X` for 10, `0` for 11. */
export function organisationCheckCharacter(first8: string): string | undefined {
  if (!/^[0-9A-Z]{8}$/.test(first8)) return undefined;
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += Number.parseInt(first8[i]!, 36) * weights[i]!;
  const c = 11 - (sum % 11);
  return c === 10 ? 'X' : c === 11 ? '0' : String(c);
}

export const Uscc = z
  .string()
  .refine(
    isUscc,
    ruled('USCC', '统一社会信用代码 (GB 32100-2015): 18 characters with a right check character / 18 位且校验码正确'),
  )
  .describe('统一社会信用代码 (GB 32100-2015), 18 characters with a right check character');
export type Uscc = z.infer<typeof Uscc>;
