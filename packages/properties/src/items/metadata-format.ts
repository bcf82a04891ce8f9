import type { Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';

function isWellFormed({ element: { kind, wellFormed }, value }: Value): boolean {
  if (kind === 'count') return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (kind === 'flag') return typeof value === 'boolean';
  return typeof value === 'string' && (wellFormed?.(value) ?? true);
}

export const metadataFormat = metadataItem(
  {
    code: 'GD-1-3',
    zh: '元数据项数据类型、格式检测',
    en: 'type and format of metadata values',
    looksAt:
      'each value against the type and format of its element: dates that exist, whole numbers, codes with right check characters',
    fits: 'every value is of its type and format',
    basis: 'GB/T 39046-2020, GB 32100-2015, DA/T 13-2022, DA/T 46-2009',
    sure: 'F',
    codes: { WRONG_FORMAT: ['FAIL', 'not of the type or format of its element'] },
  },
  (values, told) =>
    told(
      'WRONG_FORMAT',
      values.filter((one) => !isWellFormed(one)),
    ),
);
