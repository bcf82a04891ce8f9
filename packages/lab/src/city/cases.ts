import { basisOf } from '../cases/basis.ts';
import { type CasePlan, labCase } from '../cases/case.ts';
import type { CaseKind, Mix } from '../cases/kinds.ts';
import type { CaseOptions } from '../cases/options.ts';
import type { Matter } from '../matters/index.ts';
import { Random } from '../random.ts';
import { CITY_MATTERS } from './matters.ts';

const DAY = 24 * 3_600_000;
const YEAR = 365;

/** What becomes of a city's cases, out of fifty. */
const MIX: Mix = { granted: 38, refused: 3, ended: 2, replaced: 2, amended: 3, incomplete: 1, withdrawn: 1 };

/** A year of cases: how many, and when the year ends. The same seed and year tell the same. */
export interface CityYear {
  readonly seed: string;
  readonly cases: number;
  /** All that happens lies before this moment; its last days have the cases that are still open. */
  readonly until: Date;
}

/** Some matters are asked for every day and most of them seldom: weights by rank (Zipf). */
const WEIGHTS = CITY_MATTERS.map((_, rank) => 1 / (rank + 8));
const TOTAL = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

function matterAt(random: Random): Matter {
  let left = random.below(1_000_000) / 1_000_000;
  const found = CITY_MATTERS.findIndex((_, rank) => {
    left -= WEIGHTS[rank]! / TOTAL;
    return left < 0;
  });
  return CITY_MATTERS.at(found)!;
}

/** The newest cases are still being handled; now and then something is sent that is not what it says. */
function kindOf(index: number, { cases }: CityYear): CaseKind | undefined {
  if (index >= cases - Math.ceil(cases / 60)) return 'open';
  if (index % 997 === 500) return 'virus';
  if (index % 499 === 250) return 'wrong-digest';
  return undefined;
}

function optionsOf(year: CityYear, index: number): CaseOptions {
  const before = ((year.cases - 1 - index) / year.cases) * YEAR * DAY;
  const kind = kindOf(index, year);
  return {
    matter: matterAt(new Random(`${year.seed}/city/${index}`)),
    now: new Date(year.until.getTime() - before),
    mix: MIX,
    // Small cases: what is shown is how many there are.
    files: 6,
    large: { share: 0, bytes: 0 },
    ...(kind && { kind }),
  };
}

/** 办件编号 of a case of the year, before anything of it is made. */
export const cityCaseNumber = (year: CityYear, index: number): string =>
  basisOf(year.seed, index, optionsOf(year, index)).number;

/** Case `index` of the year, from its first word to its last. */
export const cityCase = (year: CityYear, index: number): Promise<CasePlan> =>
  labCase(year.seed, index, optionsOf(year, index));
