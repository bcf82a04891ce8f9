import cq from '../../data/rules-cq-1.json' with { type: 'json' };
import dat70 from '../../data/rules-dat70-1.json' with { type: 'json' };
import signed from '../../data/rules-dat70-2.json' with { type: 'json' };
import hidden from '../../data/rules-dat70-3.json' with { type: 'json' };
import revoked from '../../data/rules-dat70-4.json' with { type: 'json' };
import gd from '../../data/rules-gd-1.json' with { type: 'json' };
import yj from '../../data/rules-yj-1.json' with { type: 'json' };
import type { ItemRule, Level, Mode } from '../item.ts';

/** A base rule set as data: every item with its level, mode and parameters. Once published it never changes; another one gets another number. */
export interface BaseRules {
  readonly id: string;
  /** data/calendar-….json */
  readonly calendar: string;
  /** rounds after which a person decides */
  readonly rounds: number;
  /** how many persons it takes to settle what was left to people, and to overrule a FAIL that blocks */
  readonly persons: { readonly review: number; readonly overrule: number };
  readonly items: Readonly<Record<string, ItemRule>>;
}

interface Written extends Omit<BaseRules, 'items'> {
  readonly items: Readonly<
    Record<string, { level: string; mode: string; parameters: Readonly<Record<string, unknown>> }>
  >;
}

const opened = ({ items, ...base }: Written): BaseRules => ({
  ...base,
  items: Object.fromEntries(
    Object.entries(items).map(([code, { level, mode, parameters }]) => [
      code,
      { level: level as Level, mode: mode as Mode, parameters },
    ]),
  ),
});

/** Base rule sets by id. None is ever taken out: cases were checked by them. */
export const BASES: ReadonlyMap<string, BaseRules> = new Map(
  [dat70, signed, hidden, revoked].map(opened).map((base) => [base.id, base]),
);

/** What packages are judged by: our own as they are received before they are stored (归档), those that come from elsewhere (移交与接收), and those that are looked at again in the store (长期保存). */
export const STAGE_BASES = { receipt: opened(gd), transfer: opened(yj), preservation: opened(cq) } as const;
export type Stage = keyof typeof STAGE_BASES;

/** What a scheme without a profile is checked by; this never changes either. */
export const FIRST_BASE = 'dat70@1';
