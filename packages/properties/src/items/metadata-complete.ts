import { isFilled } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';

export const metadataComplete = metadataItem(
  {
    code: 'GD-2-3',
    zh: '元数据项完整性检测',
    en: 'metadata elements are complete',
    property: 'integrity',
    looksAt: 'whether every required element is there at all',
    fits: 'no element is missing',
    basis: 'GB/T 18894-2016 6.2.2, DA/T 46-2009, GB/T 39046-2020 (mapping: standards/4b)',
    sure: 'F',
    codes: { ELEMENT_MISSING: ['FAIL', 'a required element is not there'] },
  },
  (values, told) =>
    told(
      'ELEMENT_MISSING',
      values.filter(({ element, value }) => element.required && value === undefined),
    ),
  true,
);

export const metadataFilled = metadataItem(
  {
    code: 'GD-2-4',
    zh: '元数据必填著录项目检测',
    en: 'required metadata is filled in',
    property: 'integrity',
    looksAt: 'whether every required element has a value that is not blank',
    fits: 'no required element is empty',
    basis: 'GB/T 18894-2016 6.2.2, DA/T 46-2009, GB/T 39046-2020 (mapping: standards/4b)',
    sure: 'F',
    codes: { ELEMENT_EMPTY: ['FAIL', 'a required element is empty'] },
  },
  (values, told) =>
    told(
      'ELEMENT_EMPTY',
      values.filter((one) => one.element.required && one.value !== undefined && !isFilled(one)),
    ),
  true,
);
