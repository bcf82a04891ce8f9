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

/** What check@2 knew beside that: signatures and what files hide, and no revocation lists. */
const BASES_OF_2: readonly string[] = [BASE_OF_1, 'dat70@2', 'dat70@3'];

const isKnownTo2 = ({ check }: Scheme): boolean =>
  check === undefined ||
  (BASES_OF_2.includes(check.base) && !Object.hasOwn(check.items?.['GD-1-1']?.parameters ?? {}, 'revocation'));

/** As check@1 considered an input: a scheme that rests on rules it did not know was put aside. */
export const considerAs1 = (considered: Considered<CheckState, CheckInput>): Gather | Skip | Park =>
  considerAs(considered, (scheme) => isKnownTo1(scheme) && isKnownTo2(scheme));

/** As check@2 did. */
export const considerAs2 = (considered: Considered<CheckState, CheckInput>): Gather | Skip | Park =>
  considerAs(considered, isKnownTo2);

function considerAs(
  considered: Considered<CheckState, CheckInput>,
  isKnown: (scheme: Scheme) => boolean,
): Gather | Skip | Park {
  const does = consider(considered);
  const { scheme } = considered;
  if (does.do !== 'gather' || !scheme || isKnown(scheme.scheme)) return does;
  return park(
    'RULES_INVALID',
    'check.base',
    '归档方案中的检测方案不成立 / the check profile of the scheme does not hold',
  );
}
