import type { Finding, Outcome } from '@guidang/contracts';
import type { CaseFacts, MaterialFacts } from './facts.ts';

/** The four properties: 真实性, 完整性, 可用性, 安全性. */
export type Property = 'authenticity' | 'integrity' | 'usability' | 'security';

/**
 * How sure we are of code and name (standards/1 §1.4): F both were seen in a running system, N the name was confirmed and the code follows from the
 * order, r recalled or inferred, ? not known. `local` items are ours.
 */
export type Sure = 'F' | 'N' | 'r' | '?' | 'local';

export type Evidence = Finding['evidence'];

/** Says what was found of an object, by one of the item's own codes. The outcome hangs on the code. */
export type Say<Code extends string> = (code: Code, object: string, evidence?: Evidence) => Finding;

/** What an item says of a material with its files as it comes, and of the whole case as it closes. Pure; what was not looked at is never a pass. */
export interface Judges {
  readonly file?: (facts: MaterialFacts) => Finding[];
  readonly case?: (facts: CaseFacts) => Finding[];
}

/** Everything about an item but its judgement. */
export interface Described<Code extends string = string> {
  /** DA/T 70-2018, or `GD-LOCAL-…` where the item is ours */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly property: Property;
  /** what a FAIL does: refuse the case, warn, or only tell */
  readonly level: Finding['level'];
  /** AUTO: decided here; MANUAL: by people; EXTERNAL: needs evidence from outside */
  readonly mode: 'AUTO' | 'MANUAL' | 'EXTERNAL';
  /** what is looked at, in words */
  readonly looksAt: string;
  /** what the judgement goes by, beside DA/T 70-2018 itself */
  readonly basis: string;
  readonly sure: Sure;
  readonly built: 'yes' | 'part' | 'no';
  /** every code the item may say, with its outcome and what it means */
  readonly codes: Readonly<Record<Code, readonly [outcome: Outcome, meaning: string]>>;
}

export interface Item extends Described {
  readonly judge: Judges;
}

/** An item (检测项) with its judgement. */
export function item<Code extends string>(described: Described<Code>, judges: (say: Say<Code>) => Judges): Item {
  const { code: item, level, codes } = described;
  const say: Say<Code> = (code, object, evidence = {}) => ({
    item,
    outcome: codes[code][0],
    level,
    object,
    code,
    evidence,
  });
  return { ...described, judge: judges(say) };
}
