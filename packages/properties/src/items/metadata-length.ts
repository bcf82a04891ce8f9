import type { Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';

/** Characters, as people count them: one outside the basic plane (生僻字) is one. */
const lengthOf = ({ value }: Value): number => (typeof value === 'string' ? [...value].length : 0);
const isTooLong = (one: Value): boolean => {
  const { most } = one.element;
  return most !== undefined && typeof one.value === 'string' && one.value.length > most && lengthOf(one) > most;
};

export const metadataLength = metadataItem(
  {
    code: 'GD-1-2',
    zh: '元数据项数据长度检测',
    en: 'length of metadata values',
    looksAt: 'characters of each value against the most its element allows',
    fits: 'no value is too long',
    basis: 'GB/T 39046-2020 (an..n), DA/T 46-2009',
    sure: 'N',
    codes: { TOO_LONG: ['FAIL', 'longer than the element allows'] },
  },
  (values, told) => told('TOO_LONG', values.filter(isTooLong), (one) => `${lengthOf(one)} > ${one.element.most}`),
);
