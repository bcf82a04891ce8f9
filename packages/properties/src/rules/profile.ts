import type { CheckProfile, ItemProfile } from '@guidang/contracts';
import type { Item, ItemRule, Level } from '../item.ts';
import { BASES, type BaseRules, FIRST_BASE } from './bases.ts';

/** What is wrong with a scheme's 检测方案: where, and which rule it breaks. */
export interface ProfileFault {
  /** path inside the scheme */
  readonly field: string;
  readonly rule: 'BASE_UNKNOWN' | 'ITEM_UNKNOWN' | 'ITEM_LOCKED' | 'MODE_NOT_POSSIBLE' | 'PARAMETER';
}

const RANK: Readonly<Record<Level, number>> = { INFO: 0, WARN: 1, BLOCK: 2 };

/** The base of a profile; undefined where there is no such. */
export const baseOf = (profile: CheckProfile | undefined): BaseRules | undefined =>
  BASES.get(profile?.base ?? FIRST_BASE);

/** An item under a profile. Parameters of the profile stand in the place of those of the base, one by one. */
export const ruledBy = (base: ItemRule, { level, mode, parameters }: ItemProfile = {}): ItemRule => ({
  level: level ?? base.level,
  mode: mode ?? base.mode,
  parameters: { ...base.parameters, ...parameters },
});

/** Everything that is wrong with a profile; none where cases can be checked by it. */
export function faultsOfProfile(profile: CheckProfile | undefined, items: readonly Item[]): ProfileFault[] {
  const base = baseOf(profile);
  if (!base) return [{ field: 'check.base', rule: 'BASE_UNKNOWN' }];
  return Object.entries(profile?.items ?? {}).flatMap(([code, one]) => {
    const item = items.find((known) => known.code === code);
    const at = `check.items.${code}`;
    if (!item || !Object.hasOwn(base.items, code)) return [{ field: at, rule: 'ITEM_UNKNOWN' } as const];
    return faultsOfItem(item, base.items[code]!, one, at);
  });
}

function faultsOfItem(item: Item, base: ItemRule, one: ItemProfile, at: string): ProfileFault[] {
  const ruled = ruledBy(base, one);
  const faults: ProfileFault[] = [];
  if (item.locked && one.off) faults.push({ field: `${at}.off`, rule: 'ITEM_LOCKED' });
  if (item.locked && RANK[ruled.level] < RANK[base.level]) faults.push({ field: `${at}.level`, rule: 'ITEM_LOCKED' });
  // What only people or outsiders can judge does not become a machine's by being called so.
  if (ruled.mode === 'AUTO' && item.mode !== 'AUTO') faults.push({ field: `${at}.mode`, rule: 'MODE_NOT_POSSIBLE' });
  if (!item.parameters.safeParse(ruled.parameters).success)
    faults.push({ field: `${at}.parameters`, rule: 'PARAMETER' });
  return faults;
}
