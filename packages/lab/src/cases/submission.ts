import type { Matter } from '../matters/matter.ts';
import { matter } from '../matters/scheme.ts';
import { Random } from '../random.ts';

/** 一件事: matters of different departments that are applied for together. */
const THINGS: readonly (readonly [first: string, second: string])[] = [
  ['food-permit', 'public-place-hygiene'],
  ['residence-permit', 'flexible-insurance'],
];

/** One of the two cases that a submission serves. */
export interface Part {
  /** what the two cases draw alike follows from this */
  path: string;
  id: string;
  matter: Matter;
  first: Matter;
  /** names of the materials that are handed in once for both */
  shares: readonly string[];
}

/**
 * Cases 2n and 2n+1 belong to submission n: either can be made without the other.
 * @param asked a matter that must be one of the two; the same for both cases
 * @throws RangeError where no submission has it
 */
export function partOf(seed: string, index: number, asked?: string): Part {
  const n = Math.floor(index / 2);
  const path = `${seed}/submission/${n}`;
  const random = new Random(path);
  const fitting = THINGS.filter((thing) => asked === undefined || thing.includes(asked));
  if (fitting.length === 0) throw new RangeError(`no submission serves ${asked}`);
  const [first, second] = random.fork('thing').pick(fitting).map(matter) as [Matter, Matter];
  const names = new Set(second.items.filter(({ group }) => group === 'application').map(({ name }) => name));
  return {
    path,
    id: `YJS-${random.fork('id').bytes(6).toString('hex')}`,
    matter: index % 2 === 0 ? first : second,
    first,
    shares: first.items
      .filter(({ name, required, group }) => group === 'application' && required === 'always' && names.has(name))
      .map(({ name }) => name),
  };
}
