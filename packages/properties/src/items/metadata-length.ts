import { z } from 'zod';
import type { Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';

/** Characters, as people count them: one outside the basic plane (生僻字) is one. */
const lengthOf = ({ value }: Value): number => (typeof value === 'string' ? [...value].length : 0);

export const metadataLength = metadataItem(
  {
    code: 'GD-1-2',
    zh: '元数据项数据长度检测',
    en: 'length of metadata values',
    looksAt: 'characters of each value against the most its element allows. `most`: by element, another length',
    fits: 'no value is too long',
    basis: 'GB/T 39046-2020 (an..n), DA/T 46-2009; data/metadata-1.json',
    sure: 'N',
    parameters: z.strictObject({ most: z.record(z.string(), z.int().positive()) }),
    codes: { TOO_LONG: ['FAIL', 'longer than the element allows'] },
    more: (values) => ({ longest: Math.max(0, ...values.map(lengthOf)) }),
  },
  (values, told, { most }) => {
    const limit = ({ element }: Value): number => most[element.id] ?? element.most ?? Number.POSITIVE_INFINITY;
    const isTooLong = (one: Value): boolean =>
      typeof one.value === 'string' && one.value.length > limit(one) && lengthOf(one) > limit(one);
    return told('TOO_LONG', values.filter(isTooLong), (one) => `${lengthOf(one)} > ${limit(one)}`);
  },
);
