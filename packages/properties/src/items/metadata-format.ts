import type { Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';
import { FORMATS } from '../metadata/formats.ts';
import { NONE } from '../parameters.ts';

function isWellFormed({ element: { kind, format }, value }: Value): boolean {
  if (kind === 'count') return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (kind === 'flag') return typeof value === 'boolean';
  return typeof value === 'string' && (format === null || FORMATS[format]!(value));
}

export const metadataFormat = metadataItem(
  {
    code: 'GD-1-3',
    zh: '元数据项数据类型、格式检测',
    en: 'type and format of metadata values',
    looksAt:
      'each value against the type and format of its element: dates that exist, whole numbers, codes with right check characters',
    fits: 'every value is of its type and format',
    basis: 'GB/T 39046-2020, GB 32100-2015, DA/T 13-2022, DA/T 46-2009; data/metadata-1.json',
    sure: 'F',
    parameters: NONE,
    codes: { WRONG_FORMAT: ['FAIL', 'not of the type or format of its element'] },
    more: (values) => ({ formatted: values.filter(({ element }) => element.format !== null).length }),
  },
  (values, told) =>
    told(
      'WRONG_FORMAT',
      values.filter((one) => !isWellFormed(one)),
      ({ element: { kind, format } }) => format ?? kind,
    ),
);
