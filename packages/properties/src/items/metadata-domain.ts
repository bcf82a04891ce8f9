import { z } from 'zod';
import { domainOf } from '../metadata/definition.ts';
import type { Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';

export const metadataDomain = metadataItem(
  {
    code: 'GD-1-4',
    zh: '设定值域的元数据项值域符合度检测',
    en: 'metadata values lie in their domain',
    looksAt:
      'each value of an element with a closed list against that list. `domains`: by element, the values that this matter allows, out of those of the list',
    fits: 'every value with a list is in it',
    basis: 'GB/T 39046-2020 A.4–A.6 and 办理; data/domains-1.json',
    sure: 'N',
    parameters: z.strictObject({ domains: z.record(z.string(), z.array(z.string()).min(1)) }),
    codes: { OUTSIDE_DOMAIN: ['FAIL', 'a value that is not in the list of its element'] },
    more: (values) => ({ listed: values.filter(({ element }) => element.domain !== null).length }),
  },
  (values, told, { domains }) => {
    const outside = ({ element: { id, domain }, value }: Value): boolean =>
      (domain !== null && !domainOf(domain).includes(String(value))) || domains[id]?.includes(String(value)) === false;
    return told('OUTSIDE_DOMAIN', values.filter(outside), ({ element: { id, domain } }) => domain ?? `domains.${id}`);
  },
);
