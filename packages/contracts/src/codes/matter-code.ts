import { z } from 'zod';
import { ruled } from '../malformed.ts';
import { isUscc } from './uscc.ts';

/**
 * 实施编码 (31 characters, GB/T 39554.1-2020 as met in practice): 18 USCC of the 实施主体 + 1 行使层级 (1–7) + 12 基本编码.
 * The inner structure of the 12 is read from samples, so it is not enforced beyond its alphabet.
 */
export interface MatterCodeParts {
  uscc: string;
  level: string;
  catalogue: string;
}

export function parseMatterCode(code: string): MatterCodeParts | undefined {
  if (code.length !== 31) return undefined;
  const parts = { uscc: code.slice(0, 18), level: code.slice(18, 19), catalogue: code.slice(19) };
  if (!isUscc(parts.uscc) || !/^[1-7]$/.test(parts.level) || !/^[0-9A-Z]{12}$/.test(parts.catalogue)) return undefined;
  return parts;
}

export const MatterCode = z
  .string()
  .refine(
    (s) => parseMatterCode(s) !== undefined,
    ruled(
      'MATTER_CODE',
      '事项实施编码: 31 characters = 统一社会信用代码(18) + 行使层级(1–7) + 基本编码(12) / 31 位, 前 18 位须为正确的统一社会信用代码',
    ),
  )
  .describe('事项实施编码 (GB/T 39554.1-2020): 18 统一社会信用代码 + 1 行使层级 + 12 基本编码');
export type MatterCode = z.infer<typeof MatterCode>;
