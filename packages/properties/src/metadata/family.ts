import type { Finding, Outcome } from '@guidang/contracts';
import { type Described, type Item, item, type Say } from '../item.ts';
import { isFilled, places, type Value } from './element.ts';
import { caseValues, materialValues } from './values.ts';

type Judge<Code extends string> = (values: readonly Value[], told: Told<Code>) => Finding[];
/** One finding for all values with the same fault, naming where they stand and perhaps a detail that gives nothing away; none where there are none. */
type Told<Code extends string> = (code: Code, faulty: readonly Value[], detail?: (value: Value) => string) => Finding[];

type MetadataItem<Code extends string> = Omit<
  Described<Code | 'METADATA_FITS'>,
  'property' | 'level' | 'mode' | 'built' | 'codes' | 'looksAt'
> & {
  readonly property?: Described['property'];
  readonly looksAt: string;
  readonly fits: string;
  readonly codes: Readonly<Record<Code, readonly [Outcome, string]>>;
};

const OF = 'metadata of each material and its files as it comes, of the case, its steps and results as it closes';

/**
 * An item on metadata: judged on each material as it comes and on the case as it closes, by the same rule. Where the rule finds nothing it passes, and says how
 * many values it looked at. Of the two halves of these items, records and package, this is the first.
 * @param all whether elements that are left out or empty are judged too
 */
export function metadataItem<Code extends string>(
  { fits, looksAt, property = 'authenticity', codes, ...described }: MetadataItem<Code>,
  judge: Judge<Code>,
  all = false,
): Item {
  const full: Described<Code | 'METADATA_FITS'> = {
    ...described,
    property,
    level: 'BLOCK',
    mode: 'AUTO',
    built: 'part',
    looksAt: `${looksAt}; ${OF}. The metadata inside the package is judged where it is built.`,
    codes: { METADATA_FITS: ['PASS', fits], ...codes } as Described<Code | 'METADATA_FITS'>['codes'],
  };
  return item(full, (say: Say<Code | 'METADATA_FITS'>) => {
    const judged = (values: Value[], object: string): Finding[] => {
      const looked = all ? values : values.filter(isFilled);
      const faults = judge(looked, (code, faulty, detail) =>
        faulty.length > 0 ? [say(code, object, places(faulty, detail))] : [],
      );
      return faults.length > 0 ? faults : [say('METADATA_FITS', object, { values: looked.length })];
    };
    return {
      file: (facts) => judged(materialValues(facts), `material:${facts.material}`),
      case: (facts) => judged(caseValues(facts), 'case'),
    };
  });
}
