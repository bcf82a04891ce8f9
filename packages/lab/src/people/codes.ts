import { idNumberCheckCharacter, organisationCheckCharacter, usccCheckCharacter } from '@guidang/contracts';
import type { Random } from '../random.ts';
import { REGION } from './towns.ts';

/** 公民身份号码 (GB 11643-1999) of nobody: right region, date and check character, the rest by chance. */
export function idNumber(birth: string, gender: '男' | '女', random: Random, region = REGION): string {
  const sequence = random.between(10, 499) * 2 + (gender === '男' ? 1 : 0);
  const first = `${region}${birth}${String(sequence).padStart(3, '0')}`;
  return first + idNumberCheckCharacter(first)!;
}

/**
 * 统一社会信用代码 (GB 32100-2015) from its first two characters (`11` 机关, `91` 企业), the region and the first eight characters of the
 * 组织机构代码. Both check characters are right.
 */
export function uscc(kind: string, organisation: string, region = REGION): string {
  const first = `${kind}${region}${organisation}${organisationCheckCharacter(organisation)}`;
  const check = usccCheckCharacter(first);
  if (check === undefined) throw new RangeError(`not of the alphabet of GB 32100: ${first}`);
  return first + check;
}
