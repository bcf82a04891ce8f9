import type { Finding, Outcome } from '@guidang/contracts';
import type { z } from 'zod';
import type { Calendar } from './calendar/calendar.ts';
import type { CaseFacts, MaterialFacts } from './facts.ts';
import type { PackageFacts } from './stage/package-facts.ts';

/** The four properties: 真实性, 完整性, 可用性, 安全性. */
export type Property = 'authenticity' | 'integrity' | 'usability' | 'security';

/**
 * How sure we are of code and name (standards/1 §1.4): F both were seen in a running system, N the name was confirmed and the code follows from the
 * order, r recalled or inferred, ? not known. `local` items are ours.
 */
export type Sure = 'F' | 'N' | 'r' | '?' | 'local';

export type Level = Finding['level'];
/** AUTO: decided here; MANUAL: a person looks before it passes; EXTERNAL: needs evidence from outside. */
export type Mode = 'AUTO' | 'MANUAL' | 'EXTERNAL';
export type Evidence = Finding['evidence'];

/** Says what was found of an object, by one of the item's own codes, and what that rests on. The outcome hangs on the code. */
export type Say<Code extends string> = (code: Code, object: string, evidence: Evidence) => Finding;

/** What an item says of a material with its files as it comes, of the whole case as it closes, or of a package. Pure; what was not looked at is never a pass. */
export interface Judges {
  readonly file?: (facts: MaterialFacts) => Finding[];
  readonly case?: (facts: CaseFacts, calendar: Calendar) => Finding[];
  /** a package that comes from elsewhere, or that is looked at again in the store */
  readonly package?: (facts: PackageFacts) => Finding[];
}

/** Everything about an item but its judgement. */
export interface Described<Code extends string = string, Parameters = unknown> {
  /** DA/T 70-2018, or `GD-LOCAL-…`, `YJ-LOCAL-…`, `CQ-LOCAL-…` where the item is ours or nobody has seen its number */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly property: Property;
  /** what a FAIL does: refuse the case, warn, or only tell; a scheme may say otherwise */
  readonly level: Level;
  readonly mode: Mode;
  /** no scheme may turn it off or lower it, and nobody may overrule it: without it nothing else is worth anything */
  readonly locked?: true;
  /** what is looked at, in words */
  readonly looksAt: string;
  /** what the judgement goes by, beside DA/T 70-2018 itself */
  readonly basis: string;
  readonly sure: Sure;
  /** of the stages YJ and CQ: the number in the standard, as far as anybody has seen it; null: nobody has */
  readonly number?: string | null;
  /** of the stages YJ and CQ: the item of archiving that judges by the same rule */
  readonly like?: string;
  readonly built: 'yes' | 'part' | 'no';
  /** what a rule set may set, every one of them; values stand in the rule sets (data/rules-*.json) and nowhere else */
  readonly parameters: z.ZodType<Parameters>;
  /** every code the item may say, with its outcome and what it means */
  readonly codes: Readonly<Record<Code, readonly [outcome: Outcome, meaning: string]>>;
}

/** An item as a rule set has it. */
export interface ItemRule {
  readonly level: Level;
  readonly mode: Mode;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Item extends Described {
  /** its judgement under a rule set. @throws z.ZodError where the parameters are none of this item */
  readonly under: (rule: ItemRule) => Judges;
  /** what it judges: a material as it comes, the case as it closes, a package */
  readonly judges: readonly (keyof Judges)[];
}

/**
 * An item (检测项) with its judgement.
 * @param judges makes the judgement for given parameters; `on` says what it judges, since that cannot depend on them
 */
export function item<Code extends string, Parameters>(
  described: Described<Code, Parameters>,
  on: readonly (keyof Judges)[],
  judges: (say: Say<Code>, parameters: Parameters) => Judges,
): Item {
  const { code: item, codes } = described;
  return {
    ...described,
    judges: on,
    under: ({ level, parameters }) =>
      judges(
        (code, object, evidence) => ({ item, outcome: codes[code][0], level, object, code, evidence }),
        described.parameters.parse(parameters),
      ),
  };
}
