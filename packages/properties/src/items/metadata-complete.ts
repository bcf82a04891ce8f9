import { z } from 'zod';
import { MANDATORY } from '../metadata/definition.ts';
import { isFilled, type Value } from '../metadata/element.ts';
import { metadataItem } from '../metadata/family.ts';

/** Elements whose obligation a matter has otherwise. */
const obligations = z.strictObject({
  required: z.array(z.string()).describe('elements that are required here'),
  optional: z.array(z.string()).describe('elements that are not'),
});
type Obligations = z.infer<typeof obligations>;

const isRequired = ({ element: { id, required } }: Value, { required: more, optional }: Obligations): boolean =>
  more.includes(id) || (required && !optional.includes(id));

/** What DA/T 46-2009 and GB/T 18894-2016 want of every archive, and who brings it: here, later in the chain, or nobody. */
function carriedBy(values: readonly Value[]): Record<string, string[]> {
  // A material has no case; only the closing says how the whole archive stands.
  if (!values.some(({ element }) => element.of === 'case')) return {};
  const of = (...by: string[]): string[] => MANDATORY.filter((one) => by.includes(one.by)).map(({ no }) => no);
  return { dat46: of('records', 'scheme', 'constant'), later: of('package', 'store'), nobody: of('nobody') };
}

export const metadataComplete = metadataItem(
  {
    code: 'GD-2-3',
    zh: '元数据项完整性检测',
    en: 'metadata elements are complete',
    property: 'integrity',
    looksAt:
      'whether every required element is there at all; at closing also which mandatory elements of DA/T 46-2009 and GB/T 18894-2016 6.2.2 records carry, which come later (档号, places of storage), and which nobody brings. `required`, `optional`: elements whose obligation is another here',
    fits: 'no element is missing',
    basis: 'GB/T 18894-2016 6.2.2, DA/T 46-2009, GB/T 39046-2020 (data/metadata-1.json, data/dat46-2009.json)',
    sure: 'F',
    all: true,
    parameters: obligations,
    codes: { ELEMENT_MISSING: ['FAIL', 'a required element is not there'] },
    more: carriedBy,
  },
  (values, told, parameters) =>
    told(
      'ELEMENT_MISSING',
      values.filter((one) => isRequired(one, parameters) && one.value === undefined),
    ),
);

export const metadataFilled = metadataItem(
  {
    code: 'GD-2-4',
    zh: '元数据必填著录项目检测',
    en: 'required metadata is filled in',
    property: 'integrity',
    looksAt:
      'whether every required element has a value that is not blank. `required`, `optional`: elements whose obligation is another here',
    fits: 'no required element is empty',
    basis: 'GB/T 18894-2016 6.2.2, DA/T 46-2009, GB/T 39046-2020 (data/metadata-1.json)',
    sure: 'F',
    all: true,
    parameters: obligations,
    codes: { ELEMENT_EMPTY: ['FAIL', 'a required element is empty'] },
    more: (values) => ({ filled: values.filter(isFilled).length }),
  },
  (values, told, parameters) =>
    told(
      'ELEMENT_EMPTY',
      values.filter((one) => isRequired(one, parameters) && one.value !== undefined && !isFilled(one)),
    ),
);
