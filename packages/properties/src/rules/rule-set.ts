import type { CheckProfile, ContentName, Scheme } from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import { type Calendar, calendarOf } from '../calendar/calendar.ts';
import type { Item, ItemRule, Judges } from '../item.ts';
import { ageLimitsIn } from '../items/metadata-plausible.ts';
import { ITEMS } from '../items.ts';
import { STAGE_ITEMS } from '../stage/items.ts';
import { type BaseRules, STAGE_BASES, type Stage } from './bases.ts';
import { CALENDARS } from './calendars.ts';
import { canonical } from './canonical.ts';
import { baseOf, faultsOfProfile, type ProfileFault, ruledBy } from './profile.ts';

export type { ProfileFault } from './profile.ts';

/** An item as it is judged by: on or off, and its judgement with the parameters in place. */
export interface RuledItem {
  readonly item: Item;
  readonly rule: ItemRule;
  readonly off: boolean;
  readonly judges: Judges;
}

/** 检测规则集: what the cases of a scheme are checked by, from a base that never changes and what the scheme has otherwise. */
export interface RuleSet {
  /** base rule set, e.g. dat70@1 */
  readonly base: string;
  /** over everything in it: the same digest, the same rules */
  readonly digest: ContentName;
  readonly calendar: Calendar;
  readonly rounds: number;
  readonly persons: { readonly review: number; readonly overrule: number };
  readonly items: readonly RuledItem[];
}

/** A scheme whose 检测方案 no case can be checked by. */
export class ProfileNotValid extends Error {
  override readonly name = 'ProfileNotValid';
  readonly faults: readonly ProfileFault[];
  constructor(faults: readonly ProfileFault[]) {
    super(`检测方案不成立 / ${faults.map(({ field, rule }) => `${field} ${rule}`).join(', ')}`);
    this.faults = faults;
  }
}

/** What is wrong with the 检测方案 of a scheme. */
export const faultsOfScheme = (scheme: Pick<Scheme, 'check'>): ProfileFault[] => faultsOfProfile(scheme.check, ITEMS);

const made = new WeakMap<object, RuleSet>();
let plain: RuleSet | undefined;

/**
 * The rules of a scheme; of none those of the first base. Made once for each scheme that is at hand.
 * @throws ProfileNotValid
 */
export function rulesOf(scheme: Pick<Scheme, 'check'> | null): RuleSet {
  if (!scheme?.check) {
    plain ??= ruleSet(undefined);
    return plain;
  }
  const known = made.get(scheme.check);
  if (known) return known;
  const rules = ruleSet(scheme.check);
  made.set(scheme.check, rules);
  return rules;
}

const ofStage = new Map<Stage, RuleSet>();

/** The rules that packages are judged by at a stage. */
export function stageRules(stage: Stage): RuleSet {
  const known = ofStage.get(stage) ?? ruledFrom(STAGE_BASES[stage], STAGE_ITEMS[stage], undefined);
  ofStage.set(stage, known);
  return known;
}

function ruleSet(profile: CheckProfile | undefined): RuleSet {
  const faults = faultsOfProfile(profile, ITEMS);
  if (faults.length > 0) throw new ProfileNotValid(faults);
  return ruledFrom(baseOf(profile)!, ITEMS, profile);
}

function ruledFrom(base: BaseRules, all: readonly Item[], profile: CheckProfile | undefined): RuleSet {
  const { id, rounds, persons, calendar, items } = base;
  // Items that were thought of after a base was made are no part of it.
  const ruled = all
    .filter(({ code }) => Object.hasOwn(items, code))
    .map((item) => ({
      item,
      rule: ruledBy(items[item.code]!, profile?.items?.[item.code]),
      off: profile?.items?.[item.code]?.off ?? false,
    }));
  const set = {
    base: id,
    calendar: { id: calendar, ...profile?.calendar },
    rounds: profile?.rounds ?? rounds,
    persons,
    items: Object.fromEntries(ruled.map(({ item, rule, off }) => [item.code, { ...rule, off }])),
  };
  return {
    base: id,
    digest: contentNameOf(canonical(set)),
    calendar: calendarOf(CALENDARS.get(calendar)!, profile?.calendar),
    rounds: set.rounds,
    persons,
    items: ruled.map(({ item, rule, off }) => ({ item, rule, off, judges: item.under(rule) })),
  };
}

/** Years an applicant has at least and at most, by a rule set that has GD-1-5. */
export const ageLimits = ({ items }: RuleSet): { leastAge: number; mostAge: number } =>
  ageLimitsIn(items.find(({ item }) => item.code === 'GD-1-5')?.rule.parameters ?? {});
