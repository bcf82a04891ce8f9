import type { Fault, Scheme } from '@guidang/contracts';
import { faultsOfScheme } from '@guidang/properties';

const WORDS: Record<ReturnType<typeof faultsOfScheme>[number]['rule'], string> = {
  BASE_UNKNOWN: '没有此检测规则集 / there is no such base rule set',
  ITEM_UNKNOWN: '检测规则集中没有此检测项 / the base rule set has no such item',
  ITEM_LOCKED: '此检测项不得停用或降级 / this item may not be turned off or lowered',
  MODE_NOT_POSSIBLE: '此检测项须由人员或外部判定，不能设为自动 / no machine can judge this item',
  PARAMETER: '参数不符合此检测项的要求 / this item does not take these parameters',
};

/** What is wrong with the 检测方案 of a scheme, in words: cases could not be checked by it. Pure. */
export const checkFaults = (scheme: Pick<Scheme, 'check'>): Fault[] =>
  faultsOfScheme(scheme).map(({ field, rule }) => ({ field, rule, message: WORDS[rule] }));
