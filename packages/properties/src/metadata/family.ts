import type { Finding, Outcome } from '@guidang/contracts';
import { type Described, type Item, item, type Say } from '../item.ts';
import { PACKAGE } from '../stage/package-facts.ts';
import { DEFINITION } from './definition.ts';
import { isFilled, places, type Value } from './element.ts';
import { caseValues, materialValues } from './values.ts';

/** One finding for all values with the same fault, naming where they stand and perhaps a detail that gives nothing away; none where there are none. */
export type Told<Code extends string> = (
  code: Code,
  faulty: readonly Value[],
  detail?: (value: Value) => string,
) => Finding[];

type MetadataItem<Code extends string, Parameters> = Omit<
  Described<Code | 'METADATA_FITS' | 'METADATA_NOT_READ', Parameters>,
  'property' | 'level' | 'mode' | 'built' | 'codes' | 'looksAt'
> & {
  readonly property?: Described['property'];
  readonly looksAt: string;
  readonly fits: string;
  readonly codes: Readonly<Record<Code, readonly [Outcome, string]>>;
  /** elements that are left out or empty are judged too */
  readonly all?: true;
  /** what a pass rests on beside the number of values */
  readonly more?: (values: readonly Value[]) => Record<string, string[] | number>;
};

/** All items of the family look at the same values of the same facts, which nobody changes: they are read once. */
const readOnce = <Facts extends object>(read: (facts: Facts) => readonly Value[]) => {
  const known = new WeakMap<Facts, readonly Value[]>();
  return (facts: Facts): readonly Value[] => {
    const values = known.get(facts) ?? read(facts);
    known.set(facts, values);
    return values;
  };
};
const ofMaterial = readOnce(materialValues);
const ofCase = readOnce(caseValues);

const OF =
  'metadata of each material and its files as it comes, of the case, its steps and results as it closes; of a package the values in it';

/**
 * An item on metadata: judged on each material as it comes and on the case as it closes, by the same rule. Where the rule finds nothing it passes, and says how
 * many values it looked at. Of the two halves of these items the records are the first; the second, the metadata in a package, is judged by the same rule where one is received.
 */
export function metadataItem<Code extends string, Parameters>(
  {
    fits,
    looksAt,
    property = 'authenticity',
    codes,
    all,
    more = () => ({}),
    ...described
  }: MetadataItem<Code, Parameters>,
  judge: (values: readonly Value[], told: Told<Code>, parameters: Parameters) => Finding[],
): Item {
  const full: Described<Code | 'METADATA_FITS' | 'METADATA_NOT_READ', Parameters> = {
    ...described,
    property,
    level: 'BLOCK',
    mode: 'AUTO',
    built: 'yes',
    looksAt: `${looksAt}; ${OF}`,
    codes: {
      METADATA_FITS: ['PASS', fits],
      ...codes,
      METADATA_NOT_READ: ['NOT_RUN', 'of a package: its metadata could not be read'],
    } as Described<Code | 'METADATA_FITS' | 'METADATA_NOT_READ'>['codes'],
  };
  return item(
    full,
    ['file', 'case', 'package'],
    (say: Say<Code | 'METADATA_FITS' | 'METADATA_NOT_READ'>, parameters) => {
      const judged = (values: readonly Value[], object: string): Finding[] => {
        const looked = all ? values : values.filter(isFilled);
        const told: Told<Code> = (code, faulty, detail) =>
          faulty.length > 0 ? [say(code, object, places(faulty, detail))] : [];
        const faults = judge(looked, told, parameters);
        if (faults.length > 0) return faults;
        return [say('METADATA_FITS', object, { values: looked.length, definition: DEFINITION.id, ...more(looked) })];
      };
      return {
        file: (facts) => judged(ofMaterial(facts), `material:${facts.material}`),
        case: (facts) => judged(ofCase(facts), 'case'),
        // The package half: what is not there to be read is no pass.
        package: ({ metadata }) =>
          metadata === null ? [say('METADATA_NOT_READ', PACKAGE, { values: null })] : judged(metadata.values, PACKAGE),
      };
    },
  );
}
