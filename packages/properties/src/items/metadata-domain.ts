import { metadataItem } from '../metadata/family.ts';

export const metadataDomain = metadataItem(
  {
    code: 'GD-1-4',
    zh: '设定值域的元数据项值域符合度检测',
    en: 'metadata values lie in their domain',
    looksAt: 'each value of an element with a closed list against that list',
    fits: 'every value with a list is in it',
    basis: 'GB/T 39046-2020 A.4–A.6 and 办理',
    sure: 'N',
    codes: { OUTSIDE_DOMAIN: ['FAIL', 'a value that is not in the list of its element'] },
  },
  (values, told) =>
    told(
      'OUTSIDE_DOMAIN',
      values.filter(({ element, value }) => element.domain && !element.domain.includes(String(value))),
    ),
);
