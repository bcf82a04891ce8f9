import { type Considered, type Gather, type Park, park, type Scheme, type Skip } from '@guidang/contracts';
import { consider } from './consider.ts';
import type { CheckInput } from './input.ts';
import type { CheckState } from './state.ts';

/** What check@1 knew: one base rule set, and neither signatures inside files nor what they hide. What was put aside under it is found to have been put aside rightly. */
const BASE_OF_1 = 'dat70@1';

const NEW_SINCE_1 = [
  ['GD-1-1', 'signatures'],
  ['GD-3-8', 'hidden'],
] as const;

const isKnownTo1 = ({ check }: Scheme): boolean =>
  check === undefined ||
  (check.base === BASE_OF_1 &&
    NEW_SINCE_1.every(([item, name]) => !Object.hasOwn(check.items?.[item]?.parameters ?? {}, name)));

/** As check@1 considered an input: a scheme that rests on rules it did not know was put aside. */
export function considerAs1(considered: Considered<CheckState, CheckInput>): Gather | Skip | Park {
  const does = consider(considered);
  const { scheme } = considered;
  if (does.do !== 'gather' || !scheme || isKnownTo1(scheme.scheme)) return does;
  return park(
    'RULES_INVALID',
    'check.base',
    '归档方案中的检测方案不成立 / the check profile of the scheme does not hold',
  );
}
